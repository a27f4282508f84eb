"""The written forms of a date: one expression for an atom (a date without connections) and its numbers."""

from __future__ import annotations

import re
from functools import cache

DIGIT = "[0-9０-９]"
BLANK = r"[^\S\n]?"
"""Any blank but a line feed; to name the three usual ones takes five times as long to compile."""
RANGE_MARKS = "-－‐–—―~～至到"
"""The hyphen stands first, so that the marks can open a character class."""
LIST_MARKS = "、和及与"
NUMBER = f"(?:{DIGIT}{{1,2}}|[一二三四五六七八九十]{{1,3}}|元)"
YEAR = f"(?:{DIGIT}{{4}}|[一二][〇○零ＯO0一二三四五六七八九]{{3}})"
_SHORT_YEAR = f"{DIGIT}{{2}}(?=年{BLANK}{DIGIT}{{1,2}}{BLANK}月)"
_CONNECTOR = f"{BLANK}(?:[{RANGE_MARKS}]{{1,2}}|[{LIST_MARKS}]){BLANK}"


def _list(item: str, more: str = "") -> str:
    # Bounded, so that a long row of numbers costs no more than its length.
    return f"{item}(?:{_CONNECTOR}{more}{item}){{0,5}}"


# Groups of the atom, in the order of the expression.
ISO_YEAR, ISO_MONTH, ISO_DAY, YEARS = 1, 2, 3, 4
MONTHS, DAYS, TEN_DAYS, MONTH_EDGE = 5, 6, 7, 8
UNTIL, QUARTERS, HALF, WHOLE, YEAR_EDGE, BARE_DAYS, FIRST_MONTHS = 9, 10, 11, 12, 13, 14, 15


@cache
def atom() -> re.Pattern[str]:
    """One date: calendar form, or a year with or without a part of it, or such a part alone.

    Compiled at the first use, because many commands read no date.
    """
    parts = "|".join(
        (
            rf"({_list(NUMBER)}){BLANK}月份?"
            rf"(?:{BLANK}({_list(NUMBER)}){BLANK}[日号]|{BLANK}([上中下](?:[-、至和]?[中下])?)旬|([底末初]))?",
            rf"(前)?第?({_list('[一二三四1-4１-４]', '第?')})季度",
            r"(上、?下|[上下])半年",
            r"(全)年",
            r"(?(4)年?|年)([底末初内])",
            rf"({_list(NUMBER)}){BLANK}日",
            rf"(?(4)(?:[前头]({NUMBER}|两)个月)?|(?!))",
        )
    )
    return re.compile(
        rf"(?=[0-9０-９一二三四五六七八九十元今去明同次当翌上下全第年前])(?<!{DIGIT})(?:"
        rf"({DIGIT}{{4}})[-/.]({DIGIT}{{1,2}})[-/.]({DIGIT}{{1,2}})(?!\.?{DIGIT})"
        rf"|(?:({_list(YEAR)}|{_SHORT_YEAR}|[今去明同次当翌]|上一?){BLANK}年度?{BLANK})?(?:{parts}))"
    )


@cache
def number_or_mark() -> re.Pattern[str]:
    """A number of the list (group 1) or a mark between two."""
    return re.compile(rf"({YEAR}|{NUMBER})|[{RANGE_MARKS}{LIST_MARKS}]")


@cache
def weekday() -> re.Pattern[str]:
    """A day of the week in brackets."""
    return re.compile(r"[（(](?:星期|周|礼拜)[一二三四五六日天][）)]")


@cache
def lost_day() -> re.Pattern[str]:
    """What follows a month when a day has lost its 日 (3月24，)."""
    return re.compile(rf"{DIGIT}{{1,2}}(?:[，,。；;]|$)")


@cache
def run_together() -> re.Pattern[str]:
    """What follows a year when the 月 of a day is lost (2019年523日)."""
    return re.compile(rf"{DIGIT}{{3,4}}[日号]")


_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0}
_UNITS = "〇一二三四五六七八九"


def _small_numbers() -> dict[str, int]:
    known = {str(n): n for n in range(100)} | {f"{n:02}": n for n in range(10)} | {"元": 1}
    for n in range(1, 100):
        tens, ones = divmod(n, 10)
        head = "" if not tens else "十" if tens == 1 else f"{_UNITS[tens]}十"
        known[head + (_UNITS[ones] if ones else "")] = n
    return known


_SMALL = _small_numbers()


def small_number(text: str) -> int | None:
    """A number of months or days (``7``, ``０７``, ``十二``); None where the characters spell none."""
    found = _SMALL.get(text)
    if found is None and text.isdecimal():
        return int(text)
    return found


def year_number(text: str) -> int | None:
    """A year from 1900 to 2099; two digits count from 2000; None for anything else."""
    digits = "".join(c if c.isdecimal() else str(_CHINESE.get(c, "x")) for c in text)
    if not digits.isdecimal():
        return None
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    return year if 1900 <= year <= 2099 else None
