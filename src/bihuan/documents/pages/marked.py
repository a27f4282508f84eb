"""A line of the source with the quoted places marked. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 20_000
"""Characters of one line that are shown whole; of a longer one only what stands around the marks."""
AROUND = 200


class Mark(NamedTuple):
    """A quoted place in its line, counted from 0; of two that overlap the lighter ``weight`` yields."""

    start: int
    end: int
    weight: int
    number: int


class Run(NamedTuple):
    """A run of text, the heaviest mark on it (None: none), the numbers of the marks that end with it."""

    text: str
    weight: int | None
    numbers: tuple[int, ...]
    cut: bool = False
    """True where something was left out instead of the text."""


def runs(text: str, marks: Sequence[Mark]) -> Iterator[Run]:
    """The line from its beginning to its end; only runs that are ``cut`` leave something out."""
    inside = [one._replace(end=max(one.start, min(one.end, len(text)))) for one in marks]
    points = sorted({0, len(text), *(one.start for one in inside), *(one.end for one in inside)})
    ends: dict[int, list[int]] = {}
    for one in inside:
        ends.setdefault(one.end, []).append(one.number)
    begins = sorted(inside, key=lambda one: one.start)
    active: list[Mark] = []
    if 0 in ends:
        yield Run("", None, tuple(ends[0]))
    at = 0
    for start, end in pairwise(points):
        while at < len(begins) and begins[at].start <= start:
            active.append(begins[at])
            at += 1
        active = [one for one in active if one.end > start]
        weight = min((one.weight for one in active), default=None)
        yield from _run(text, start, end, weight, tuple(ends.get(end, ())))


def _run(text: str, start: int, end: int, weight: int | None, numbers: tuple[int, ...]) -> Iterator[Run]:
    """The piece, or its two ends where the line is too long to be shown."""
    if len(text) <= LONGEST or end - start <= 3 * AROUND:
        yield Run(text[start:end], weight, numbers)
        return
    head = text[start : start + AROUND] if start else ""
    tail = text[end - AROUND : end] if end < len(text) or not start else ""
    if head:
        yield Run(head, weight, ())
    yield Run(str(end - start - len(head) - len(tail)), None, (), cut=True)
    yield Run(tail, weight, numbers)
