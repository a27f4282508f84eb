"""A text with the places that were remarked on, cut into pieces for the page. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bihuan.web.base.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WEIGHTS = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Remark:
    """A quote and how much it weighs; ``at`` is where it should begin, for a quote that occurs twice."""

    quote: str
    weight: str
    at: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text; ``weight`` is empty where nothing was remarked."""

    text: str
    weight: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a measure as written, with the day that it was read as."""

    text: str
    start: str
    title: str


def pieces(text: str, remarks: Iterable[Remark]) -> list[Piece]:
    """The text in runs; where remarks overlap the heavier one is shown."""
    weights: list[str] = [""] * len(text)
    for one in sorted(remarks, key=lambda remark: -_WEIGHTS.get(remark.weight, 3)):
        begin = _place(text, one)
        if begin >= 0:
            weights[begin : begin + len(one.quote)] = [one.weight] * len(one.quote)
    return _runs(text, weights)


def _place(text: str, remark: Remark) -> int:
    """Where the quote stands, nearest to where it should; -1 when it is no part of this text any more."""
    if not remark.quote:
        return -1
    if text.startswith(remark.quote, max(0, remark.at)):
        return max(0, remark.at)
    return text.find(remark.quote)


def _runs(text: str, weights: Sequence[str]) -> list[Piece]:
    runs: list[Piece] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or weights[at] != weights[start]:
            runs.append(Piece(text[start:at], weights[start]))
            start = at
    return runs


def days(dates: Iterable[dict[str, Any]]) -> list[Day]:
    """The dates on which a measure was carried out, without those that only refer to something."""
    found = []
    for one in dates:
        if one["role"] == "action":
            first, last = date.fromisoformat(one["start"]), date.fromisoformat(one["end"])
            span = day_words(first) if first == last else f"{day_words(first)}至{day_words(last)}"
            found.append(Day(one["text"], one["start"], span))
    return found
