"""What an administrator may do with a job that was given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import HOUSE, journal_append
from bihuan.web.notices.kinds import SYSTEM
from bihuan.web.notices.models import Job, JobState
from bihuan.web.notices.queue.registry import WORKS
from bihuan.web.notices.services.telling import notify_administrators

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User


@transaction.atomic
def job_retry(*, actor: User, now: datetime, job: Job) -> None:
    """Once more from the beginning, with all its tries."""
    _dead(actor, job)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.WAITING, due_at=now, attempts=0, ended_at=None, lease_token=None
    )
    journal_append(actor=actor, now=now, chain=HOUSE, action="job_retry", thing=job)


@transaction.atomic
def job_discard(*, actor: User, now: datetime, job: Job) -> None:
    """Never mind: taken off the list."""
    _dead(actor, job)
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, ended_at=now)
    journal_append(actor=actor, now=now, chain=HOUSE, action="job_discard", thing=job)


def tell_of_dead(job: Job, now: datetime) -> None:
    """The administrators hear once a day of each kind of work that fails."""
    label = WORKS[job.name].label if job.name in WORKS else job.name
    text = f"后台任务“{label}”多次失败，已停止重试，请查看原因后决定重试或放弃。"
    key = f"dead:{job.name}:{timezone.localdate(now)}"
    notify_administrators(now=now, kind=SYSTEM, text=text, link=reverse("notices:jobs"), key=key)


def _dead(actor: User, job: Job) -> None:
    require(actor, Action.MANAGE_SETTINGS)
    found = Job.objects.select_for_update().filter(pk=job.pk).first()
    if found is None or found.state != JobState.DEAD:
        raise ServiceError("这项任务已经处理过了，请刷新后查看。")
