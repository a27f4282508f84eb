"""The tables of a document as a workbook: a sheet each, its title above, its head on each page."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

from bihuan.documents import blocks as b
from bihuan.documents.page import width_of
from bihuan.ledger.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = {False: 86.0, True: 128.0}
"""Characters over an upright and a lying page."""
_LINE, _TALLEST = 14.0, 400.0
"""Points of a line of text, and of the highest row (the format allows 409)."""
_BODY = {"font_name": "宋体", "font_size": 10.5, "border": 1, "valign": "vcenter", "text_wrap": True}
_BAD_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def has_tables(document: b.Document) -> bool:
    """Whether there is anything to write into a workbook."""
    return any(isinstance(block, b.Table) for block in document.blocks)


def write_excel(document: b.Document) -> bytes:
    """The tables as .xlsx, the same bytes for the same facts; nothing in it can act as a formula."""
    from xlsxwriter import Workbook

    document = b.writable(document)
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    day = document.day or datetime.date(2000, 1, 1)
    book.set_properties({"title": document.name, "created": datetime.datetime(day.year, day.month, day.day)})
    looks = _looks(book)
    for at, (title, table) in enumerate(_tables(document), 1):
        name = (table.name.translate(_BAD_IN_NAMES).strip() or f"表{at}")[:28]
        taken = {sheet.name.lower() for sheet in book.worksheets()}
        sheet = book.add_worksheet(name if name.lower() not in taken else f"{name}{at}")
        _write(sheet, table, title, looks, landscape=document.landscape)
    book.close()
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    aligned = {"left": {}, "centre": {"align": "center"}, "right": {"align": "right"}}
    told = {name: book.add_format({**_BODY, **extra}) for name, extra in aligned.items()}
    told["strong"] = book.add_format({**_BODY, "bold": True, "align": "center", "bg_color": "#EDEDED"})
    told["title"] = book.add_format(
        {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}
    )
    return told


def _tables(document: b.Document) -> Iterator[tuple[str, b.Table]]:
    """Each table with the title above it."""
    title = document.name
    for block in document.blocks:
        if isinstance(block, b.Title):
            title = block.text
        elif isinstance(block, b.Attachment):
            title = block.title
        elif isinstance(block, b.Table):
            yield title, block


def _write(sheet: Any, table: b.Table, title: str, looks: dict[str, Any], *, landscape: bool) -> None:
    whole = sum(column.width for column in table.columns)
    widths = [round(_WIDTH[landscape] * column.width / whole, 1) for column in table.columns]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    last = len(table.columns) - 1
    if last:
        sheet.merge_range(0, 0, 0, last, safe(title), looks["title"])
    else:
        sheet.write_string(0, 0, safe(title), looks["title"])
    sheet.set_row(0, 32)
    _page(sheet, table.head, landscape=landscape)
    for down, line in enumerate(b.grid(table), 1):
        for at, cell in line:
            if cell is not None:
                look = looks["strong" if cell.strong else table.columns[at].align]
                _cell(sheet, down, at, cell, look)
        sheet.set_row(down, _height(line, widths))


def _height(line: list[tuple[int, b.Cell | None]], widths: list[float]) -> float:
    """Points that the row's texts need; a cell over several rows shares them out."""
    most = 1.0
    for at, cell in line:
        if cell is not None:
            room = sum(widths[at : at + cell.columns]) / 2 - 1
            lines = sum(max(1, -(-width_of(text) // room)) for text in cell.text.split("\n"))
            most = max(most, lines / cell.rows, cell.lines * 1.4)
    return min(most * _LINE + 4, _TALLEST)


def _page(sheet: Any, head: int, *, landscape: bool) -> None:
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if head:
        sheet.repeat_rows(0, head)
        sheet.freeze_panes(head + 1, 0)


def _cell(sheet: Any, down: int, at: int, cell: b.Cell, look: Any) -> None:
    text = safe(cell.text)
    if cell.rows == 1 and cell.columns == 1:
        sheet.write_string(down, at, text, look)
    else:
        sheet.merge_range(down, at, down + cell.rows - 1, at + cell.columns - 1, text, look)
