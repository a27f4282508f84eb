"""From the text to chains: dates that hang together (3月30日、4月3日; 6月28日至7月2日) and share one role."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from bihuan.zh.dates import grammar as g
from bihuan.zh.dates.kinds import Precision
from bihuan.zh.dates.pieces import CALENDAR_YEAR, Piece, joined

if TYPE_CHECKING:
    from re import Match

_BLANKS = " \xa0\u3000"
_RELATIVE = frozenset(("今", "去", "明", "同", "次", "当", "翌", "上", "上一"))
_TEN_DAYS = {"上": (1, 10), "中": (11, 20), "下": (21, 0)}
# What stands before a number of months and makes it a duration or every month.
_NO_MONTH_BEFORE = frozenset("年第每近满逾超隔")
_NO_MONTH_AFTER = ("内", "龄", "号", "度", "余", "多", "之久", "期", "革命", "个", "票")
_STILL_MONTH = ("内部", "内控", "内审", "期间")
_COUNTED = frozenset("一两二三1")
_ONE_OF_MANY = frozenset("每上下同这该某各逐")
_NO_EDGE = frozenset(
    ("初步", "初次", "初审", "初稿", "初心", "初级", "初中", "初任", "初始", "底数", "底线", "底册", "底稿", "底座")
    + ("末位", "末端", "末梢", "内部", "内控", "内设", "内容", "内审", "内外", "内生", "初衷", "底层", "底子")
)
# Words that only look like 今年, 明年 …, by the character before and by the one behind.
_NO_YEAR_BEFORE = {
    "今": "如至",
    "去": "过失逝",
    "明": "说证声表文光标注申写阐聪",
    "同": "合共不相如协",
    "次": "层梯档多首两本一每届批",
    "当": "担承相适",
    "翌": "",
    "上": "",
    "上一": "",
}
_NO_YEAR_AFTER = frozenset("度级限龄份均轻终会鉴报检薪代同纪")


def read_chain(text: str, match: Match[str]) -> tuple[list[Piece], int]:
    """The dates that begin with *match*, and where the text behind them starts; no pieces where it is no date."""
    pieces = read_atom(text, match)
    end = match.end()
    if not pieces:
        return pieces, end
    last = len(text)
    while (at := _past_weekday(text, pieces[-1].end)) < last:
        mark = at + 1 if text[at] in _BLANKS else at
        if mark == last or text[mark] not in g.RANGE_MARKS + g.LIST_MARKS:
            break
        more = _connected(text, mark, pieces)
        if more is None:
            break
        pieces, end = more, more[-1].end
    return pieces, end


def _connected(text: str, mark: int, pieces: list[Piece]) -> list[Piece] | None:
    """The chain with what a connector at *mark* adds to it; None when no date follows."""
    ranged = text[mark] in g.RANGE_MARKS
    at = mark + (2 if ranged and text[mark : mark + 2] in ("——", "--", "－－", "––", "～～", "~~") else 1)
    if at < len(text) and text[at] in _BLANKS:
        at += 1
    match = g.atom().match(text, at)
    following = read_atom(text, match, inside=True) if match else []
    if not following:
        return None
    if not ranged:
        return [*pieces, *_with_month(following, pieces[-1])]
    range_ = joined(pieces[-1], following[0])
    return None if range_ is None else [*pieces[:-1], range_, *_with_month(following[1:], range_)]


def _with_month(pieces: list[Piece], before: Piece) -> list[Piece]:
    """Days alone get the month of the date before them."""
    if before.precision is not Precision.DAY:
        return [piece for piece in pieces if piece.month]
    month, year = before.last_month, before.last_year or before.year
    return [replace(p, month=month, last_month=month, year=year) if not p.month else p for p in pieces]


def _past_weekday(text: str, at: int) -> int:
    if at < len(text) and text[at] in "（(":
        found = _weekday().match(text, at)
        return found.end() if found else at
    return at


@cache
def _weekday() -> re.Pattern[str]:
    return re.compile(r"[（(](?:星期|周|礼拜)[一二三四五六日天][）)]")


def read_atom(text: str, match: Match[str], inside: bool = False) -> list[Piece]:
    """Pieces of one atom: several where it lists numbers; none where the words are no date.

    *inside* a chain a day may stand without its month.
    """
    iso_year, iso_month, iso_day, years, months, days, third, edge, first, quarters, half, whole, year_edge, bare = (
        match.groups()
    )
    if months is not None and years is None:
        return _months(text, match, None, "", months, days, third, edge)
    if iso_year is not None:
        return _calendar_form(text, match, iso_year, iso_month, iso_day)
    if bare is not None:
        return _days_alone(text, match, bare, years) if inside or years is None else []
    year, relative = None, ""
    if years in _RELATIVE:
        if not _is_relative_year(text, match, years):
            return []
        relative = years
    elif years is not None:
        if len(years) > 4:
            return _many_years(text, match, years)
        year = g.year_number(years)
        if year is None:
            return []
    if months is not None:
        return _months(text, match, year, relative, months, days, third, edge)
    if quarters is not None:
        return _quarters(text, match, year, relative, quarters, first is not None)
    return _part_of_year(text, match, year, relative, half, whole, year_edge)


def _months(
    text: str,
    match: Match[str],
    year: int | None,
    relative: str,
    months: str,
    days: str | None,
    third: str | None,
    edge: str | None,
) -> list[Piece]:
    start, end = match.span()
    first = g.small_number(months)
    if year is None and not relative and start and text[start - 1] in _NO_MONTH_BEFORE:
        return []
    if first is None:
        return _many_months(text, match, year, relative, months, days, third, edge)
    if not 1 <= first <= 12:
        return []
    if days is None:
        if edge is not None and text[end - 1 : end + 1] in _NO_EDGE:
            edge, end = None, end - 1
        elif third is None and edge is None and not _is_month(text, start, end, year):
            return []
        day, last, precision = _within_month(third, edge)
        return [Piece(start, end, first, day, first, last, precision, year, None, relative)]
    number = g.small_number(days)
    if number is None:
        return _many_days(match, year, relative, first, days)
    if not 1 <= number <= 31:
        return []
    return [Piece(start, end, first, number, first, number, Precision.DAY, year, None, relative)]


def _within_month(third: str | None, edge: str | None) -> tuple[int, int, Precision]:
    if third is not None:
        return *_TEN_DAYS[third], Precision.TEN_DAYS
    if edge == "初":
        return 1, 10, Precision.TEN_DAYS
    if edge is not None:
        return 0, 0, Precision.DAY
    return 1, 0, Precision.MONTH


def _is_month(text: str, start: int, end: int, year: int | None) -> bool:
    """False for durations, magazine numbers, every month, and a day whose 日 was lost (3月24，)."""
    if end == len(text) or text[end] in "，,、。；;至到-":
        return True
    if text[end].isdecimal():
        return not _lost_day().match(text, end)
    if text.startswith(_NO_MONTH_AFTER, end) and text[end - 1] == "月":
        return text.startswith(_STILL_MONTH, end)
    if year is None and not text[start].isdecimal():  # 一月一调度, 三月一评
        return text[end] not in _COUNTED
    return True


@cache
def _lost_day() -> re.Pattern[str]:
    return re.compile(rf"{g.DIGIT}{{1,2}}(?:[，,。；;]|$)")


def _numbers(text: str) -> list[tuple[int, int, int, bool]]:
    """Items of a list of numbers: first, last, end in *text*, and whether the last hangs on a range mark."""
    found: list[tuple[int, int, int, bool]] = []
    ranged = False
    for token in _tokens().finditer(text):
        if token[1] is None:
            ranged = token[0] in g.RANGE_MARKS
            continue
        number = g.small_number(token[1])
        if number is None:
            return []
        if ranged and found:
            found[-1] = (found[-1][0], number, token.end(), True)
        else:
            found.append((number, number, token.end(), False))
        ranged = False
    return found


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(rf"({g.NUMBER})|[{g.RANGE_MARKS}{g.LIST_MARKS}]")


def _many_days(match: Match[str], year: int | None, relative: str, month: int, days: str) -> list[Piece]:
    """2月16-17日, 3月5、6日: each item is a date; the text of the first starts at the year or month."""
    pieces: list[Piece] = []
    start, offset = match.start(), match.start(g.DAYS)
    for first, last, end, _ in _numbers(days):
        if not (1 <= first <= last <= 31):
            return []
        pieces.append(Piece(start, offset + end, month, first, month, last, Precision.DAY, year, None, relative))
        start = offset + end + 1
    return _closed(pieces, match)


def _closed(pieces: list[Piece], match: Match[str]) -> list[Piece]:
    """The last item of a list takes the unit behind it into its text."""
    if pieces:
        pieces[-1].end = match.end()
    return pieces


def _many_months(
    text: str,
    match: Match[str],
    year: int | None,
    relative: str,
    months: str,
    days: str | None,
    third: str | None,
    edge: str | None,
) -> list[Piece]:
    """2023年2-4月, 3、4月份; at the head of a line a first number with 、 is the number of an item."""
    numbers, start, offset = _numbers(months), match.start(), match.start(g.MONTHS)
    if year is None and not relative and not text[:start].strip() and len(numbers) > 1 and "、" in months:
        start = offset + numbers[0][2] + 1
        numbers = numbers[1:]
    if days is not None or third is not None or edge is not None:
        return _last_month_only(text, match, numbers, year, months)
    if not _is_month(text, start, match.end(), year):
        return []
    pieces: list[Piece] = []
    for first, last, end, _ in numbers:
        if not (1 <= first <= 12 and 1 <= last <= 12):
            return []
        pieces.append(Piece(start, offset + end, first, 1, last, 0, Precision.MONTH, year, None, relative))
        start = offset + end + 1
    return _closed(pieces, match)


def _last_month_only(
    text: str, match: Match[str], numbers: list[tuple[int, int, int, bool]], year: int | None, months: str
) -> list[Piece]:
    """A day belongs to one month: the numbers before it (2、5月10日) are something else."""
    if year is not None or not numbers or numbers[-1][3]:
        return []
    at = match.start(g.MONTHS) + max(months.rfind(mark) for mark in g.LIST_MARKS) + 1
    again = g.atom().match(text, at)
    return read_atom(text, again) if again and at > match.start() else []


def _quarters(
    text: str, match: Match[str], year: int | None, relative: str, quarters: str, until: bool
) -> list[Piece]:
    start, end = match.span()
    alone = year is None and not relative
    if alone and start and text[start - 1] in _ONE_OF_MANY:
        return []
    if alone and not until and text[start] != "第" and text[end : end + 1] in _COUNTED and end < len(text):
        return []
    pieces: list[Piece] = []
    offset = match.start(g.QUARTERS)
    for first, last, stop, _ in _numbers(quarters.replace("第", "、") if "第" in quarters else quarters):
        month = 1 if until else first * 3 - 2
        pieces.append(Piece(start, offset + stop, month, 1, last * 3, 0, Precision.QUARTER, year, None, relative))
        start = offset + stop + 1
    pieces = _closed(pieces, match)
    if len(pieces) == 1 and text[end : end + 1] in ("末", "底") and text[end : end + 2] not in _NO_EDGE:
        only = pieces[0]
        pieces = [replace(only, end=end + 1, month=only.last_month, day=0, precision=Precision.DAY)]
    return pieces


def _part_of_year(
    text: str,
    match: Match[str],
    year: int | None,
    relative: str,
    half: str | None,
    whole: str | None,
    edge: str | None,
) -> list[Piece]:
    start, end = match.span()
    if year is None and not relative:
        if start and text[start - 1] in "每历往":
            return []
        relative = CALENDAR_YEAR
    if half is not None:
        first, last = (1, 6) if half == "上" else (7, 12)
        return [Piece(start, end, first, 1, last, 0, Precision.HALF_YEAR, year, None, relative)]
    if edge is not None and text[end - 1 : end + 1] in _NO_EDGE:
        if relative == CALENDAR_YEAR:
            return []
        edge, end = None, match.end(g.YEARS) + 1
    if whole is not None and text[end : end + 1] in ("级", "龄"):
        return []
    if edge is None or edge == "内":
        if whole is None and edge is None and not _is_year(text, start, end, relative):
            return []
        return [Piece(start, end, 1, 1, 12, 0, Precision.YEAR, year, None, relative)]
    if edge == "初":
        return [Piece(start, end, 1, 1, 1, 0, Precision.MONTH, year, None, relative)]
    return [Piece(start, end, 12, 31, 12, 31, Precision.DAY, year, None, relative)]


def _is_year(text: str, start: int, end: int, relative: str) -> bool:
    """False for 2021年级 and for a relative year that leans on nothing."""
    if relative:
        return relative in ("今", "去", "明", "同")
    return text[end : end + 1] not in ("级", "龄")


def _is_relative_year(text: str, match: Match[str], word: str) -> bool:
    start, end = match.span()
    if start and text[start - 1] in _NO_YEAR_BEFORE[word]:
        return False
    if end != match.end(g.YEARS) + 1:
        return text[match.end(g.YEARS) + 1] != "度"
    return text[end : end + 1] not in _NO_YEAR_AFTER or end == len(text)


def _many_years(text: str, match: Match[str], years: str) -> list[Piece]:
    """2021-2023年: only whole years; a list with a part of the year behind it names no single date."""
    if match[g.HALF] or match[g.QUARTERS] or match[g.MONTHS] or match[g.YEAR_EDGE]:
        return []
    pieces: list[Piece] = []
    start = match.start()
    parts = _year_tokens().finditer(years)
    ranged = False
    for token in parts:
        if token[1] is None:
            ranged = token[0] in g.RANGE_MARKS
            continue
        year = g.year_number(token[1])
        if year is None:
            return []
        if ranged and pieces:
            pieces[-1].last_year, pieces[-1].end = year, match.start() + token.end()
        else:
            end = match.start() + token.end()
            pieces.append(Piece(start, end, 1, 1, 12, 0, Precision.YEAR, year))
        start, ranged = match.start() + token.end() + 1, False
    if text[match.end() : match.end() + 1] == "级":
        return []
    return _closed(pieces, match)


@cache
def _year_tokens() -> re.Pattern[str]:
    return re.compile(rf"({g.YEAR})|[{g.RANGE_MARKS}{g.LIST_MARKS}]")


def _days_alone(text: str, match: Match[str], days: str, years: str | None) -> list[Piece]:
    """16日, 20-21日: days that still have to inherit their month; 10日内 is a duration."""
    if years is not None or text.startswith(("内", "以内", "之内", "为期"), match.end()):
        return []
    pieces: list[Piece] = []
    start, offset = match.start(), match.start(g.BARE_DAYS)
    for first, last, end, _ in _numbers(days):
        if not (1 <= first <= last <= 31):
            return []
        pieces.append(Piece(start, offset + end, 0, first, 0, last, Precision.DAY))
        start = offset + end + 1
    return _closed(pieces, match)


def _calendar_form(text: str, match: Match[str], year: str, month: str, day: str) -> list[Piece]:
    """2023-03-24; not a part of an address, a path or a number."""
    start, end = match.span()
    number, m, d = g.year_number(year), g.small_number(month), g.small_number(day)
    if number is None or not m or not d or m > 12 or d > 31:
        return []
    if (start and text[start - 1] in "/-._=:&?") or text[end : end + 1] in ("/", "-", "_"):
        return []
    return [Piece(start, end, m, d, m, d, Precision.DAY, number)]
