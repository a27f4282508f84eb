"""The background work of this app; see ``queue`` for how another app adds its own ``jobs.py``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from bihuan.web.notices.mail import digest, sending
from bihuan.web.notices.models import Job, JobState, WorkerPulse
from bihuan.web.notices.queue import daily, work
from bihuan.web.notices.robots import telling

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task

KEPT = timedelta(days=40)
"""Jobs that are done stay so long: their keys say what has been done already. No rhythm is longer."""
GONE = timedelta(days=2)

work("digest", "汇总每日邮件")(digest.gather)
work("digest_write", "写每日邮件")(digest.write)
work("mail_send", "寄邮件", atomic=False, tries=8)(sending.send)
work("robot_tell", "发群消息", atomic=False, tries=8)(telling.tell)
daily("digest", hour=lambda: int(settings.ENV["BIHUAN_DIGEST_HOUR"]))


@work("jobs_sweep", "清理已完成的任务")
def sweep(task: Task) -> None:
    """Take away what is long done, and workers that were not heard of for days."""
    Job.objects.filter(state=JobState.DONE, ended_at__lt=task.now - KEPT).delete()
    WorkerPulse.objects.filter(seen_at__lt=task.now - GONE).delete()


daily("jobs_sweep", hour=lambda: 3)
