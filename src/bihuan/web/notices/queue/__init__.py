"""Background jobs in a table of our own (docs/decisions: a queue of our own).

``enqueue`` promises work inside the caller's transaction; ``work`` registers who does it; ``daily`` and
``every`` let it come by itself.
"""

from bihuan.web.notices.queue.enqueuing import enqueue
from bihuan.web.notices.queue.registry import GiveUp, Retry, Task, work
from bihuan.web.notices.queue.rhythms import daily, every

__all__ = ["GiveUp", "Retry", "Task", "daily", "enqueue", "every", "work"]
