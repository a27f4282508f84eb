"""What comes by itself every day: versions whose days are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.disclosure.services import editions_expire
from bihuan.web.notices.queue import daily, work

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task

HOUR = 1

daily("editions_expire", hour=lambda: HOUR)


@work("editions_expire", "公开期满的稿子转为期满")
def expire(task: Task) -> None:
    """All of them at once: they are few a day."""
    editions_expire(now=task.now)
