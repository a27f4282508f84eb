"""A case's responses and measures as bars over time. Pure: days in, places in a box 1000 wide out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bihuan.web.base.words import day_words
from bihuan.web.board.days import SOON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDE, NARROWEST = 1000, 4
BEFORE, BEYOND = timedelta(3660), timedelta(1830)
"""What lies further from today stands at the edge."""
LABEL = 84
"""Months whose words would come nearer than this get none."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that happened on a day."""

    day: date
    kind: str
    """planned, submitted, returned, ended or done."""
    word: str


@dataclass(frozen=True, slots=True)
class Span:
    """What a bar shows. ``original`` is the day that was frozen, where a later one is in force."""

    start: date | None
    due: date | None
    original: date | None = None
    state: str = "doing"
    """done, lasting or doing; what is doing and past its day is late."""
    ended: date | None = None
    """When it was over: the bar ends there, and a thin line shows what was left of the time."""
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone in the picture."""

    x: int
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in the picture; ``extra`` is the part beyond the original day, ``rest`` the time not needed."""

    x: int
    width: int
    extra: int
    rest: int
    tone: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale that all bars of a page share."""

    first: date
    last: date
    today: int
    months: tuple[tuple[int, str], ...]
    """(place, word) of each month's first day; no word where there is no room."""
    lines: tuple[tuple[int, str], ...]
    """(place, word) of each deadline."""

    def at(self, day: date) -> int:
        """Where a day stands; days outside stand at the edge."""
        inside = min(max(day, self.first), self.last)
        return (inside - self.first).days * WIDE // max(1, (self.last - self.first).days)


def axis(spans: Iterable[Span], deadlines: Sequence[tuple[date, str]], today: date) -> Axis:
    """From the first day to the last, today and the deadlines included, whole months; a day that somebody
    wrote wrongly does not draw the years apart.
    """
    days = [day for one in spans for day in _days(one)] + [day for day, _ in deadlines] + [today]
    first = max(min(days), today - BEFORE).replace(day=1)
    last = _next_month(min(max(days), today + BEYOND))
    bare = Axis(first, last, 0, (), ())
    months, month, shown = [], first, -LABEL
    while month < last:
        x = bare.at(month)
        word = f"{month.year}年{month.month}月" if month.month == 1 or month == first else f"{month.month}月"
        room = x - shown >= LABEL
        months.append((x, word if room else ""))
        shown = x if room else shown
        month = _next_month(month)
    return Axis(
        first, last, bare.at(today), tuple(months), tuple((bare.at(day), word) for day, word in deadlines)
    )


def _days(one: Span) -> Iterable[date]:
    yield from (day for day in (one.start, one.due, one.original) if day)
    yield from (mark.day for mark in one.milestones)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(32)).replace(day=1)


def tone(one: Span, today: date) -> str:
    """done, lasting, late, soon or doing."""
    if one.state != "doing" or one.due is None:
        return one.state
    return "late" if one.due < today else "soon" if one.due <= today + SOON else "doing"


def bar(one: Span, scale: Axis, today: date) -> Bar | None:
    """None where there is no day at all."""
    marks = tuple(Mark(scale.at(mark.day), mark.kind) for mark in one.milestones)
    start, due = one.start or one.due, one.due or one.start
    if start is None or due is None:
        return Bar(0, 0, 0, 0, tone(one, today), marks) if marks else None
    if one.ended:
        start, x = min(start, one.ended), scale.at(min(start, one.ended))
        end = scale.at(one.ended)
        return Bar(x, max(NARROWEST, end - x), 0, max(0, scale.at(due) - end), tone(one, today), marks)
    start = min(start, due)
    frozen = max(start, one.original) if one.original and one.original < due else due
    x, middle, end = scale.at(start), scale.at(frozen), scale.at(due)
    return Bar(x, max(NARROWEST, middle - x), max(0, end - middle), 0, tone(one, today), marks)


def said(one: Span, today: date) -> str:
    """The bar in words."""
    parts = []
    if one.start and one.due and one.start < one.due:
        parts.append(f"{day_words(one.start)}至{day_words(one.due)}")
    elif one.due or one.start:
        parts.append(day_words(one.due or one.start or today))
    else:
        parts.append("未定日期")
    if one.original and one.due and one.original < one.due:
        parts.append(f"原定{day_words(one.original)}，延期{(one.due - one.original).days}天")
    if tone(one, today) == "late" and one.due:
        parts.append(f"已逾期{(today - one.due).days}天")
    parts += [f"{day_words(mark.day)}{mark.word}" for mark in one.milestones]
    return "；".join(parts)
