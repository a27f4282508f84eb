"""责任清单: 一项措施一行：领导、部门、责任人."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents.kinds import LISTS, Kind, Scope, plan
from bihuan.documents.kinds._lists import duties, listed

if TYPE_CHECKING:
    from bihuan.documents import facts
    from bihuan.documents.blocks import Document


def make(case: facts.Case) -> Document:
    """The list."""
    return listed(case, "责任清单", duties(case))


KIND = Kind(
    "duty-list",
    "责任清单",
    "一项措施一行：领导、部门、责任人",
    "各地清单式管理办法",
    Scope.CASE,
    make,
    order=22,
    formats=LISTS,
    missing=plan.missing,
)
