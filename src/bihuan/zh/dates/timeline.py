"""The memory of a report: in which year we are, and how a date without a year finds its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bihuan.zh.dates.pieces import CALENDAR_YEAR, days_in_month

if TYPE_CHECKING:
    from bihuan.zh.dates.pieces import Piece

_BACKGROUND = timedelta(days=366)
"""What lies longer before the anchor than this tells how a matter began; no measure was carried out then."""
_KEPT_DEADLINE = timedelta(days=62)
"""A due date that has passed by no more than this still belongs to the running year."""
_LONG_STEP_BACK = timedelta(days=150)
"""So far back before the feedback goes no measure that can as well have been carried out after it."""

_FROM_NOW = {"今": 0, "去": -1, "明": 1}


class Timeline:
    """Year memory across one report.

    Starts at *anchor*: the feedback date, else the inspection's end, else the date of the report. *earliest*
    is the first day on which a measure can have been carried out (the inspection's start), *latest* the last
    one (the date of the report).
    """

    __slots__ = ("anchor", "earliest", "end", "floor", "latest", "since", "start")

    def __init__(
        self, anchor: date | None = None, earliest: date | None = None, latest: date | None = None
    ) -> None:
        self.anchor = anchor
        self.floor = None if anchor is None else anchor - _BACKGROUND
        """No measure can have been carried out before this day."""
        self.earliest = earliest
        self.latest = latest
        told = anchor is not None and (latest is None or anchor < latest)
        self.since = anchor if told else earliest
        """Most work was done from this day on: the feedback; None where only the report's date is known."""
        self.start = anchor
        self.end = anchor

    def year_in_bounds(self, piece: Piece, year: int, start: date, end: date) -> int:
        """*year*, or the one beside it where only that puts a measure's day between the bounds.

        *start* and *end* are the days that *year* is nearest to. A step back to a day before the inspection,
        or a long one to before the feedback, is none when the same day a year later was past when the report
        was written; a day after the report's own date is the one a year before, unless that lies before the
        feedback.
        """
        first, last = _span_without_leap_day(piece, year)
        if year < end.year:
            too_early = self.earliest is not None and last < self.earliest
            if not too_early and not (self._is_before(last) and last < start - _LONG_STEP_BACK):
                return year
            later, _ = _span_without_leap_day(piece, year + 1)
            return year + 1 if self.latest is None or later <= self.latest else year
        if self.latest is not None and first > self.latest:
            _, earlier = _span_without_leap_day(piece, year - 1)
            return year - 1 if earlier >= (self.since or self.latest - _BACKGROUND) else year
        return year

    def lies_between(self, piece: Piece, year: int) -> bool:
        """True when *piece* of *year* lies between the feedback and the report; both must be known."""
        if self.since is None or self.latest is None:
            return False
        first, last = _span_without_leap_day(piece, year)
        return last >= self.since and first <= self.latest

    def _is_before(self, day: date) -> bool:
        return self.since is not None and day < self.since

    def year_of_cut_off(self, piece: Piece, year: int, start: date, end: date) -> int:
        """*year* of a yearless cut-off: after the feedback where the report is late enough for that."""
        _, last = _span_without_leap_day(piece, year)
        if year < end.year and self._is_before(last) and self.latest is not None:
            return year + (_span_without_leap_day(piece, year + 1)[0] <= self.latest)
        return self.year_in_bounds(piece, year, start, end)

    def year_ahead(self, piece: Piece, year: int, running: int, floor: date | None) -> int:
        """*year* of what may lie ahead, a duty's start (自9月起) or a limit: none is before *floor*."""
        _, last = _span_without_leap_day(piece, year)
        if floor is None and self.latest is not None:
            floor = self.latest - _BACKGROUND
        return year + 1 if year < running and floor is not None and last < floor else year

    def relative_year(self, word: str, running: int, piece: Piece, done: bool) -> int | None:
        """今年, 去年, 明年 as the writer of the report counts them; None where its date is not known.

        今年 of a month after the report's date was written the year before when it tells what was *done*.
        """
        if self.latest is None or word not in _FROM_NOW:
            return None
        year = self.latest.year
        first, _ = _span_without_leap_day(piece, year)
        year -= word == "今" and done and first > self.latest
        return year + _FROM_NOW[word] if abs(year - running) <= 1 else None

    def move(self, start: date, end: date) -> None:
        """Something was carried out from *start* to *end*.

        What a text dates before the inspection is a slip; it must not take later dates along.
        """
        if self.earliest is not None and end < self.earliest:
            return
        self.start, self.end = start, end


def nearest_year(piece: Piece, start: date, end: date) -> int:
    """The year that puts *piece* nearest to the days from *start* to *end*.

    A step back of under six months keeps the year.
    """
    year = end.year
    if start is end and -6 < piece.month - end.month < 5 and piece.month <= piece.last_month:
        return year
    best, least = year, None
    for candidate in (year, year - 1, year + 1):
        first, last = _span_without_leap_day(piece, candidate)
        if candidate == year and last < start and _months_and_day(start, -6) < _months_and_day(last):
            return year
        distance = (first - end).days if first > end else (start - last).days if last < start else 0
        if least is None or distance < least:
            best, least = candidate, distance
    return best


def coming_year(piece: Piece, end: date) -> int:
    """The year of a due date: the running one, or the next where its day has long passed."""
    _, last = _span_without_leap_day(piece, end.year)
    return end.year if last >= end - _KEPT_DEADLINE else end.year + 1


def year_of(piece: Piece, start: date, end: date, named: int | None, planned: bool) -> int | None:
    """The year of a piece without one.

    *start* and *end* are the days to be near to, *named* is the year last named in the same text, *planned*
    is true for a due date. None where the text leaves the year open.
    """
    match piece.relative:
        case "去" | "上" | "上一":
            return end.year - 1
        case "明":
            return end.year + 1
        case "同" | "当":
            return named if named is not None else end.year
        case "次" | "翌":
            return named + 1 if named is not None else nearest_year(piece, start, end)
    if planned:
        return coming_year(piece, end)
    return end.year if piece.relative == CALENDAR_YEAR else nearest_year(piece, start, end)


def _span_without_leap_day(piece: Piece, year: int) -> tuple[date, date]:
    """Days to measure a distance with; one that the month lacks counts as its last."""
    last_year = year + (piece.last_month < piece.month)
    ends = days_in_month(year, piece.month), days_in_month(last_year, piece.last_month)
    first = date(year, piece.month, min(piece.day or 31, ends[0]))
    return first, date(last_year, piece.last_month, min(piece.last_day or 31, ends[1]))


def _months_and_day(day: date, months: int = 0) -> tuple[int, int]:
    return day.year * 12 + day.month + months, day.day
