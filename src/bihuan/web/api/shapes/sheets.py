"""Files that people take away: Excel and csv."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from bihuan.web.api.shapes.common import Id, Shown, Told, note, say

if TYPE_CHECKING:
    from bihuan.web.rectification.models import SheetFile

SheetName = Literal[
    "ledger.xlsx", "ledger.csv", "lists.xlsx", "problems.xlsx", "problems.csv", "tasks.xlsx", "tasks.csv",
    "duties.xlsx", "duties.csv", "cases.xlsx", "cases.csv", "progress.xlsx", "progress.csv",
    "measures.xlsx", "measures.csv",
]  # fmt: skip
"""Files of the catalogue; a test holds them against it."""
Claimed = Literal[
    "", "completed", "mostly_completed", "stage", "ongoing", "long_term", "not_started", "unknown", "none"
]


class SheetShown(Shown):
    """A file that the worker writes."""

    id: int = say("文件编号")
    name: str = say("文件名")
    size: int = say("字节数；没有做好为 0")
    asked_at: dt.datetime = say("申请时间")
    ready: bool = say("是否做好，可以下载")
    failed: str = say("没有做成的原因；没有为空")


class SheetTold(Told):
    """Which file of what; the filters are those of the ledger's page."""

    file: SheetName = say("哪种文件")
    case: Id | None = say("台账编号；不写即看得到的全部", None)
    section: Id | None = say("部分编号", None)
    status: Claimed = say("整改状态", "")
    overdue: bool = say("只要逾期的", False)
    q: str = note("词", 60)
    units: str = note("单位名称里的词；只用于 cases", 60)


def sheet_shown(one: SheetFile) -> SheetShown:
    """A file by its name."""
    names = ("name", "size", "asked_at", "failed")
    told = {name: getattr(one, name) for name in names}
    return SheetShown(**told, id=one.pk, ready=one.ready_at is not None)
