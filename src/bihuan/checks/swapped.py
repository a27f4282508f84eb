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

from bihuan.zh.vocab import alternatives, words

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
        for match in _figure().finditer(text):
            number = match["n"]
            if len(set(number)) == 1:
                continue
            one = Figure(line, match.start(), match.group(), number, _around(text, match))
            group = known.setdefault((match["u"], "".join(sorted(number)), len(number.partition(".")[2])), [])
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


def _around(text: str, match: re.Match[str]) -> frozenset[str]:
    """Pairs of characters beside the figure that say something."""
    before = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("。")[2]
    after = text[match.end() : match.end() + _AFTER].partition("。")[0]
    pairs = {one + other for part in (before, after) for one, other in pairwise(part)}
    return frozenset(pair for pair in pairs if pair not in _idle() and not any(c in _MARKS for c in pair))


@cache
def _idle() -> frozenset[str]:
    return frozenset(words("quantities", "idle_pairs"))


@cache
def _figure() -> re.Pattern[str]:
    units = alternatives(words("quantities", "unit"), words("listing", "units"))
    return re.compile(
        f"(?<![第0-9.〔A-Za-z])(?P<n>[0-9]{{2,7}}(?:\\.[0-9]{{1,2}})?|[0-9]\\.[0-9]{{1,2}})(?P<u>{units})(?!以上|以下|月|左右)"
    )
