"""Background jobs, for who keeps the settings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.partials import render_page
from bihuan.web.notices import queries
from bihuan.web.notices.models import Job, JobState
from bihuan.web.notices.queue.registry import WORKS
from bihuan.web.notices.services.jobs import job_discard, job_retry

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User

QUIET = timedelta(minutes=3)
"""A worker gives a sign of life every minute; silent so long, it is taken for dead."""


def _keeper(request: HttpRequest) -> User:
    user = signed_in(request)
    require(user, Action.MANAGE_SETTINGS)
    return user


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What failed for good, how much waits, and who works."""
    _keeper(request)
    page, now = queries.dead_jobs(request.GET.get("page")), timezone.now()
    workers = [(one, now - one.seen_at < QUIET) for one in queries.workers()]
    counts = queries.job_counts()
    context = {
        "page": page,
        "rows": [(job, WORKS[job.name].label if job.name in WORKS else job.name) for job in page.rows],
        "workers": workers,
        "alive": any(alive for _, alive in workers),
        "waiting": counts.get(JobState.WAITING, 0),
        "running": counts.get(JobState.RUNNING, 0),
        "dead": counts.get(JobState.DEAD, 0),
    }
    return render_page(request, "notices/jobs.html", context)


def _job(pk: int) -> Job:
    found = Job.objects.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more."""
    user = _keeper(request)
    job_retry(actor=user, now=timezone.now(), job=_job(pk))
    messages.success(request, "已重新排入，稍后刷新查看结果。")
    return redirect("notices:jobs")


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Never mind."""
    user = _keeper(request)
    job_discard(actor=user, now=timezone.now(), job=_job(pk))
    messages.success(request, "已从清单中去掉。")
    return redirect("notices:jobs")
