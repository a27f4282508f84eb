"""Due dates as offices write them into cells, resolved to their last day.

A month, quarter, half-year or 旬 means its last day, X日前 includes the day, stages mean the last of them.
A date without a year is of the year of the filling date; where nothing gives a year it is unclear and never
guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from bihuan.ledger.days import Around, NoSuchDayError, OpenYearError, days_of, month_end, the_day
from bihuan.ledger.shapes import Due, DueKind, Reason
from bihuan.ledger.vocabulary import words
from bihuan.policy.deadlines import Period, Unit, plain_end
from bihuan.policy.errors import PolicyError
from bihuan.zh.numerals import read_number

if TYPE_CHECKING:
    from bihuan.policy.calendar import Calendar

_FIRST, _LAST = date(1990, 1, 1), date(2100, 12, 31)
_EPOCH = date(1899, 12, 30)
_SERIALS = range((_FIRST - _EPOCH).days, (_LAST - _EPOCH).days + 1)
_UNITS = {"月": Unit.MONTH, "日": Unit.DAY, "天": Unit.DAY, "工作日": Unit.WORKDAY, "年": Unit.YEAR}
_LONGEST = 400


def read_due(value: object, text: str, around: Around) -> Due | Reason:
    """The due date in a cell (``text`` is how it is shown), or why there is none.

    Empty cells and dashes give ``Due`` without kind.
    """
    plain = "".join(unicodedata.normalize("NFKC", text[:_LONGEST]).split())
    if not plain or text.strip() in words("due_blank"):
        return Due(text)
    try:
        day = _of_value(value, plain)
        if day is None:
            day = _of_text(plain, around)
    except NoSuchDayError:
        return Reason.BAD_DUE
    except OpenYearError:
        return Reason.UNCLEAR_DUE
    keeps_on = any(word in plain for word in words("due_long_term"))
    if day is not None:
        return Due(text, day, DueKind.DATE, keeps_on)
    if any(word in plain for word in words("due_immediate")):
        return Due(text, None, DueKind.IMMEDIATE, keeps_on)
    return Due(text, None, DueKind.LONG_TERM) if keeps_on else Reason.UNCLEAR_DUE


def find_days(text: str, year: int | None = None) -> list[date]:
    """Days of a text outside the table (填报日期：2023年5月10日), in its order."""
    plain = "".join(unicodedata.normalize("NFKC", text[:_LONGEST]).split())
    try:
        return days_of(plain, Around(year=year))
    except (NoSuchDayError, OpenYearError):
        return []


def day_of(value: object, text: str) -> date | None:
    """The day of a cell that holds nothing but a date, or None."""
    try:
        if (day := _of_value(value, text.strip())) is not None:
            return day
    except NoSuchDayError:
        return None
    days = find_days(text)
    return days[0] if days else None


def _of_value(value: object, plain: str) -> date | None:
    """A date cell, a serial number, 20240731; None for other texts."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        if not _FIRST <= value <= _LAST:
            raise NoSuchDayError
        return value
    if re.fullmatch(r"[0-9]{4,8}", plain):
        return _of_digits(plain)
    if re.fullmatch(r"[0-9]{5}\.[0-9]+", plain) and int(plain[:5]) in _SERIALS:
        return _EPOCH + timedelta(int(plain[:5]))
    if isinstance(value, float) and plain in {f"{value:.1f}", f"{value}"} and value < 32:
        raise OpenYearError  # 6.3 may have been 6.30: the last nought of a number is lost
    if isinstance(value, float) and re.fullmatch(r"(19|20)[0-9]{2}\.1", plain):
        raise OpenYearError  # January, or October whose nought is lost
    return None


def _of_digits(digits: str) -> date | None:
    if len(digits) == 5:
        return _EPOCH + timedelta(int(digits)) if int(digits) in _SERIALS else None
    if len(digits) == 8:
        return the_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 6:
        year, month = int(digits[:4]), int(digits[4:])
        if _FIRST.year <= year <= _LAST.year:
            return month_end(year, month)
        return the_day(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    return date(int(digits), 12, 31) if _FIRST.year <= int(digits) <= _LAST.year else None


def _of_text(plain: str, around: Around) -> date | None:
    """The last of all days that the text names; a term after the feedback where it names none."""
    before, mark, after = plain.rpartition("反馈")
    if mark and _term().search(after) and not days_of(after, around):
        told = days_of(before, around)  # 2月7日反馈后3个月内
        return _after_feedback(mark + after, around._replace(feedback_on=told[-1]) if told else around)
    days = days_of(plain, around)
    return max(days) if days else _after_feedback(plain, around)


def _after_feedback(plain: str, around: Around) -> date | None:
    """反馈后3个月内 counted from the feedback date; None where no such term is written."""
    found = _term().search(plain)
    if found is None:
        return None
    if "反馈" not in plain or around.feedback_on is None:
        raise OpenYearError
    number, unit = found[1], found[2]
    if number == "半":
        period = Period(6, Unit.MONTH) if unit == "年" else Period(15, Unit.DAY)
    else:
        count = read_number(number)
        if not isinstance(count, int) or count < 1:
            raise OpenYearError
        period = Period(count * 7, Unit.DAY) if unit in {"周", "星期"} else Period(count, _UNITS[unit])
    try:
        return plain_end(around.feedback_on, period, _calendar() if period.unit is Unit.WORKDAY else None)
    except PolicyError:
        raise NoSuchDayError from None


@cache
def _term() -> re.Pattern[str]:
    number = "[0-9]{1,4}|[一二两三四五六七八九十百]{1,5}|半"
    return re.compile(f"({number})个?(月|工作日|日|天|周|星期|年)")


@cache
def _calendar() -> Calendar:
    from bihuan.policy.notices import working_calendar

    return working_calendar(())
