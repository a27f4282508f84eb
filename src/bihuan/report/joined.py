"""Values that run over lines: read as one text, placed where they stand.

The value of a leaf keeps its line ends, so that rendering stays one join. What people and rules read is the
joined text; it knows where each of its lines began.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from bihuan.report.source import split_lines

_FAR = 1 << 60
BLANKS = " \t\u3000\xa0"
_PAGE = re.compile(
    r"[-—–－─·•.\s]*\d{1,4}[-—–－─·•.\s]*|第\s*\d{1,4}\s*页(?:[\s/，,]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)


class Break(NamedTuple):
    """Where a text goes on in another line."""

    offset: int
    """In the joined text."""
    line: int
    """Lines below the first."""
    column: int
    """1-based column where the text goes on."""
    gap: int
    """Characters left out before, this break's among them."""


class Joined(str):
    """A text that ran over lines; as a string it is the text without its line ends."""

    breaks: tuple[Break, ...] = ()


def is_page_number(text: str) -> bool:
    """True for ``— 3 —``, ``第3页``, ``3/12`` and a bare number, without blanks around."""
    return len(text) <= 24 and any(map(str.isdigit, text)) and _PAGE.fullmatch(text) is not None


def join(value: str) -> str:
    """``value`` without line ends, blanks at them, empty lines and page numbers between its lines."""
    if "\n" not in value and "\r" not in value:
        return value
    parts: list[str] = []
    breaks: list[Break] = []
    length = surface = 0
    lines = split_lines(value)
    for number, (line, end) in enumerate(lines):
        text = line.strip(BLANKS) if number else line.rstrip(BLANKS)
        if text and (not number or number + 1 == len(lines) or not is_page_number(text)):
            if number:
                lead = len(line) - len(line.lstrip(BLANKS))
                breaks.append(Break(length, number, lead + 1, surface + lead - length))
            parts.append(text)
            length += len(text)
        surface += len(line) + len(end)
    return _joined("".join(parts), tuple(breaks))


def cut(text: str, start: int, length: int) -> str:
    """A piece of a text, which still knows where its lines began."""
    piece = text[start : start + length]
    if not isinstance(text, Joined):
        return piece
    first = bisect_right(text.breaks, (start, _FAR))
    base = text.breaks[first - 1] if first else Break(0, 0, 1, 0)
    inside = tuple(
        one._replace(offset=one.offset - start, line=one.line - base.line, gap=one.gap - base.gap)
        for one in text.breaks[first:]
        if one.offset < start + length
    )
    return _joined(piece, inside) if inside else piece


def place_in(text: str, line: int, column: int, offset: int) -> tuple[int, int]:
    """Line and column of an offset in a node's text, which begins at ``line`` and ``column``."""
    at = bisect_right(text.breaks, (offset, _FAR)) if isinstance(text, Joined) else 0
    if not at or not isinstance(text, Joined):
        return line, column + offset
    found = text.breaks[at - 1]
    return line + found.line, found.column + offset - found.offset


def offset_in(text: str, line: int, column: int, at: tuple[int, int], *, surface: bool = False) -> int:
    """The way back: offset in the text of the line and column ``at``; with ``surface`` line ends count."""
    if isinstance(text, Joined):
        for found in text.breaks:
            if line + found.line == at[0]:
                return found.offset + at[1] - found.column + (found.gap if surface else 0)
    return at[1] - column


def first_line(text: str) -> str:
    """As far as the first line goes."""
    return text[: text.breaks[0].offset] if isinstance(text, Joined) and text.breaks else text


def _joined(text: str, breaks: tuple[Break, ...]) -> Joined:
    made = Joined(text)
    made.breaks = breaks
    return made
