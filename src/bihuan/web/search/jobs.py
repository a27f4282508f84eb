"""Background work: the index of a database that was there before the index was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.notices.queue import every, work
from bihuan.web.search.building import build, wanted

if TYPE_CHECKING:
    from bihuan.web.notices.queue import Task


@work("search_build", "建立全文索引", atomic=False)
def build_index(task: Task) -> None:
    """Nothing as a rule; after an upgrade, a restored backup, a version that reads texts in another way."""
    del task
    if wanted():
        build(timezone.now)


every("search_build", minutes=60)
