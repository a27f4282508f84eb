"""Dates that lost characters, and dates that no calendar has."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bihuan.zh.dates import grammar as g
from bihuan.zh.dates.pieces import days_in_month

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

_LEAP_YEAR = 2024
"""Stands in for an unknown year: 2月29日 may be right."""


def find_damaged_dates(text: str) -> list[tuple[int, str]]:
    """0-based offset and text of each date that a content system took characters from (``2019425日``)."""
    found = [
        (m.start(), m[0])
        for start, end in _lines_with(_damage_sign(), text)
        for m in _damaged().finditer(text, start, end)
        if _is_damage(m)
    ]
    if _odd_year().search(text):
        found += [(m.start(), m[0]) for m in _damaged_year().finditer(text)]
    return sorted(found)


def _lines_with(sign: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The lines that have the sign: what is looked for next never goes beyond one."""
    end = 0
    while match := sign.search(text, end):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        yield start, end


@cache
def _odd_year() -> re.Pattern[str]:
    """Cheap look: 年 behind three or five digits or behind a letter."""
    return re.compile("[Oo〇l]年|年(?:(?<=[^0-9][0-9]{3}年)|(?<=[0-9]{5}年))(?=[0-9])|2[Oo〇]")


@cache
def _damaged_year() -> re.Pattern[str]:
    """202年10月15日, 20233年3月6日, 2O23年3月: a digit too few, too many, or a letter for one."""
    return re.compile(
        "(?<![0-9A-Za-z.〔])(?:(?:20|19)[0-9]|2[0-9]{2}(?<!200)|(?:20|19)[0-9]{3}|2[Oo〇][0-9]{2}|20[Oo][0-9]|20[0-9][OolI])年"
        "[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    )


@cache
def _damage_sign() -> re.Pattern[str]:
    """Cheap look at the marks only: most lines need no more."""
    return re.compile(
        "[月日](?:(?<=[0-9]{3}.)|(?<=[月年].)|(?<=年[0-9].)|(?<=年[0-9]{2}.)|(?=[0-9]{1,2}[，,]))"
    )


@cache
def _damaged() -> re.Pattern[str]:
    year = "(?:19|20)[0-9]{2}"
    return re.compile(
        "(?<![0-9.])(?:"
        f"{year}[0-9]{{1,4}}日"  # 2019425日
        f"|{year}[0-9]{{0,2}}月(?:[0-9]{{1,2}}日)?"  # 20194月25日, 2019月25日
        f"|{year}年[0-9]{{1,4}}日(?!以?内)"  # 2019年425日, 2019年25日
        f"|{year}年月[0-9]{{1,2}}日"  # 2019年月25日
        f"|(?:{year}年)?[0-9]{{1,2}}月日(?!均|常)"  # 4月日, not 7月日均接待
        "|(?P<no_month>[0-9]{3,4}日)(?=[，,])"  # 425日，
        "|(?P<no_day>[0-9]{1,2}月[0-9]{1,2})(?=[，,](?![0-9]))"  # 4月25，
        ")"
    )


def _is_damage(match: Match[str]) -> bool:
    """A date that lacks its 月 or 日 is one only at the head of a clause: 历时324日 is a duration."""
    text, start = match.string, match.start()
    if match["no_month"] is None and match["no_day"] is None:
        return not (text[start : match.end()].endswith("月") and text.startswith(("个", "龄"), match.end()))
    if start and text[start - 1] not in "。；;，,、：:\n）)":
        return False
    if match["no_day"] is not None:
        month, _, day = match["no_day"].partition("月")
        return 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    digits = match["no_month"][:-1]
    return 1 <= int(digits[:-2]) <= 12 and 1 <= int(digits[-2:]) <= 31


def find_impossible_dates(text: str) -> list[tuple[int, str]]:
    """0-based offset and text of each date that no calendar has (``2月30日``, ``13月``)."""
    found: list[tuple[int, str]] = []
    for start, end in _lines_with(_rare_day(), text):
        months = _month_and_days().finditer(text, start, end)
        days = _days_alone().finditer(text, start, end)
        found += [(m.start(), m[0]) for m in months if _has_no_such_day(m)]
        found += [(m.start(), m[0]) for m in days if _has_no_such_days(text, m)]
    if _year_and_mark().search(text):
        found += [(m.start(), m[0]) for m in _calendar_forms().finditer(text) if _is_off_calendar(m)]
    return sorted(found)


@cache
def _rare_day() -> re.Pattern[str]:
    """Cheap look at the marks only: days after the 28th, months after the 12th, lists, Chinese numerals."""
    return re.compile(
        "[月日号](?:(?<=29.)|(?<=[03-9][0-9].)|(?<=2[0-9]月)|(?<=1[3-9]月)|(?<=0.)"
        "|(?<=[ \xa0\u3000０-９一二三四五六七八九十].)"
        f"|(?=[0-9]{{1,2}}[ 日号]{{0,2}}[{g.RANGE_MARKS}、]))"
    )


@cache
def _year_and_mark() -> re.Pattern[str]:
    return re.compile("[12][0-9]{3}[-/.]")


@cache
def _month_and_days() -> re.Pattern[str]:
    blank, chinese = g.BLANK, "[一二三四五六七八九十]"
    number = f"(?:{g.DIGIT}{{1,2}}|{chinese}{{1,3}})"
    more = f"{blank}[日号]?{blank}(?:[{g.RANGE_MARKS}]{{1,2}}|、)"
    return re.compile(
        rf"(?<!{g.DIGIT})(?:({g.YEAR}){blank}年{blank})?(?<![一二三四五六七八九十{'0-9０-９'}])({number}){blank}月份?"
        rf"(?:{blank}({number}(?:{more}{blank}{number}){{0,8}}){blank}[日号])?"
    )


def _has_no_such_day(match: Match[str]) -> bool:
    year_text, month_text, days = match.groups()
    month = g.small_number(month_text)
    if month is None:
        return False
    if not 1 <= month <= 12:
        return days is not None or year_text is not None or _is_month_word(match)
    if days is None:
        return False
    year = g.year_number(year_text) if year_text is not None else None
    last = days_in_month(year or _LEAP_YEAR, month)
    numbers = [g.small_number(number) for number in _number().findall(days)]
    return any(number is not None and not 1 <= number <= last for number in numbers)


@cache
def _number() -> re.Pattern[str]:
    return re.compile(g.NUMBER)


def _is_month_word(match: Match[str]) -> bool:
    """False for durations: 满18月, 18月龄, 36月内."""
    text, start = match.string, match.start()
    if start and text[start - 1] in "满达共计近超逾约期每隔第.·历过长":
        return False
    return not text.startswith(
        ("龄", "内", "以内", "以上", "以下", "期", "余", "多", "个", "之"), match.end()
    )


@cache
def _days_alone() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![{g.RANGE_MARKS}月、0-9０-９])({g.DIGIT}{{1,2}})[日号]?[{g.RANGE_MARKS}]{{1,2}}({g.DIGIT}{{2}})[日号]"
        r"(?![以之]?内)"
    )


def _has_no_such_days(text: str, match: Match[str]) -> bool:
    """25日-32日; 30日至60日 and 15-45日内 are durations,."""
    if text[max(0, match.start() - 2) : match.start()].rstrip().endswith("月"):
        return False
    first, last = int(match[1]), int(match[2])
    return (first > 31 or last > 31) and last < 40 and first >= 20


@cache
def _calendar_forms() -> re.Pattern[str]:
    return re.compile(
        r"(?<![0-9A-Za-z/._=:&?-])((?:19|20)[0-9]{2})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9A-Za-z/_-]|\.[0-9])"
    )


def _is_off_calendar(match: Match[str]) -> bool:
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    if 1 <= month <= 12:
        return day == 0 or days_in_month(year, month) < day <= 39
    # 2023.13.5 may number a clause; only the dash and two figures each make it surely a date.
    return match[2] == "-" and len(match[3]) == 2 and len(match[4]) == 2 and month < 20
