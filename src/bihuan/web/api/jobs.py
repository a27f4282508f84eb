"""Background work: answers that were kept long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.api.once import answers_sweep
from bihuan.web.notices.queue import daily, work

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task


@work("api_sweep", "清理接口的旧答复")
def sweep(task: Task) -> None:
    """What nobody asks for again."""
    del task
    answers_sweep()


daily("api_sweep", hour=lambda: 3)
