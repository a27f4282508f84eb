"""任务清单: 一项措施一行：标准、责任和时限."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents.kinds import LISTS, Kind, Scope, plan
from bihuan.documents.kinds._lists import listed, tasks

if TYPE_CHECKING:
    from bihuan.documents import facts
    from bihuan.documents.blocks import Document


def make(case: facts.Case) -> Document:
    """The list."""
    return listed(case, "任务清单", tasks(case))


KIND = Kind(
    "task-list",
    "任务清单",
    "一项措施一行：标准、责任和时限",
    "各地清单式管理办法",
    Scope.CASE,
    make,
    order=21,
    formats=LISTS,
    missing=plan.missing,
)
