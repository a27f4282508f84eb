"""问题清单: 一个问题一行：目标、牵头领导、责任部门、最迟时限和状态."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents.kinds import LISTS, Kind, Scope, plan
from bihuan.documents.kinds._lists import listed, problems

if TYPE_CHECKING:
    from bihuan.documents import facts
    from bihuan.documents.blocks import Document


def make(case: facts.Case) -> Document:
    """The list."""
    return listed(case, "问题清单", problems(case))


KIND = Kind(
    "problem-list",
    "问题清单",
    "一个问题一行：目标、牵头领导、责任部门、最迟时限和状态",
    "各地清单式管理办法",
    Scope.CASE,
    make,
    order=20,
    formats=LISTS,
    missing=plan.missing,
)
