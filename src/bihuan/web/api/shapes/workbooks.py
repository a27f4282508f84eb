"""Workbooks that come in: what would become of each row, what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Id, Named, SeenTold, Shown, Told, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.rectification.models import Workbook

RowFate = Literal["", "new", "change", "conflict", "error", "skipped", "same"]
"""What becomes of a row; a test holds it against the comparison."""


class WorkbookLine(Shown):
    """A workbook that waits."""

    id: int = say("表格编号")
    unit: Named = say("单位")
    case: int | None = say("更新哪份台账；新建台账的为 null，导入后是新台账")
    name: str = say("文件名")
    size: int = say("字节数")
    by: str = say("经办人")
    created_at: dt.datetime = say("收到时间")
    confirmed_at: dt.datetime | None = say("导入时间；没有导入为 null")
    undone_at: dt.datetime | None = say("整体撤销的时间；没有撤销为 null")
    version: int = say("版本，导入时写回")


class FieldPair(Shown):
    """A field that the sheet changes."""

    field: str = say("哪一项")
    old: str = say("台账里的")
    new: str = say("表上的")


class WorkbookRow(Shown):
    """A row of the sheet."""

    sheet: str = say("工作表")
    row: int = say("行号")
    result: str = say("new 新增、change 更新、conflict 冲突、error 不能导入、skipped 跳过、same 不变")
    key: str = say("冲突仍要按表更新的，导入时写进 over；读不了的行为空")
    label: str = say("这一行是什么")
    why: str = say("冲突、不能导入的原因；没有为空")
    href: str = say("在哪个页面能办妥；没有为空")
    notes: list[str] = say("要留意的")
    fields: list[FieldPair] = say("逐项变化")


class WorkbookCount(Shown):
    """How many rows become what."""

    result: str = say("结果代号")
    count: int = say("几行")


class WorkbookShown(WorkbookLine):
    """A workbook with its rows: before it is taken in what would become of them, then what became of them."""

    counts: list[WorkbookCount] = say("各种结果的行数")
    rows: list[WorkbookRow] = say("这一页的各行，每页 500 行")
    next: int | None = say("下一页的 start；没有时为 null")


class WorkbookTold(Told):
    """A workbook; the file goes beside these fields as multipart/form-data."""

    case: Id | None = say("更新哪份台账；不写即新建", None)
    unit: Id | None = say("新建台账的单位编号；只能给一个单位导入时可以不写", None)
    round: Id | None = say("新建台账的轮次编号；不写即按反馈日期的年份归入", None)
    given_on: Day | None = say("新建台账的反馈日期", None)


class WorkbookConfirm(SeenTold):
    """How it is taken in."""

    choice: Literal["update", "skip", "stop"] = say("已有的行：更新、跳过，或有一行不能照办就整份不导入")
    over: list[str] = say("仍按表更新的冲突行的 key", [], max_length=5_000)


def workbook_line(one: Workbook) -> WorkbookLine:
    """A workbook by its name."""
    return WorkbookLine(**_line(one))


def _line(one: Workbook) -> dict[str, Any]:
    names = ("name", "size", "created_at", "confirmed_at", "undone_at", "version")
    return {
        **{name: getattr(one, name) for name in names},
        "id": one.pk,
        "unit": Named(id=one.unit_id, name=str(one.unit)),
        "case": one.feedback_id,
        "by": one.owner.name,
    }


def workbook_shown(one: Workbook, rows: Sequence[dict[str, Any]], onward: int | None) -> WorkbookShown:
    """A workbook with a page of its rows."""
    counts = Counter(each["what"] for each in one.results)
    return WorkbookShown(
        **_line(one),
        counts=[WorkbookCount(result=what, count=count) for what, count in sorted(counts.items())],
        rows=[_row(each) for each in rows],
        next=onward,
    )


def _row(one: dict[str, Any]) -> WorkbookRow:
    names = ("sheet", "row", "key", "label", "why", "href", "notes")
    fields = [
        FieldPair(field=word, old=str(old or ""), new=str(new or "")) for word, old, new in one["fields"]
    ]
    return WorkbookRow(**{name: one[name] for name in names}, result=one["what"], fields=fields)
