"""Taking jobs, holding them, and giving them back: one conditional UPDATE each.

Whoever's token stands in the row has the job. Every later write asks for the token again, so a worker that
slept past its lease changes nothing. PostgreSQL passes over rows that another worker is taking just now;
SQLite has one writer at a time anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from bihuan.web.notices.models import Job, JobState
from bihuan.web.notices.queue.registry import WORKS, back_off

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from django.db.models import QuerySet

    from bihuan.web.notices.queue.registry import Retry

INTERRUPTED = "执行这项任务的工作进程多次中断，不再自动重试。"


class LeaseLostError(Exception):
    """Somebody else has the job by now; what was done in this transaction must not stay."""


def claim(*, now: datetime, lease: timedelta) -> tuple[Job, bool] | None:
    """The next job with a fresh token, and whether it was taken over from a worker that died."""
    with transaction.atomic():
        while job := _next(now):
            taken_over, known = job.state == JobState.RUNNING, WORKS.get(job.name)
            if not (taken_over and known and job.attempts >= known.tries):
                return _take(job, now + lease), taken_over
            _end(job, now, JobState.DEAD, INTERRUPTED)
    return None


def _next(now: datetime) -> Job | None:
    rows = Job.objects.filter(due_at__lte=now).order_by("priority", "due_at", "id")
    return rows.select_for_update(skip_locked=True).first()


def _take(job: Job, until: datetime) -> Job:
    """The row is locked (or the whole file is), so nobody else can be taking it."""
    job.state, job.lease_token, job.due_at = JobState.RUNNING, uuid4(), until
    job.attempts += 1
    job.save(update_fields=["state", "lease_token", "due_at", "attempts"])
    return job


def extend(job: Job, until: datetime) -> bool:
    """Hold on to a job; False when it is no longer ours."""
    return bool(_ours(job).update(due_at=until))


def finish(job: Job, now: datetime) -> None:
    """Done. Raises ``LeaseLostError`` when the job is no longer ours."""
    _end(job, now, JobState.DONE, "")


def give_up(job: Job, now: datetime, text: str) -> None:
    """Dead: the administrators see it and decide."""
    _end(job, now, JobState.DEAD, text)


def _end(job: Job, now: datetime, state: JobState, text: str) -> None:
    if not _ours(job).update(state=state, ended_at=now, due_at=None, lease_token=None, error=text[:500]):
        raise LeaseLostError(str(job))


def put_back(job: Job, now: datetime, text: str, retry: Retry | None = None) -> None:
    """Try again later; nothing happens when the job is no longer ours."""
    wait = retry.wait if retry and retry.wait is not None else back_off(job.attempts)
    args = {**job.args, **(retry.change if retry else {})}
    _ours(job).update(
        state=JobState.WAITING, lease_token=None, due_at=now + wait, args=args, error=text[:500]
    )


def _ours(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token)


def next_at() -> datetime | None:
    """When the next job comes up, None when there is none: a read that takes no lock."""
    rows = Job.objects.filter(due_at__isnull=False).order_by("due_at").values_list("due_at", flat=True)
    return rows.first()
