"""The last day of a period, with the steps that led there.

The first day is left out; months and years end on the corresponding day or the month's last; an end on a day
off may roll to the next working day. Sources: rules ``day.*`` in rules.toml.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bihuan.policy.errors import PolicyError
from bihuan.policy.wording import plainly, said, said_days, said_years

if TYPE_CHECKING:
    from bihuan.policy.calendar import Calendar


class Unit(StrEnum):
    """What a period is counted in; days are calendar days."""

    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"
    YEAR = "year"


LENGTH = {Unit.DAY: "{}日", Unit.WORKDAY: "{}个工作日", Unit.MONTH: "{}个月", Unit.YEAR: "{}年"}


class _Length(NamedTuple):
    n: int
    unit: Unit
    holiday_rollover: bool = False


class Period(_Length):
    """A length of time as a rule states it. Raises PolicyError where ``n`` is below 1."""

    __slots__ = ()

    def __new__(cls, n: int, unit: Unit, holiday_rollover: bool = False) -> Period:
        """A length that was looked at."""
        if n < 1:
            raise PolicyError(f"期限的数值 n 应大于0，现为{_short(n)}，请改正后重算。")
        return super().__new__(cls, n, unit, holiday_rollover)

    @property
    def text(self) -> str:
        """``3个月``."""
        return LENGTH[self.unit].format(self.n)


class Deadline(NamedTuple):
    """A computed last day."""

    due: date
    steps: tuple[str, ...]
    """Chinese sentences: 起算, 规则, 顺延, and what is provisional."""
    provisional: bool
    """True where a year was consulted whose holidays are not known."""


def deadline(start: date, period: Period, calendar: Calendar) -> Deadline:
    """The last day of a period that begins with ``start``. Raises PolicyError beyond the year 9999."""
    end = plain_end(start, period, calendar)
    due = calendar.on_or_after(end) if period.holiday_rollover else end
    unknown = _unknown_years(start, end, due, period, calendar)
    steps = [f"起算：{plainly(start)}当日不计入，自次日{plainly(start + timedelta(1))}起算。"]
    steps.append(f"规则：{_rule(start, end, period, calendar)}")
    steps.append(f"顺延：{_rollover(end, due, period)}")
    return Deadline(due, (*steps, *provisional_steps(unknown, calendar)), bool(unknown))


def plain_end(start: date, period: Period, calendar: Calendar | None = None) -> date:
    """The last day before any rollover; only working days need a calendar. Raises PolicyError."""
    if period.unit is Unit.WORKDAY:
        if calendar is None:
            raise PolicyError("按工作日计算期限，须先给出工作日历。")
        return calendar.nth(start, period.n)
    if period.unit is Unit.DAY:
        ordinal = start.toordinal() + period.n
        if ordinal > date.max.toordinal():
            raise _too_far(period)
        return date.fromordinal(ordinal)
    return _months_later(start, period)


def provisional_steps(unknown: tuple[int, ...], calendar: Calendar) -> list[str]:
    """What to tell about years without a notice: nothing, or one sentence for each side of the table."""
    coverage = calendar.coverage()
    before = [year for year in unknown if coverage and year < coverage.last]
    later = [year for year in unknown if year not in before]
    steps = []
    if before:
        steps.append(
            f"待核：工作日历未收录{said_years(before)}的节假日安排，只按周末（双休日）扣除，结果为暂定。"
        )
    if later:
        steps.append(
            f"待核：{said_years(later)}的节假日安排尚未公布，只按周末（双休日）扣除，"
            "结果为暂定，放假通知公布后须重新计算。"
        )
    return steps


def _months_later(start: date, period: Period) -> date:
    months = period.n * (12 if period.unit is Unit.YEAR else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise _too_far(period)
    return date(year, month + 1, min(start.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def _unknown_years(start: date, end: date, due: date, period: Period, calendar: Calendar) -> tuple[int, ...]:
    """Years that were looked up and have no notice; plain days, months and years look up nothing."""
    if period.unit is Unit.WORKDAY:
        return calendar.unknown_years(start + timedelta(1), due)
    return calendar.unknown_years(end, due) if period.holiday_rollover else ()


def _rule(start: date, end: date, period: Period, calendar: Calendar) -> str:
    if period.unit is Unit.WORKDAY:
        off, extra = calendar.turned(start, end)
        notes = [f"周一至周五放假{said_days(off)}"] * bool(off) + [f"周末调休上班{said_days(extra)}"] * bool(
            extra
        )
        return f"数满{period.text}，至{said(end)}。" + (f"其间{'，'.join(notes)}。" if notes else "")
    if period.unit is Unit.DAY:
        return f"{period.text}，按自然日连续计算，至{said(end)}。"
    if end.day != start.day:
        return f"{period.text}，到期月没有对应日，以月末日{said(end)}为最后一日。"
    return f"{period.text}，以到期月的对应日{said(end)}为最后一日。"


def _rollover(end: date, due: date, period: Period) -> str:
    if not period.holiday_rollover:
        return "未要求遇节假日顺延，不作调整。"
    if due == end:
        return "期满日是工作日，不需顺延。"
    return f"{said(end)}不是工作日，顺延至其后第一个工作日{said(due)}。"


def _too_far(period: Period) -> PolicyError:
    return PolicyError(f"期限的数值 n 为{_short(period.n)}，到期日超出了公元9999年，请核对。")


def _short(number: int) -> str:
    """A number that may be absurdly long (Python refuses to print one of 5,000 digits)."""
    return str(number) if abs(number) < 10**12 else "一个过大的数"
