"""Days that a short text names, each resolved to its last day; a year comes from the text or the sheet."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bihuan.zh.numerals import read_number

if TYPE_CHECKING:
    from re import Match

_THIRDS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_YEARS = range(1, 6)
"""Numbers of the groups that may hold the year of a mention."""


class Around(NamedTuple):
    """What the sheet says beside its table."""

    filled_on: date | None = None
    feedback_on: date | None = None
    year: int | None = None
    """The year for dates without one."""


class NoSuchDayError(ValueError):
    """A date that no calendar has."""


class OpenYearError(ValueError):
    """A date whose year nothing tells."""


@cache
def _mention() -> re.Pattern[str]:
    number = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"

    def year(n: int) -> str:
        return (
            f"(?:(?P<y{n}>(?<![0-9])[0-9]{{4}}|(?<![0-9])[0-9]{{2}}|[〇零○一二三四五六七八九]{{4}})年(?:度)?"
            f"|(?P<rel{n}>今年|本年度?|当年|明年|次年|翌年|后年|同年))"
        )

    span = "[-~—–－至到、]{1,2}"
    return re.compile(
        f"{year(1)}?(?:(?P<from>{number})月?份?{span})?(?P<m>{number})月份?"
        f"(?:(?:{number}[日号]?{span})?(?P<d>{number})(?:[日号]|(?=[前止,;。)]|$))"
        "|(?P<part>上旬|中旬|下旬|月?底|月?末|初|中(?![间期央]))|(?=[^0-9]|$))"
        f"|{year(2)}?第?(?:[1-4一二三四]{span})?"
        "(?P<q>[1-4一二三四])季度?"
        "|(?P<y3>(?<![0-9])(?:20)?[0-9]{2})?年?(?P<rel3>今年|明年)?[Qq](?P<q2>[1-4])"
        f"|{year(4)}?(?P<half>上半年|下半年)"
        r"|(?<![0-9])(?P<ny>(?:19|20)[0-9]{2}|[0-9]{2})(?P<sep>[./\-])(?P<nm>[0-9]{1,2})(?P=sep)(?P<nd>[0-9]{1,2})(?![0-9])"
        r"|(?<![0-9.])(?P<my>(?:19|20)[0-9]{2})[./\-](?P<mm>[0-9]{1,2})(?![0-9])"
        r"|(?<![0-9.年])(?P<sm>[0-9]{1,2})[./\-](?P<sd>[0-9]{1,2})(?![0-9月年日天个])"
        r"|(?<![0-9])(?P<ymd>(?:19|20)[0-9]{6})(?![0-9])"
        f"|(?<=[-~—–－至到、日号])(?P<only>{number})[日号](?![内以])"
        "|(?P<near>本月|当月|下月|次月|月底|月末)(?:底|末)?"
        f"|{year(5)}(?:底|末|内|年底|全年|终)?(?![0-9]{{0,2}}个)"
        "|(?<![半整])(?P<end>年底|年末|年内|全年|年终)"
    )


def days_of(plain: str, around: Around) -> list[date]:
    """The last day of every date in the text."""
    found: list[date] = []
    named: int | None = None
    for match in _mention().finditer(plain):
        got = match.groupdict()
        if got["only"] is not None and not found:
            continue
        year = _year(got, named, around)
        day = _resolve(got, year, found, around)
        if got["m"] and not _own_year(got) and found and named is not None and day < found[-1]:
            day = _later_year(plain, match, day)
        named = day.year
        found.append(day)
    return found


def _later_year(plain: str, match: Match[str], day: date) -> date:
    """2023年10月至3月 ends in the year after; a list of stages keeps the year."""
    if plain[match.start() - 1 : match.start()] in tuple("-~—–－至到"):
        return _month_or_day(day.year + 1, day.month, day.day)
    return day


def _month_or_day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, month_end(year, month).day))


def _own_year(got: dict[str, str | None]) -> bool:
    return any(got[f"y{n}"] or got[f"rel{n}"] for n in _YEARS)


def _year(got: dict[str, str | None], named: int | None, around: Around) -> int | None:
    """The year of a mention: its own, one told by 明年, that of the date before it, or the sheet's."""
    for n in _YEARS:
        if written := got[f"y{n}"]:
            return _number_of_year(written)
        if relative := got[f"rel{n}"]:
            base = named if relative in {"次年", "翌年", "同年", "当年"} and named else around.year
            if base is None:
                raise OpenYearError
            return base + {"明": 1, "次": 1, "翌": 1, "后": 2}.get(relative[0], 0)
    return named if named is not None else around.year


def _number_of_year(written: str) -> int:
    value = read_number(written)
    if not isinstance(value, int):
        raise NoSuchDayError
    return value + 2000 if value < 100 else value


def _resolve(got: dict[str, str | None], year: int | None, found: list[date], around: Around) -> date:
    """The last day of one mention."""
    if got["ny"]:
        return the_day(_number_of_year(got["ny"]), _int(got["nm"]), _int(got["nd"]))
    if got["my"]:
        return month_end(_int(got["my"]), _int(got["mm"]))
    if got["ymd"]:
        return the_day(int(got["ymd"][:4]), int(got["ymd"][4:6]), int(got["ymd"][6:]))
    if got["near"]:
        return _near_month(got["near"], around)
    if got["only"]:
        return the_day(found[-1].year, found[-1].month, _int(got["only"]))
    if got["sm"] and _int(got["sm"]) > 12 and 1 <= _int(got["sd"]) <= 12:
        return month_end(2000 + _int(got["sm"]), _int(got["sd"]))
    month = _int(got["m"] or got["sm"]) if got["m"] or got["sm"] else 0
    if year is None:
        if month and not 1 <= month <= 12:
            raise NoSuchDayError
        if month and (got["d"] or got["sd"]):
            the_day(2024, month, _int(got["d"] or got["sd"]))  # 2月30日 is in no year
        raise OpenYearError
    if got["sm"]:
        return the_day(year, month, _int(got["sd"]))
    if got["m"]:
        over_new_year = bool(got["from"]) and _int(got["from"]) > month
        return _in_month(year + over_new_year, month, got)
    if quarter := got["q"] or got["q2"]:
        return month_end(year, _int(quarter) * 3)
    return date(year, 6, 30) if got["half"] == "上半年" else date(year, 12, 31)


def _in_month(year: int, month: int, got: dict[str, str | None]) -> date:
    end = month_end(year, month)
    if got["d"]:
        return the_day(year, month, _int(got["d"]))
    return end.replace(day=_THIRDS[got["part"]]) if got["part"] in _THIRDS else end


def _near_month(word: str, around: Around) -> date:
    if around.filled_on is None:
        raise OpenYearError
    month = around.filled_on.month + (word[0] in "下次")
    return month_end(around.filled_on.year + month // 13, (month - 1) % 12 + 1)


def _int(text: str | None) -> int:
    value = read_number(text or "")
    if not isinstance(value, int):
        raise NoSuchDayError
    return value


def the_day(year: int, month: int, day: int) -> date:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise NoSuchDayError from None


def month_end(year: int, month: int) -> date:
    if not 1 <= month <= 12 or not 1 <= year < 9999:
        raise NoSuchDayError
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
