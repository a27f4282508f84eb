"""Comma-separated files: any Chinese encoding, with or without BOM, commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from bihuan.ledger.grid import Sheet
from bihuan.report.errors import UnreadableDocument
from bihuan.report.source import decode, presentable

if TYPE_CHECKING:
    from bihuan.ledger.grid import Value
    from bihuan.report.limits import Limits

NOT_SEPARATED = "这个 csv 文件的引号或换行不完整，请用 Excel 或 WPS 打开后另存为 xlsx 再交。"
MOST_ROWS = 200_000
LONGEST_CELL = 1_000_000


def read_separated(data: bytes, name: str, limits: Limits) -> Sheet:
    """The one sheet of a .csv, named as the file is; UnreadableDocument for other bytes."""
    text = presentable(decode(data, limits=limits).text)
    if text.startswith("sep=") and "\n" in text:
        separator, text = text[4:5], text.partition("\n")[2]
        offset = 1
    else:
        separator, offset = _separator(text[:20_000]), 0
    values: list[list[Value]] = [[""]] * offset
    csv.field_size_limit(LONGEST_CELL)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            values.append(list(row))
            if len(values) > MOST_ROWS:
                break
    except csv.Error:
        raise UnreadableDocument(NOT_SEPARATED) from None
    return Sheet(_stem(name), values, None)


def _separator(head: str) -> str:
    """The mark that parts the cells: the one found in most lines."""
    lines = head.split("\n")[:50]
    return max(",\t;|", key=lambda mark: sum(mark in line for line in lines))


def _stem(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, _ = last.rpartition(".")
    return (stem if dot and stem else last) or "csv"
