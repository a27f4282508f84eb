"""Tables of a web page, whose rows and cells open and close as the tags go by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bihuan.report.formats.shapes import Cell, Table

if TYPE_CHECKING:
    from bihuan.report.formats.html_tokens import Tag

# Bounds for hostile pages; beyond them text is still read, only no longer as a table.
MOST_DEPTH = 8
MOST_COLUMNS = 63
MOST_ROWS_SPANNED = 200
MOST_CELLS = 100_000


def read_number(written: str | None, default: int) -> int:
    """A small number of an attribute; ``default`` for what is none."""
    digits = (written or "").strip()
    return int(digits) if 0 < len(digits) < 6 and digits.isascii() and digits.isdigit() else default


@dataclass(slots=True)
class OpenTable:
    """A table whose end has not come yet."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    below: dict[int, tuple[int, Cell]] = field(default_factory=dict)
    """Column → for how many rows a cell from above goes on there, and which."""
    start: int = -1
    """Lines before the open cell; -1 when none is open."""
    columns: int = 1
    down: int = 1

    def open_cell(self, tag: Tag, lines: int) -> None:
        """A cell begins after ``lines`` lines of the page."""
        attributes = tag.attributes()
        self.start = lines
        self.columns = max(1, min(read_number(attributes.get("colspan"), 1), MOST_COLUMNS))
        self.down = max(1, min(read_number(attributes.get("rowspan"), 1), MOST_ROWS_SPANNED))

    def close_cell(self, lines: int) -> None:
        """The open cell, if there is one, holds all lines since it began."""
        if self.start < 0:
            return
        cell: Cell = tuple(range(self.start + 1, lines + 1))
        self.start = -1
        self._continue_above()
        for column in range(len(self.row), min(len(self.row) + self.columns, MOST_COLUMNS)):
            self.row.append(cell)
            if self.down > 1:
                self.below[column] = (self.down - 1, cell)

    def close_row(self, lines: int) -> None:
        """The open row, if it has any cell."""
        self.close_cell(lines)
        if self.row:
            self._continue_above()
            self.rows.append(tuple(self.row))
            self.row = []

    def _continue_above(self) -> None:
        """Cells from above that stand where the row has got to."""
        while (found := self.below.get(len(self.row))) is not None:
            left, cell = found
            if left > 1:
                self.below[len(self.row)] = (left - 1, cell)
            else:
                del self.below[len(self.row)]
            self.row.append(cell)


class Grid:
    """All tables of a page, in the order in which they begin."""

    __slots__ = ("_cells", "_open", "_tables")

    def __init__(self) -> None:
        self._open: list[
            tuple[int, OpenTable] | None
        ] = []  # place among the tables; None where bounds are passed
        self._tables: list[Table | None] = []
        self._cells = 0

    def tag(self, tag: Tag, lines: int) -> None:
        """A tag of a table, row or cell, after ``lines`` lines of the page."""
        if tag.name == "table":
            self._close_table(lines) if tag.closing else self._open_table()
        elif self._open and (found := self._open[-1]) is not None:
            self._row_or_cell(tag, found[1], lines)

    def finish(self, lines: int) -> tuple[Table, ...]:
        """All tables; those that were never closed end with the page."""
        while self._open:
            self._close_table(lines)
        return tuple(table for table in self._tables if table is not None and table.rows)

    def _row_or_cell(self, tag: Tag, table: OpenTable, lines: int) -> None:
        if tag.name == "tr":
            self._cells += len(table.row)
            table.close_row(lines)
            if self._cells > MOST_CELLS:
                self._open[-1] = None
            return
        table.close_cell(lines)
        if not tag.closing:
            table.open_cell(tag, lines)

    def _open_table(self) -> None:
        if len(self._open) >= MOST_DEPTH or self._cells > MOST_CELLS:
            self._open.append(None)
            return
        self._open.append((len(self._tables), OpenTable()))
        self._tables.append(None)
        self._cells += 1

    def _close_table(self, lines: int) -> None:
        if not self._open or (found := self._open.pop()) is None:
            return
        place, table = found
        table.close_row(lines)
        self._tables[place] = Table(tuple(table.rows))
