"""What comes by itself every day: answers to diagnostics whose term is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.diagnosis.waiving import answers_expire
from bihuan.web.notices.queue import daily, work

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task

HOUR = 0

daily("answers_expire", hour=lambda: HOUR)


@work("answers_expire", "到期的体检说明不再计入", atomic=False)
def expire(task: Task) -> None:
    """A transaction a case, so that nobody waits."""
    answers_expire(timezone.localdate(task.now))
