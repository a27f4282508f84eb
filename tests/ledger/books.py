"""Workbooks for tests out of plain data: rows, merged regions, hidden rows, columns and sheets."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from bihuan.ledger import Ledger, Row

Plain = dict[str, Any]


def workbook(sheets: list[Plain]) -> bytes:
    """An .xlsx; a sheet is ``name``, ``rows`` and, where wanted, ``merges``, ``hidden_rows``,
    ``hidden_columns``, ``hidden``, ``formats`` (cell → number format)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for plain in sheets:
        sheet = book.create_sheet(plain["name"])
        for row in plain["rows"]:
            sheet.append([None if value == "" else value for value in row])
        for row, values in enumerate(plain["rows"], 1):
            for column, value in enumerate(values, 1):
                if isinstance(value, str) and value.startswith("="):
                    sheet.cell(row, column).data_type = "s"
        for region in plain.get("merges", ()):
            sheet.merge_cells(region)
        for row in plain.get("hidden_rows", ()):
            sheet.row_dimensions[row].hidden = True
        for column in plain.get("hidden_columns", ()):
            sheet.column_dimensions[column].hidden = True
        for cell, number_format in plain.get("formats", {}).items():
            sheet[cell].number_format = number_format
        sheet.sheet_state = "hidden" if plain.get("hidden") else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_rows(ledger: Ledger) -> list[Plain]:
    """Rows as the cases write them: what is empty is left out."""
    return [_plain(row) for row in ledger.rows]


def plain_rejects(ledger: Ledger) -> list[list[object]]:
    """``[sheet, row, reason]`` of each reject."""
    return [[one.sheet, one.row, one.reason.value] for one in ledger.rejects]


def _plain(row: Row) -> Plain:
    due: object = None
    if row.due.kind is not None:
        due = row.due.date.isoformat() if row.due.date else row.due.kind.value
        due = f"{due}+" if row.due.keep_on else due
    found: Plain = {
        "number": row.finding_no,
        "finding": row.finding,
        "measures": list(row.measures),
        "leader": list(row.leader),
        "department": list(row.department),
        "person": list(row.person),
        "due": due,
        "status": row.status.value if row.status else None,
        "at": f"{row.sheet}!{row.row}",
    }
    return {key: value for key, value in found.items() if value}
