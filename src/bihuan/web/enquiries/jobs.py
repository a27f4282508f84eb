"""What comes by itself every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.enquiries.services import contacts_forget, traces_sweep
from bihuan.web.notices.queue import daily, work

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task

HOUR = 2

daily("contacts_forget", hour=lambda: HOUR)


@work("contacts_forget", "删去到期的群众联系方式")
def forget(task: Task) -> None:
    """Names and contacts, then the traces of the limits."""
    contacts_forget(now=task.now)
    traces_sweep(now=task.now)
