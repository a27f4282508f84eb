"""The cells of a row by their columns: measures, people, due date, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.ledger.due import read_due
from bihuan.ledger.entries import Entry, union
from bihuan.ledger.heads import Role, plain_title
from bihuan.ledger.measures import read_measures
from bihuan.ledger.people import read_departments, read_people, split_mixed
from bihuan.ledger.progress import is_tick, read_state
from bihuan.ledger.shapes import Due, DueKind, Reason
from bihuan.ledger.vocabulary import words
from bihuan.zh.status import Status, is_status_only, read_status

if TYPE_CHECKING:
    from bihuan.ledger.heads import Column
    from bihuan.ledger.lines import Table


class CellReader:
    """Reads rows of one table."""

    def __init__(self, table: Table) -> None:
        head = table.head
        self.sheet = table.sheet
        self.titles = [(plain_title(column.title), column.at) for column in head.columns]
        self.around = table.around
        self.measures = head.of(Role.MEASURE)
        self.leaders = head.of(Role.LEADER)
        self.departments = head.of(Role.DEPARTMENT)
        self.people = head.of(Role.PERSON)
        self.mixed = head.of(Role.MIXED)
        self.dues = _due_columns(head.of(Role.DUE))
        self.ids = head.of(Role.ID)
        self.kinds, self.states = _ticks(head.of(Role.TICK))
        self.statuses = [*head.of(Role.STATE), *head.of(Role.RATE), *head.of(Role.PROGRESS)]
        self.percents = {column.at for column in self.statuses if self._counts_to_100(column, table.rows)}

    def entry(self, row: int, due: Due) -> Entry:
        """What the row says."""
        texts = self.sheet.texts[row]
        width = len(texts)
        department, person = self._departments(row), self._people(row, self.people)
        for column in self.mixed:
            bodies, people = split_mixed(self.sheet.text(row, column.at))
            department, person = union((department, bodies)), union((person, people))
        return Entry(
            self.sheet.name,
            row + 1,
            union(read_measures(self.sheet.text(row, column.at)) for column in self.measures),
            self._people(row, self.leaders),
            department,
            person,
            due,
            self.status(row),
            self.sheet.text(row, self.ids[0].at) or None if self.ids else None,
            {title: texts[at] if at < width else "" for title, at in self.titles},
        )

    def due(self, row: int) -> Due | Reason:
        """The due date of the row; of several stages the last that is filled in."""
        column = self._due_column(row)
        if column is not None:
            return read_due(self.sheet.value(row, column.at), self.sheet.text(row, column.at), self.around)
        for column in self.kinds:
            if is_tick(self.sheet.text(row, column.at)):
                return _due_of_title(plain_title(column.title))
        return Due()

    def due_text(self, row: int) -> str:
        """The text of the cell with the due date."""
        column = self._due_column(row)
        return self.sheet.text(row, column.at) if column else ""

    def due_place(self, row: int) -> int:
        """The row in which that cell begins."""
        column = self._due_column(row)
        return self.sheet.area(row, column.at).top if column else row

    def status(self, row: int) -> Status | None:
        """By words, ticks, shares, then by what is told of the progress; None where all are empty."""
        ticked = next((c for c in self.states if is_tick(self.sheet.text(row, c.at))), None)
        if ticked is not None:
            return read_status(plain_title(ticked.title))
        found: Status | None = None
        for column in self.statuses:
            read = read_state(
                self.sheet.value(row, column.at),
                self.sheet.text(row, column.at),
                percent=column.at in self.percents,
            )
            if read is not None and read is not Status.UNKNOWN:
                return read
            found = found or read
        return found

    def _due_column(self, row: int) -> Column | None:
        return next((c for c in reversed(self.dues) if self.sheet.text(row, c.at)), None)

    def _people(self, row: int, columns: list[Column]) -> tuple[str, ...]:
        return union(read_people(self.sheet.text(row, column.at)) for column in columns)

    def _departments(self, row: int) -> tuple[str, ...]:
        return union(read_departments(self.sheet.text(row, column.at)) for column in self.departments)

    def _counts_to_100(self, column: Column, rows: range) -> bool:
        """True where a number above 1 in the column shows that 1 is one per cent."""
        return any(
            isinstance(value := self.sheet.value(row, column.at), int | float)
            and not isinstance(value, bool)
            and value > 1
            for row in rows
        )


def _due_columns(columns: list[Column]) -> list[Column]:
    """Where a planned and an unmarked 完成时间 stand side by side, the planned one is the due date."""
    planned = [
        column
        for column in columns
        if any(
            word in "".join((*column.parents, column.title))
            for word in ("时限", "期限", "计划", "预计", "节点", "拟")
        )
    ]
    return planned or columns


def _ticks(columns: list[Column]) -> tuple[list[Column], list[Column]]:
    """(columns that tell the kind of due date, columns that tell the status) among those of ticks."""
    immediate = words("due_immediate")
    choices = {column.parents for column in columns if any(word in column.title for word in immediate)}
    kinds = [c for c in columns if c.parents in choices and not _is_progress(c)]
    return kinds, [column for column in columns if column not in kinds]


def _is_progress(column: Column) -> bool:
    bare = plain_title(column.title)
    return (
        "完成" in bare or "正在" in bare or ("整改" in bare and is_status_only(bare) and "长期" not in bare)
    )


def _due_of_title(title: str) -> Due:
    if any(word in title for word in words("due_immediate")):
        return Due(title, None, DueKind.IMMEDIATE)
    if any(word in title for word in words("due_long_term")):
        return Due(title, None, DueKind.LONG_TERM)
    return Due()
