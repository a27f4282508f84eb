"""Workbooks as offices hand them in: rows stream through, one sheet row each, and memory stays small.

Title and filling line above, a head that is repeated on each page, A4 across, merged cells where several rows
stand under one thing. A hidden last column holds identifiers: a workbook that comes back is known again.
What a row is, the caller knows; a ``Column`` says what it takes from it.
"""

from __future__ import annotations

import datetime
import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from bihuan.ledger.layouts import ID_TITLE, STATUS_WORDS
from bihuan.ledger.row_xml import RowWriter
from bihuan.ledger.safe_text import safe
from bihuan.zh.status import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from bihuan.ledger.layouts import Cell, SheetPlan

MOST_ROWS = 1_048_000
"""Rows that a sheet can hold."""
_MOST_TOGETHER = 500
"""Rows that are held back, and that one merged cell of theirs spans at most."""
_A4 = 9
_LINE, _TALLEST = 14.0, 400.0
"""Points of a line of text, and of the highest row (the format allows 409)."""
_BODY = {"font_name": "宋体", "font_size": 10.5, "border": 1, "valign": "vcenter", "text_wrap": True}
_STATUS_CHOICES = [word for status, word in STATUS_WORDS.items() if status is not Status.UNKNOWN]


class Heading(NamedTuple):
    """What stands above the table."""

    title: str = "整改台账"
    unit: str = ""
    """填报单位; left out where empty."""
    filled_on: datetime.date | None = None
    """填报日期; left out where None."""
    note: str = ""
    """What the rows were narrowed to; left out where empty."""


PLAIN_HEADING = Heading()


class LedgerTooLongError(ValueError):
    """More rows than a sheet can hold; the text is a Chinese sentence that says what to do."""


def write_book(
    rows: Iterable[Any],
    plans: Sequence[SheetPlan],
    *,
    to: IO[bytes],
    key: Callable[[Any], tuple[object, ...]],
    identifier: Callable[[Any], str],
    heading: Heading = PLAIN_HEADING,
    most: int = MOST_ROWS,
) -> int:
    """Write an .xlsx with a sheet for each plan into ``to`` and return how many rows there were;
    LedgerTooLongError beyond ``most``.

    ``key`` says what a row belongs to, the coarsest first: a column of level n is merged over rows whose
    first n parts are the same, which must follow each other. ``identifier`` is what the hidden column holds.
    """
    from xlsxwriter import Workbook

    book = Workbook(to, {"constant_memory": True, "strings_to_urls": False})
    made = heading.filled_on or datetime.date(2000, 1, 1)
    book.set_properties(
        {"title": heading.title, "created": datetime.datetime(made.year, made.month, made.day)}
    )
    formats = _Formats(book)
    sheets = [_SheetWriter(book, plan, formats, heading, identifier) for plan in plans]
    try:
        count = _write_rows(rows, sheets, key, most)
        book.close()
    except BaseException:
        for sheet in sheets:
            sheet.give_up()
        raise
    return count


def _write_rows(
    rows: Iterable[Any],
    sheets: Sequence[_SheetWriter],
    key: Callable[[Any], tuple[object, ...]],
    most: int,
) -> int:
    count = 0
    for row in rows:
        count += 1
        if count > most:
            raise LedgerTooLongError("行数超过一张工作表的上限，请先筛选，分几次导出。")
        parts = key(row)
        for sheet in sheets:
            sheet.add(row, parts)
    for sheet in sheets:
        sheet.finish()
    return count


class _Formats:
    """Looks of cells, made once."""

    __slots__ = ("body", "centred", "day", "head", "hidden", "line", "title")

    def __init__(self, book: Workbook) -> None:
        def made(**extra: object) -> Format:
            return book.add_format({**_BODY, **extra})

        self.title: Format = book.add_format(
            {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        self.line: Format = book.add_format({"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"})
        self.head = made(bold=True, align="center", bg_color="#EDEDED")
        self.body = made(align="left")
        self.centred = made(align="center")
        self.day = made(align="center", num_format='yyyy"年"m"月"d"日"')
        self.hidden: Format = book.add_format({"font_size": 8, "num_format": "@"})


class _SheetWriter:
    """One sheet, written from top to bottom."""

    __slots__ = (
        *("columns", "finest", "first", "formats", "held", "identifier", "levels", "open", "place"),
        *("rows", "sheet", "waiting", "written"),
    )

    def __init__(
        self,
        book: Workbook,
        plan: SheetPlan,
        formats: _Formats,
        heading: Heading,
        identifier: Callable[[Any], str],
    ) -> None:
        self.columns = plan.columns
        self.identifier = plan.identifier or identifier
        self.levels = sorted({column.level for column in plan.columns if column.level})
        self.held = plan.held
        self.finest = 0 if any(not column.level for column in plan.columns) else self.levels[-1]
        """Level of which the sheet has one row each; 0 where every row has its own."""
        self.formats = formats
        self.sheet: Worksheet = book.add_worksheet(plan.name)
        self.waiting: list[tuple[Any, tuple[object, ...]]] = []
        self.written: tuple[object, ...] | None = None
        self.open: dict[int, int] = {}
        """Level → the row in which its merged cells begin."""
        title = heading.title if plan.name in heading.title else f"{heading.title}（{plan.name}）"
        top = self._write_top(title if plan.name != "整改台账" else heading.title, heading)
        self._set_up(top)
        self.place = self.first = self._write_head(top)
        looks = [formats.centred if column.centred else formats.body for column in plan.columns]
        styles = [look._get_xf_index() for look in (*looks, formats.hidden)]
        self.rows = RowWriter(styles, formats.day._get_xf_index())
        # From here on rows go straight to the sheet's store; the last row of the head is put there first.
        self.sheet._write_single_row(self.place)

    def add(self, row: Any, key: tuple[object, ...]) -> None:
        """Take a row; it is written as soon as all that is held with it has come."""
        held = self.held
        if self.waiting and (key[:held] != self.waiting[0][1][:held] or len(self.waiting) >= _MOST_TOGETHER):
            self._write_waiting()
            if len(key) >= held and self.written is not None and key[:held] == self.written[:held]:
                self._close(held)  # a merged cell that is too long goes on as another one
                self.written = None
        if self.finest and self.waiting and key[: self.finest] == self.waiting[-1][1][: self.finest]:
            return
        self.waiting.append((row, key))

    def finish(self) -> None:
        """Write what waits and offer the usual words for the status."""
        self._write_waiting()
        self._close(0)
        self.sheet._check_dimensions(self.place - 1, len(self.columns))
        at = next((at for at, column in enumerate(self.columns) if column.title == "整改状态"), None)
        if at is not None and self.place > self.first:
            choices = {"validate": "list", "source": _STATUS_CHOICES, "error_type": "warning"}
            self.sheet.data_validation(self.first, at, self.place - 1, at, choices)

    def give_up(self) -> None:
        """Leave nothing behind: the library takes its temporary files away only when it has used them."""
        self.sheet.row_data_fh.close()
        with suppress(OSError):
            os.unlink(self.sheet.row_data_filename)

    def _write_waiting(self) -> None:
        """Write the rows that were held, what they have once in merged cells.

        ``merge_range`` would write those cells again, which is too late for rows that have left memory.
        """
        put, before = self.sheet.row_data_fh.write, self.written
        for row, key in self.waiting:
            same = _same(before, key)
            if before is not None:
                self._close(same)
            cells = [
                "" if column.level and column.level <= same else column.cell(row) for column in self.columns
            ]
            height = self._height(cells, len(self.waiting))
            cells = [safe(cell) if isinstance(cell, str) and cell else cell for cell in cells]
            for level in self.levels:
                self.open.setdefault(level, self.place)
            known = self.identifier(row)
            self.place += 1
            put(self.rows.row(self.place, height, [*cells, safe(known)] if known else cells))
            before = key
        self.written = before
        self.waiting.clear()

    def _close(self, same: int) -> None:
        """End the merged cells of every level finer than ``same``."""
        for level in self.levels:
            if level <= same or level not in self.open:
                continue
            top = self.open.pop(level)
            if self.place - 1 > top:
                for at, column in enumerate(self.columns):
                    if column.level == level:
                        self.sheet.merge.append([top, at, self.place - 1, at])

    def _height(self, cells: list[Cell], shared: int) -> float:
        """Points that a row needs, for programs that do not fit rows by themselves.

        A merged cell has the height of all ``shared`` rows.
        """
        most = 1.0
        for cell, column in zip(cells, self.columns, strict=True):
            if isinstance(cell, str) and (len(cell) * 2 > column.width or "\n" in cell):
                need = sum(1 + _width(line) // (column.width - 1) for line in cell.split("\n"))
                most = max(most, need / shared if column.level else need)
        return min(most * _LINE + 4, _TALLEST)

    def _set_up(self, top: int) -> None:
        """Widths, paper and what is repeated on each page."""
        sheet = self.sheet
        for at, column in enumerate(self.columns):
            sheet.set_column(at, at, column.width)
        sheet.set_column(len(self.columns), len(self.columns), 12, None, {"hidden": True})
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.repeat_rows(top, top + self._depth() - 1)
        sheet.freeze_panes(top + self._depth(), min(2, len(self.columns)))

    def _depth(self) -> int:
        return 2 if any(column.group for column in self.columns) else 1

    def _write_top(self, title: str, heading: Heading) -> int:
        """Title and filling line; the number of rows they take."""
        last = len(self.columns) - 1
        self.sheet.set_row(0, 32)
        self.sheet.merge_range(0, 0, 0, last, safe(title), self.formats.title)
        told = [f"填报单位：{heading.unit}"] if heading.unit else []
        if heading.filled_on is not None:
            day = heading.filled_on
            told.append(f"填报日期：{day.year}年{day.month}月{day.day}日")
        told += [heading.note] if heading.note else []
        if not told:
            return 1
        self.sheet.set_row(1, 20)
        self.sheet.merge_range(1, 0, 1, last, "        ".join(told), self.formats.line)
        return 2

    def _write_head(self, top: int) -> int:
        """One row, or two where columns stand in groups; the row after them."""
        head = self.formats.head
        if self._depth() == 1:
            for at, column in enumerate(self.columns):
                self.sheet.write_string(top, at, column.title, head)
        else:
            self._write_groups(top, head)
            for at, column in enumerate(self.columns):
                if column.group:
                    self.sheet.write_string(top + 1, at, column.title, head)
                else:
                    self.sheet.write_blank(top + 1, at, None, head)
        self.sheet.write_string(top + self._depth() - 1, len(self.columns), ID_TITLE, self.formats.hidden)
        return top + self._depth()

    def _write_groups(self, top: int, head: Format) -> None:
        """The upper row: titles of groups over their columns, other titles over both rows."""
        at = 0
        while at < len(self.columns):
            column = self.columns[at]
            last = at
            while (
                column.group and last + 1 < len(self.columns) and self.columns[last + 1].group == column.group
            ):
                last += 1
            self.sheet.write_string(top, at, column.group or column.title, head)
            for behind in range(at + 1, last + 1):
                self.sheet.write_blank(top, behind, None, head)
            if column.group and last > at:
                self.sheet.merge.append([top, at, top, last])
            elif not column.group:
                self.sheet.merge.append([top, at, top + 1, at])
            at = last + 1


def _width(text: str) -> int:
    """Columns that a text takes: two for a Chinese character."""
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))


def _same(before: tuple[object, ...] | None, key: tuple[object, ...]) -> int:
    """How many parts two keys share from the coarsest on."""
    if before is None:
        return 0
    for at, part in enumerate(key):
        if part != before[at]:
            return at
    return len(key)
