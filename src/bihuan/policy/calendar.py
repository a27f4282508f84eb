"""Working days: weekends, and the yearly notices that turn some of them round.

A year without a notice counts its weekends only; whoever asks can see that (``unknown_years``) and must call
the answer provisional. Counting is two binary searches, however long the period.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bihuan.policy.errors import PolicyDataError, PolicyError
from bihuan.policy.wording import said, said_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LAST = date.max.toordinal()
DECEMBER, SATURDAY = 12, 5


class _Arrangement(NamedTuple):
    year: int
    holidays: frozenset[date]
    """Every day off that the notice names, weekends included or not."""
    makeup_workdays: frozenset[date]
    """Saturdays and Sundays that are worked."""
    source: str


class YearNotice(_Arrangement):
    """The arrangement of one year's holidays. Raises PolicyDataError where it contradicts itself."""

    __slots__ = ()

    def __new__(
        cls, year: int, holidays: frozenset[date], makeup_workdays: frozenset[date], source: str
    ) -> YearNotice:
        """A notice that was looked through."""
        for day in sorted(holidays | makeup_workdays):
            # New Year's Day of a year may pull days of the December before into its notice.
            if day.year != year and (day.year, day.month) != (year - 1, DECEMBER):
                raise PolicyDataError(f"{year}年的放假通知里不应有{said(day)}，请核对年份。")
        for day in sorted(makeup_workdays):
            if day in holidays:
                raise PolicyDataError(f"{said(day)}既写为放假又写为调休上班，请只保留一处。")
            if day.weekday() < SATURDAY:
                raise PolicyDataError(f"{said(day)}本来就是工作日，不必列为调休上班日，请核对。")
        return super().__new__(cls, year, holidays, makeup_workdays, source)


class Coverage(NamedTuple):
    """For which years the holidays are known."""

    first: int
    last: int
    gaps: tuple[int, ...]

    @property
    def text(self) -> str:
        """``2004—2026年`` with the gaps named."""
        span = said_years(range(self.first, self.last + 1))
        return f"{span}（缺{said_years(self.gaps)}）" if self.gaps else span


class Calendar:
    """Which days are worked. Make one with ``calendar_of``."""

    __slots__ = ("extra", "notices", "off")

    def __init__(
        self, notices: Mapping[int, YearNotice], off: tuple[int, ...], extra: tuple[int, ...]
    ) -> None:
        self.notices = notices
        self.off = off
        """Ordinals of Mondays to Fridays that are not worked, sorted."""
        self.extra = extra
        """Ordinals of Saturdays and Sundays that are worked, sorted."""

    def coverage(self) -> Coverage | None:
        """First and last year with a notice, and the years missing between; None for weekends only."""
        if not self.notices:
            return None
        first, last = min(self.notices), max(self.notices)
        return Coverage(first, last, tuple(y for y in range(first, last + 1) if y not in self.notices))

    def is_workday(self, day: date) -> bool:
        """True on days that are worked."""
        return self.count_until(day.toordinal()) > self.count_until(day.toordinal() - 1)

    def count_until(self, ordinal: int) -> int:
        """Working days from the year 1 up to and with the day of this ordinal."""
        weeks, rest = divmod(ordinal, 7)  # ordinal 1 was a Monday
        turned = bisect_right(self.extra, ordinal) - bisect_right(self.off, ordinal)
        return weeks * 5 + min(rest, 5) + turned

    def count(self, after: date, until: date) -> int:
        """Working days in (after, until]; 0 where ``until`` is not later."""
        return max(0, self.count_until(until.toordinal()) - self.count_until(after.toordinal()))

    def nth(self, after: date, n: int) -> date:
        """The n-th working day after a day. Raises PolicyError beyond the year 9999."""
        start = after.toordinal()
        target = self.count_until(start) + n
        # So many days hold n working days even if every known day off fell among them.
        high = min(LAST, start + 7 * ((n + len(self.off)) // 5 + 2))
        if self.count_until(high) < target:
            raise PolicyError("期限超出了公元9999年，无法计算，请核对期限的数值。")
        days = range(start + 1, high + 1)
        return date.fromordinal(days[bisect_left(days, target, key=self.count_until)])

    def on_or_after(self, day: date) -> date:
        """The day itself when it is worked, else the next working day."""
        return day if self.is_workday(day) else self.nth(day, 1)

    def unknown_years(self, first: date, last: date) -> tuple[int, ...]:
        """Years of [first, last] that have no notice."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.notices)

    def turned(self, after: date, until: date) -> tuple[list[date], list[date]]:
        """In (after, until]: weekdays that are off, and weekend days that are worked."""
        low, high = after.toordinal(), until.toordinal()
        off, extra = (
            [date.fromordinal(o) for o in days[bisect_right(days, low) : bisect_right(days, high)]]
            for days in (self.off, self.extra)
        )
        return off, extra


def calendar_of(notices: Iterable[YearNotice]) -> Calendar:
    """The calendar of these notices; of several for one year the last one counts."""
    known = {notice.year: notice for notice in notices}
    worked: dict[date, bool] = {}
    for _, notice in sorted(known.items()):
        worked |= dict.fromkeys(notice.holidays, False) | dict.fromkeys(notice.makeup_workdays, True)
    turned = sorted(
        (day.toordinal(), works) for day, works in worked.items() if works == (day.weekday() >= SATURDAY)
    )
    return Calendar(
        known,
        off=tuple(ordinal for ordinal, works in turned if not works),
        extra=tuple(ordinal for ordinal, works in turned if works),
    )
