"""Lines as they stand on pages, joined into the paragraphs that were broken into them.

A line goes on in the next one when it reaches the right margin and the next begins at the left one. Where the
document does not indent its paragraphs, a full stop at the end or a number at the beginning also parts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOSING = "。；：！？.;:!?"
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十]{1,3}[，,]"
)
REACH = 3.5  # characters by which a full line may end short of the margin: quotes and figures stay together
SHIFT = 0.6  # characters by which a line may begin off the left margin


@dataclass(frozen=True, slots=True)
class Line:
    """One line on a page; lengths in points."""

    text: str
    page: int
    left: float
    right: float
    size: float


@dataclass(frozen=True, slots=True)
class Margins:
    """Where full lines begin and end on the pages of one side, and how wide a character is."""

    left: float
    right: float
    size: float


def join_lines(lines: list[Line]) -> list[str]:
    """The paragraphs in order."""
    sides = {side: _margins([line for line in lines if line.page % 2 == side]) for side in (0, 1)}
    indented = _is_indented(lines, sides)
    paragraphs: list[list[str]] = []
    before: Line | None = None
    for line in lines:
        if before and _goes_on(before, line, sides, indented=indented):
            paragraphs[-1].append(line.text)
        else:
            paragraphs.append([line.text])
        before = line
    return [_join(parts) for parts in paragraphs]


def _margins(lines: list[Line]) -> Margins:
    if not lines:
        return Margins(0, 0, 1)
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    sizes = sorted(line.size for line in lines)
    twentieth = len(lines) // 20
    return Margins(lefts[twentieth], rights[-1 - twentieth], sizes[len(sizes) // 2] or 1)


def _is_indented(lines: list[Line], sides: dict[int, Margins]) -> bool:
    """True when at least one line in twenty begins two characters or so inside the margin."""
    inside = sum(1 for line in lines if 1.2 <= _shift(line, sides[line.page % 2]) <= 3)
    return inside * 20 >= len(lines)


def _shift(line: Line, margins: Margins) -> float:
    return (line.left - margins.left) / margins.size


def _goes_on(line: Line, following: Line, sides: dict[int, Margins], *, indented: bool) -> bool:
    margins = sides[line.page % 2]
    if (margins.right - line.right) / margins.size > REACH:
        return False
    if _shift(following, sides[following.page % 2]) > SHIFT:
        return False
    return indented or not (line.text[-1] in CLOSING or _MARKER.match(following.text))


def _join(parts: list[str]) -> str:
    """Chinese lines join without a blank, Latin words with one."""
    joined = parts[0]
    for part in parts[1:]:
        between = " " if _is_latin(joined[-1]) and _is_latin(part[0]) else ""
        joined += between + part
    return joined


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
