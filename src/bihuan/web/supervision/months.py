"""A month as supervision counts it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(20\d\d|21\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that holds a day."""
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, text: str) -> Month | None:
        """From 2026-03; None where it is no month."""
        found = _WRITTEN.fullmatch(text)
        return cls(date(int(found[1]), int(found[2]), 1)) if found else None

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        """2026年3月."""
        return f"{self.first.year}年{self.first.month}月"

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - timedelta(1)

    @property
    def after(self) -> Month:
        """The month that follows."""
        return Month((self.first + timedelta(32)).replace(day=1))

    @property
    def before(self) -> Month:
        """The month before."""
        return Month((self.first - timedelta(1)).replace(day=1))

    def judged_on(self, today: date) -> date:
        """As of which day the month is judged: the one after its end once it is over, so that what was due on
        its last day counts as missed; today while it runs.
        """
        return min(today, self.after.first)

    def over(self, today: date) -> bool:
        """Whether it has ended."""
        return today > self.last


def last_months(today: date, count: int) -> list[Month]:
    """The month that holds today and those before it, oldest first."""
    found = [Month.of(today)]
    while len(found) < count:
        found.append(found[-1].before)
    return found[::-1]
