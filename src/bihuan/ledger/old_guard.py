"""Cells far away in an .xls: the same trick as in ``guard``, for the records of the old format."""

from __future__ import annotations

import struct
from typing import NamedTuple

from bihuan.ledger.compound import workbook_stream
from bihuan.ledger.guard import LARGEST_GAP, MOST_CELLS, MOST_COLUMNS

_BEGIN = {0x0809, 0x0409, 0x0209, 0x0009}
_CELLS = {0x00FD, 0x0203, 0x027E, 0x00BD, 0x0204, 0x0006, 0x0206, 0x0406, 0x0205, 0x00D6, 0x0003, 0x0004}
"""Records of cells with a value: row and first column are their first four bytes."""
_NOTHING = struct.pack("<H", 0x005F)
"""A record that tells of nothing in a sheet and is skipped by readers."""


class _Cell(NamedTuple):
    place: int
    row: int
    column: int


def safe_old_workbook(data: bytes) -> bytes:
    """``data``, or the same with far cells struck out where its sheets would be too large."""
    stream = workbook_stream(data)
    if stream is None:
        return data
    sheets = _sheets(stream.read(data))
    if sum(_area(cells) for cells in sheets) <= MOST_CELLS:
        return data
    changed = bytearray(data)
    for cells in sheets:
        last = _last_row(cells)
        for cell in cells:
            if cell.row > last or cell.column >= MOST_COLUMNS:
                for offset, byte in enumerate(_NOTHING):
                    changed[stream.place(cell.place + offset)] = byte
    return bytes(changed)


def _sheets(records: bytes) -> list[list[_Cell]]:
    """Cells with values, sheet by sheet."""
    sheets: list[list[_Cell]] = [[]]
    at = 0
    while at + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, at)
        if kind in _BEGIN:
            sheets.append([])
        elif kind in _CELLS and length >= 4 and at + 8 <= len(records):
            row, column = struct.unpack_from("<HH", records, at + 4)
            sheets[-1].append(_Cell(at, row, column))
        at += 4 + length
    return sheets


def _area(cells: list[_Cell]) -> int:
    if not cells:
        return 0
    return (max(cell.row for cell in cells) + 1) * (max(cell.column for cell in cells) + 1)


def _last_row(cells: list[_Cell]) -> int:
    """The last row before a large gap."""
    last = 0
    for row in sorted({cell.row for cell in cells}):
        if row - last > LARGEST_GAP:
            break
        last = row
    return last
