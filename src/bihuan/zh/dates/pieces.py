"""Parts of the calendar as the text names them, before the year is known."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bihuan.zh.dates.kinds import Precision

_COARSENESS = list(Precision)
CALENDAR_YEAR = "本"
"""Relative year of 全年, 上半年, 年底 without a year: the year that the report is in at this place."""


def days_in_month(year: int, month: int) -> int:
    """28 to 31; the standard library's calendar module would cost a millisecond at each start."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


class Piece(NamedTuple):
    """From a first day to a last one.

    A day of 0 is the last of its month (月底); a ``month`` of 0 still has to be inherited (20-21日).
    """

    start: int
    end: int
    month: int
    day: int
    last_month: int
    last_day: int
    precision: Precision
    year: int | None = None
    last_year: int | None = None
    relative: str = ""

    def span(self, year: int) -> tuple[date, date] | None:
        """First and last day when it begins in *year*; None where the calendar has no such days."""
        last = self.last_year if self.last_year is not None else year + (self.last_month < self.month)
        try:
            first_date = date(year, self.month, self.day or days_in_month(year, self.month))
            if self.day == self.last_day and self.month == self.last_month and year == last:
                # The same object says "one day" to whoever compares identities.
                return first_date, first_date
            last_date = date(last, self.last_month, self.last_day or days_in_month(last, self.last_month))
        except ValueError:
            return None
        return (first_date, last_date) if first_date <= last_date else None


def joined(first: Piece, last: Piece) -> Piece | None:
    """The range from *first* to *last*; None where the two do not go together."""
    if last.month == 0:
        if first.month == 0 or first.precision is not Precision.DAY:
            return None
        last = last._replace(month=first.month, last_month=first.last_month)
    if last.year is None and first.year is None and last.relative not in ("", first.relative, "次", "翌"):
        return None
    year, last_year = first.year, last.last_year or last.year
    if year is None and last_year is not None and not first.relative:
        early = (first.month, first.day) <= (last.last_month, last.last_day or 31)
        year = last_year if early else last_year - 1
    elif year is not None and last_year is None and last.relative in ("次", "翌"):
        last_year = year + 1
    precision = max(first.precision, last.precision, key=_COARSENESS.index)
    return Piece(
        first.start, last.end, first.month, first.day, last.last_month, last.last_day, precision, year,
        last_year, first.relative,
    )  # fmt: skip
