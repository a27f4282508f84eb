"""A sheet as its cells: what is shown, what it is, and which cells are one."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import NamedTuple

Value = object
"""str, int, float, bool, date, datetime or time; "" for an empty cell."""
MOST_FILLED = 2_000_000
"""Cells that merged regions may fill in one sheet."""


class Place(NamedTuple):
    """A cell, both numbers from 0."""

    row: int
    column: int


class Area(NamedTuple):
    """A merged region; both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet:
    """The cells of a sheet, merged regions filled with their first cell."""

    __slots__ = (
        "_merged_rows",
        "areas",
        "hidden",
        "merges",
        "name",
        "texts",
        "unreckoned",
        "values",
        "width",
    )

    def __init__(
        self, name: str, values: list[list[Value]], areas: list[Area] | None, *, hidden: bool = False
    ) -> None:
        self.name = name
        self.values = values
        self.hidden = hidden
        self.merges = areas is not None
        """False where merged cells are unknown (csv): an empty cell may belong to the one above."""
        self.width = max((len(row) for row in values), default=0)
        self.texts = [[shown(value) for value in row] for row in values]
        self.unreckoned: dict[int, list[str]] = {}
        """Rows, counted from 1, → cells whose formula has no result in the file; they read as empty."""
        self.areas: dict[tuple[int, int], Area] = {}
        self._merged_rows: set[int] = set()
        self._fill(areas or [])

    def text(self, row: int, column: int) -> str:
        """What a cell shows; "" outside the sheet."""
        if 0 <= row < len(self.texts) and 0 <= column < len(self.texts[row]):
            return self.texts[row][column]
        return ""

    def value(self, row: int, column: int) -> Value:
        """What a cell holds; "" outside the sheet."""
        if 0 <= row < len(self.values) and 0 <= column < len(self.values[row]):
            return self.values[row][column]
        return ""

    def area(self, row: int, column: int) -> Area:
        """The region of a cell: its merged region, or itself."""
        return self.areas.get((row, column)) or Area(row, column, row, column)

    def anchors(self, row: int) -> list[tuple[Area, str]]:
        """Regions with text that this row crosses, from left to right, each once."""
        if row not in self._merged_rows:
            return [(Area(row, at, row, at), text) for at, text in enumerate(self.texts[row]) if text]
        found, areas = [], self.areas
        for column, text in enumerate(self.texts[row]):
            if text:
                area = areas.get((row, column))
                if area is None:
                    found.append((Area(row, column, row, column), text))
                elif area.left == column:
                    found.append((area, text))
        return found

    def _fill(self, areas: list[Area]) -> None:
        left = MOST_FILLED
        for area in areas:
            if area.top >= len(self.values) or area.left >= self.width:
                continue
            clipped = Area(
                area.top, area.left, min(area.bottom, len(self.values) - 1), min(area.right, self.width - 1)
            )
            left -= (clipped.bottom - clipped.top + 1) * (clipped.right - clipped.left + 1)
            if left < 0:
                return
            self._fill_one(clipped)

    def _fill_one(self, area: Area) -> None:
        value, text = self.value(area.top, area.left), self.text(area.top, area.left)
        self._merged_rows.update(range(area.top, area.bottom + 1))
        for row in range(area.top, area.bottom + 1):
            missing = area.right + 1 - len(self.values[row])
            self.values[row].extend([""] * missing)
            self.texts[row].extend([""] * missing)
            for column in range(area.left, area.right + 1):
                self.areas[row, column] = area
                if (row, column) != (area.top, area.left):
                    self.values[row][column], self.texts[row][column] = value, text


def shown(value: Value) -> str:
    """The text of a cell: whole numbers without .0, dates as 2024-07-31, blanks around it dropped."""
    if isinstance(value, str):
        return _tidy(value) if value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(round(value, 10))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _tidy(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text[0] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "\n"):
        text = text[1:]  # how the writer keeps a formula from being one
    return text.replace("\u200b", "").replace("\ufeff", "").replace("\xa0", " ").strip()
