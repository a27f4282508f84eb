"""Layouts that ledgers are written in, and what each column takes from a row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from bihuan.ledger.days import Around
from bihuan.ledger.due import read_due
from bihuan.ledger.shapes import Due, DueKind, Row
from bihuan.zh.status import Status

Cell = str | int | date
"""What is written: text, a number, or a day."""

STATUS_WORDS = {
    Status.COMPLETED: "已完成",
    Status.MOSTLY_COMPLETED: "基本完成",
    Status.STAGE: "阶段性完成",
    Status.ONGOING: "正在整改",
    Status.LONG_TERM: "长期坚持",
    Status.NOT_STARTED: "未启动",
    Status.UNKNOWN: "状态不明",
}
ID_TITLE = "系统编号"


class Layout(StrEnum):
    """Workbooks that offices hand in; the value is what people call them."""

    LEDGER = "台账"
    PROBLEMS = "问题清单"
    TASKS = "任务清单"
    DUTIES = "责任清单"
    LISTS = "三个清单"
    """The three lists on three sheets of one workbook."""


class Column(NamedTuple):
    """A column of a sheet."""

    title: str
    width: float
    """In characters."""
    cell: Callable[[Any], Cell]
    """From whatever the rows are."""
    group: str = ""
    """The title that spans this column and its neighbours of the same group."""
    level: int = 0
    """Written once for all rows that share so many parts of their key, in merged cells; 0 for each row."""
    centred: bool = False


class SheetPlan(NamedTuple):
    """A sheet: its name and its columns, the hidden one with identifiers not counted."""

    name: str
    columns: tuple[Column, ...]
    held: int = 1
    """Rows that share so many parts of their key are set together, so that their heights fit."""
    identifier: Callable[[Any], str] | None = None
    """What the hidden column of this sheet holds, where it is not that of the book."""


def plan_of(layout: Layout) -> tuple[SheetPlan, ...]:
    """The sheets of a layout."""
    return _PLANS[layout]


def number_cell(row: Row) -> Cell:
    """The finding's number, as a number where it is one."""
    text = row.finding_no or ""
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < 10 and str(int(text)) == text else text
    )


def measures_cell(row: Row) -> Cell:
    """Several measures numbered, each on its line."""
    if len(row.measures) < 2:
        return "".join(row.measures)
    return "\n".join(f"{at}.{measure}" for at, measure in enumerate(row.measures, 1))


def due_cell(row: Row) -> Cell:
    """The due date: a day as a day, other words as they are where they say the same without their sheet."""
    due = row.due
    if due.date is not None and not due.keep_on and due.text in {"", due.date.isoformat()}:
        return due.date
    if due.kind is None or due.text in _PLAIN_WORDS:
        return due.text
    alone = read_due(due.text, due.text, Around())
    return due.text if isinstance(alone, Due) and alone.meaning == due.meaning else due_words(due)


def due_words(due: Due) -> str:
    """A due date in words that need no other date."""
    after = "，并长期坚持" if due.keep_on else ""
    if due.date is not None:
        return f"{due.date.year}年{due.date.month}月{due.date.day}日前{after}"
    if due.kind is DueKind.IMMEDIATE:
        return f"立行立改{after}"
    return "长期坚持" if due.kind is DueKind.LONG_TERM else due.text


def status_cell(row: Row) -> Cell:
    """The status in the usual word."""
    return STATUS_WORDS[row.status] if row.status is not None else ""


def _joined(names: tuple[str, ...]) -> str:
    return "、".join(names)


_PLAIN_WORDS = {"立行立改", "长期坚持"}
_NUMBER = Column("序号", 6, number_cell, level=1, centred=True)
_REFERENCE = Column("问题编号", 9, number_cell, level=1, centred=True)
_FINDING = Column("问题", 32, lambda row: row.finding, level=1)
_MEASURES = Column("整改措施", 42, measures_cell)
_LEADER = Column("责任领导", 10, lambda row: _joined(row.leader), "责任分工", centred=True)
_DEPARTMENT = Column("责任部门", 14, lambda row: _joined(row.department), "责任分工", centred=True)
_PERSON = Column("责任人", 10, lambda row: _joined(row.person), "责任分工", centred=True)
_DUE = Column("完成时限", 16, due_cell, centred=True)
_STATUS = Column("整改状态", 10, status_cell, centred=True)

_PROBLEMS = SheetPlan(
    Layout.PROBLEMS.value, (_NUMBER._replace(title="问题编号", width=9), _FINDING._replace(width=90))
)
_TASKS = SheetPlan(Layout.TASKS.value, (_REFERENCE, _FINDING, _MEASURES._replace(width=52), _DUE, _STATUS))
_DUTIES = SheetPlan(Layout.DUTIES.value, (_REFERENCE, _FINDING, _MEASURES, _LEADER, _DEPARTMENT, _PERSON))
_PLANS: dict[Layout, tuple[SheetPlan, ...]] = {
    Layout.LEDGER: (
        SheetPlan("整改台账", (_NUMBER, _FINDING, _MEASURES, _LEADER, _DEPARTMENT, _PERSON, _DUE, _STATUS)),
    ),
    Layout.PROBLEMS: (_PROBLEMS,),
    Layout.TASKS: (_TASKS,),
    Layout.DUTIES: (_DUTIES,),
    Layout.LISTS: (_PROBLEMS, _TASKS, _DUTIES),
}
