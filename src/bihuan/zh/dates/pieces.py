"""Parts of the calendar as the text names them, before the year is known."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from bihuan.zh.dates.kinds import Precision

_COARSENESS = list(Precision)
CALENDAR_YEAR = "本"
"""Relative year of 全年, 上半年, 年底 without a year: the year that the report is in at this place."""


@dataclass(slots=True)
class Piece:
    """From a first day to a last one; ``last_day`` 0 is the end of the month; ``month`` 0 still has to inherit it."""

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
            first_date = date(year, self.month, self.day)
            last_day = self.last_day or monthrange(last, self.last_month)[1]
            last_date = first_date if self._is_one_day(last_day, last, year) else date(last, self.last_month, last_day)
        except ValueError:
            return None
        return (first_date, last_date) if first_date <= last_date else None

    def _is_one_day(self, last_day: int, last: int, year: int) -> bool:
        return last_day == self.day and self.last_month == self.month and last == year


def joined(first: Piece, last: Piece) -> Piece | None:
    """The range from *first* to *last*; None where the two do not go together."""
    if last.month == 0:
        if first.month == 0 or first.precision is not Precision.DAY:
            return None
        last = replace(last, month=first.month, last_month=first.last_month)
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
        first.start, last.end, first.month, first.day, last.last_month, last.last_day, precision, year, last_year,
        first.relative,
    )  # fmt: skip
