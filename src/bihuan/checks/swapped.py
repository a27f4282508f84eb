"""Figures whose digits changed places: 结余资金280万元 here, 结余资金208万元 there.

Two numbers of the same unit made of the same digits are hardly ever two facts when the words around them are
the same as well; no day has to agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bihuan.zh.vocab import words

_BEFORE, _AFTER = 16, 12
_SHARED, _SHARED_OF_LONG = 3, 2
"""Pairs of characters in common; two are enough for a number with three digits or a point."""
_MOST = 12
"""Figures of the same digits that are compared; a hostile text must not cost the square of its length."""
_LONG = 3
_MARKS = frozenset("，。；：、（）“”《》 \u3000") | frozenset(",.;:")


class Figure(NamedTuple):
    """Where a figure stands: 0-based line and offset in it."""

    line: int
    start: int
    quote: str
    number: str
    around: frozenset[str]


def swapped(lines: Sequence[str]) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of figures with changed places of digits, each first figure once, in the order of the text."""
    known: dict[tuple[str, str, int], list[Figure]] = {}
    told: set[tuple[int, int]] = set()
    for line, text in enumerate(lines):
        for match in _FIGURE.finditer(text):
            number, unit = match.group(), _unit_at(text, match.end())
            if not unit or len(set(number)) == 1:
                continue
            end = match.end() + len(unit)
            one = Figure(line, match.start(), number + unit, number, _around(text, match.start(), end))
            group = known.setdefault((unit, "".join(sorted(number)), len(number.partition(".")[2])), [])
            other = next((first for first in group if _contradicts(first, one)), None)
            if other is not None and (other.line, other.start) not in told:
                told.add((other.line, other.start))
                yield other, one
            if len(group) < _MOST:
                group.append(one)


def _contradicts(first: Figure, later: Figure) -> bool:
    if first.number == later.number or first.line == later.line:
        return False
    long = len(first.number) > _LONG - 1 and ("." in first.number or len(first.number) >= _LONG)
    return len(first.around & later.around) >= (_SHARED_OF_LONG if long else _SHARED + 1)


def _around(text: str, start: int, end: int) -> frozenset[str]:
    """Pairs of characters beside the figure that say something."""
    before = text[max(0, start - _BEFORE) : start].rpartition("。")[2]
    after = text[end : end + _AFTER].partition("。")[0]
    pairs = {one + other for part in (before, after) for one, other in pairwise(part)}
    return frozenset(pair for pair in pairs if pair not in _idle() and not any(c in _MARKS for c in pair))


@cache
def _idle() -> frozenset[str]:
    return frozenset(words("quantities", "idle_pairs"))


@cache
def _units() -> frozenset[str]:
    return frozenset((*words("quantities", "unit"), *words("listing", "units")))


def _unit_at(text: str, place: int) -> str:
    """The unit that stands here, the longest one; empty where none does, or where it only bounds a number."""
    for length in (3, 2, 1):
        unit = text[place : place + length]
        if len(unit) == length and unit in _units():
            return "" if text.startswith(_BOUNDS, place + length) else unit
    return ""


_BOUNDS = ("以上", "以下", "月", "左右")
_FIGURE = re.compile("[0-9](?<![第0-9.〔A-Za-z].)(?:[0-9]{1,6}(?:\\.[0-9]{1,2})?|\\.[0-9]{1,2})(?![0-9.])")
"""Without the units: a pattern of them all takes longer to compile than a report to read."""
