"""Work for the tests of the queue: it leaves rows that can be counted. Registered on import."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bihuan.web.base.models import JournalChain
from bihuan.web.notices.models import Job
from bihuan.web.notices.queue import GiveUp, Retry, work
from bihuan.web.notices.queue.registry import WORKS

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task

LABEL = "测试"


@work("test_mark", LABEL, tries=3)
def mark(task: Task) -> None:
    """One row a run: a second run would fail on its key."""
    time.sleep(task.args.get("seconds", 0))
    JournalChain.objects.create(chain=task.args["mark"], number=task.attempt)


@work("test_chain", LABEL)
def chain(task: Task) -> None:
    """Makes two jobs, in the same transaction."""
    for number in (1, 2):
        Job.objects.create(
            name="test_mark",
            args={"mark": task.args["mark"] + number},
            due_at=task.now,
            created_at=task.now,
        )


@work("test_fail", LABEL, tries=2)
def fail(_: Task) -> None:
    """Writes and fails."""
    JournalChain.objects.create(chain=1, number=1)
    raise ValueError("坏了")


@work("test_retry", LABEL, atomic=False)
def retry(task: Task) -> None:
    """Wants to be asked again with another argument."""
    if not task.args.get("again"):
        raise Retry("稍后", args={"again": True})
    JournalChain.objects.create(chain=2, number=task.attempt)


@work("test_give_up", LABEL)
def give_up(_: Task) -> None:
    """Never works."""
    raise GiveUp("永远不行")


assert "test_mark" in WORKS
