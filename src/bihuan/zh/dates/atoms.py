"""From a match of the grammar to pieces of the calendar, and what only looks like a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.zh.dates import grammar as g
from bihuan.zh.dates.kinds import Precision
from bihuan.zh.dates.pieces import CALENDAR_YEAR, Piece
from bihuan.zh.vocab import entries, pairs

if TYPE_CHECKING:
    from re import Match

_WORDS = entries("dates")
_RELATIVE = frozenset(("今", "去", "明", "同", "次", "当", "翌", "上", "上一"))
_ALONE = frozenset(("今", "去", "明", "同"))
"""Relative years that mean a year also without a month behind them; 当年, 次年 and 上一年 may be any."""
_NO_RELATIVE_YEAR_BEFORE = pairs("dates", "no_relative_year_before")
_LONGEST_MARKER = 4
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 0)}
_UNFILLED = frozenset("XxＸｘ×*＊_＿某○")
_SURE_MONTH_BEFORE = frozenset("，,、。；;至到-")


class _Item(NamedTuple):
    first: int
    last: int
    end: int
    """Where the item ends in the list's text."""
    ranged: bool


def read_atom(text: str, match: Match[str], inside: bool = False) -> list[Piece]:
    """Pieces of one atom: several where it lists numbers; none where the words are no date.

    *inside* a chain a day may stand without its month.
    """
    years = match[g.YEARS]
    if years is None:
        if match[g.MONTHS] is not None:
            return _months(text, match, None, "")
        if match[g.ISO_YEAR] is not None:
            return _calendar_form(text, match)
        if match[g.BARE_DAYS] is not None:
            return _days_alone(text, match, inside)
        return _part_of_year(text, match, None, "")
    if match[g.BARE_DAYS] is not None:
        return []
    if years in _RELATIVE:
        return _in_year(text, match, None, years) if _is_relative_year(text, match, years) else []
    if len(years) > 4:
        return _many_years(text, match, years)
    year = g.year_number(years)
    return [] if year is None else _in_year(text, match, year, "")


def _in_year(text: str, match: Match[str], year: int | None, relative: str) -> list[Piece]:
    if match[g.MONTHS] is not None:
        return _months(text, match, year, relative)
    return _part_of_year(text, match, year, relative)


def _is_relative_year(text: str, match: Match[str], word: str) -> bool:
    """False for 说明年度, 层次年轻 and the like."""
    start, end = match.span()
    if start and text[start - 1] in _NO_RELATIVE_YEAR_BEFORE.get(word, ""):
        return False
    behind = match.end(g.YEARS) + 1
    if end != behind:
        return text[behind] != "度"
    return text[end : end + 1] not in _WORDS["no_relative_year_after"]


def _months(text: str, match: Match[str], year: int | None, relative: str) -> list[Piece]:
    start, end = match.span()
    if year is None and not relative and start and text[start - 1] in _WORDS["no_month_before"]:
        return []
    month, days = g.small_number(match[g.MONTHS]), match[g.DAYS]
    if month is None:
        return _many_months(text, match, year, relative)
    if not 1 <= month <= 12:
        return []
    if days is None:
        return _month_or_part(text, match, month, year, relative)
    day = g.small_number(days)
    if day is None:
        return _many_days(match, month, year, relative)
    if not 1 <= day <= 31:
        return []
    return [Piece(start, end, month, day, month, day, Precision.DAY, year, None, relative)]


def _month_or_part(text: str, match: Match[str], month: int, year: int | None, relative: str) -> list[Piece]:
    """3月份, 3月上旬, 3月底."""
    start, end = match.span()
    edge = match[g.MONTH_EDGE]
    if edge is not None and text[end - 1 : end + 1] in _WORDS["no_part"]:
        edge, end = None, end - 1
    first, last, precision = 1, 0, Precision.MONTH
    if match[g.TEN_DAYS] is not None:
        first, last = _THIRDS[match[g.TEN_DAYS][0]][0], _THIRDS[match[g.TEN_DAYS][-1]][1]
        precision = Precision.TEN_DAYS
    elif edge == "初":
        last, precision = 10, Precision.TEN_DAYS
    elif edge is not None:
        first, precision = 0, Precision.DAY
    elif not _is_month(text, start, end, year):
        return []
    return [Piece(start, end, month, first, month, last, precision, year, None, relative)]


def _is_month(text: str, start: int, end: int, year: int | None) -> bool:
    """False for durations, magazine numbers, every month, and a day whose 日 was lost (3月24，)."""
    if end == len(text) or text[end] in _SURE_MONTH_BEFORE:
        return True
    if text[end].isdecimal():
        return not g.lost_day().match(text, end)
    if text[end] in _UNFILLED and "日" in text[end + 1 : end + 4]:
        return False  # 9月X日
    if text[end - 1] == "月" and text.startswith(_WORDS["no_month_after"], end):
        return text.startswith(_WORDS["still_month"], end)
    if year is None and not text[start].isdecimal():  # 一月一调度, 三月一评
        return text[end] not in _WORDS["counted"]
    return True


def _items(text: str) -> list[_Item]:
    """Items of a list of numbers or years; none where something in it is no number."""
    found: list[_Item] = []
    ranged = False
    for token in g.number_or_mark().finditer(text):
        if token[1] is None:
            ranged = token[0] in g.RANGE_MARKS
            continue
        number = g.year_number(token[1]) if len(token[1]) == 4 else g.small_number(token[1])
        if number is None:
            return []
        if ranged and found:
            found[-1] = _Item(found[-1].first, number, token.end(), True)
        else:
            found.append(_Item(number, number, token.end(), False))
        ranged = False
    return found


def _many_days(match: Match[str], month: int, year: int | None, relative: str) -> list[Piece]:
    """2月16-17日, 3月5、6日: each item is a date; the text of the first begins with the year or month."""
    pieces: list[Piece] = []
    start, offset = match.start(), match.start(g.DAYS)
    for item in _items(match[g.DAYS]):
        if not 1 <= item.first <= item.last <= 31:
            return []
        end = offset + item.end
        pieces.append(
            Piece(start, end, month, item.first, month, item.last, Precision.DAY, year, None, relative)
        )
        start = end + 1
    return _closed(pieces, match)


def _closed(pieces: list[Piece], match: Match[str]) -> list[Piece]:
    """The last item of a list takes the unit behind it into its text."""
    if pieces:
        pieces[-1] = pieces[-1]._replace(end=match.end())
    return pieces


def _many_months(text: str, match: Match[str], year: int | None, relative: str) -> list[Piece]:
    """2023年2-4月, 3、4月份; at the head of a line a first number with 、 is the number of an item."""
    items, start, offset = _items(match[g.MONTHS]), match.start(), match.start(g.MONTHS)
    if match[g.DAYS] or match[g.TEN_DAYS] or match[g.MONTH_EDGE]:
        return _last_month_only(text, match, items, year)
    if not _is_month(text, start, match.end(), year):
        return []
    if (
        year is None
        and len(items) > 1
        and not items[0].ranged
        and not text[max(0, start - 4) : start].strip()
    ):
        start = offset + items[0].end + 1
        items = items[1:]
    pieces: list[Piece] = []
    for item in items:
        if not (1 <= item.first <= 12 and 1 <= item.last <= 12):
            return []
        end = offset + item.end
        pieces.append(Piece(start, end, item.first, 1, item.last, 0, Precision.MONTH, year, None, relative))
        start = end + 1
    return _closed(pieces, match)


def _last_month_only(text: str, match: Match[str], items: list[_Item], year: int | None) -> list[Piece]:
    """A day belongs to one month: the numbers before it (2、5月10日) are something else."""
    if year is not None or not items or items[-1].ranged:
        return []
    at = match.start(g.MONTHS) + max(match[g.MONTHS].rfind(mark) for mark in g.LIST_MARKS) + 1
    again = g.atom().match(text, at)
    return read_atom(text, again) if again and at > match.start() else []


def _many_years(text: str, match: Match[str], years: str) -> list[Piece]:
    """2021-2023年: only whole years; a list with a part of the year behind it names no single date."""
    if match.end() != match.end(g.YEARS) + 1 and not match[0].endswith("年度"):
        return []
    if text[match.end() : match.end() + 1] in _WORDS["whole_year_only"]:
        return []
    pieces: list[Piece] = []
    start = match.start()
    for item in _items(years):
        end = match.start() + item.end
        pieces.append(Piece(start, end, 1, 1, 12, 0, Precision.YEAR, item.first, item.last))
        start = end + 1
    return _closed(pieces, match)


def _days_alone(text: str, match: Match[str], inside: bool) -> list[Piece]:
    """16日, 20-21日: days that still have to inherit their month; 10日内 is a duration."""
    if text.startswith(_WORDS["duration_after"], match.end()):
        return []
    if not inside and match.start() == 0:
        return []
    pieces: list[Piece] = []
    start, offset = match.start(), match.start(g.BARE_DAYS)
    for item in _items(match[g.BARE_DAYS]):
        if not 1 <= item.first <= item.last <= 31:
            return []
        pieces.append(Piece(start, offset + item.end, 0, item.first, 0, item.last, Precision.DAY))
        start = offset + item.end + 1
    return _closed(pieces, match)


def _calendar_form(text: str, match: Match[str]) -> list[Piece]:
    """2023-03-24; not a part of an address, a path or a number."""
    start, end = match.span()
    year = g.year_number(match[g.ISO_YEAR])
    month, day = g.small_number(match[g.ISO_MONTH]), g.small_number(match[g.ISO_DAY])
    if year is None or not month or not day or month > 12 or day > 31:
        return []
    if (start and text[start - 1] in "/-._=:&?" and not _follows_marker(text, start)) or text[
        end : end + 1
    ] in ("/", "-", "_"):
        return []
    return [Piece(start, end, month, day, month, day, Precision.DAY, year)]


def _follows_marker(text: str, start: int) -> bool:
    """2.2023.12.6: the number of an item at the head of the text."""
    return start <= _LONGEST_MARKER and text[start - 1] == "." and text[: start - 1].strip().isdecimal()


def _part_of_year(text: str, match: Match[str], year: int | None, relative: str) -> list[Piece]:
    """Quarters, halves, beginning and end of a year, and the year itself."""
    if match[g.QUARTERS] is not None:
        return _quarters(text, match, year, relative)
    start, end = match.span()
    if year is None and not relative:
        if start and text[start - 1] in _WORDS["no_year_before"]:
            return []
        relative = CALENDAR_YEAR
    if match[g.FIRST_MONTHS] is not None:  # 今年前四个月
        count = match[g.FIRST_MONTHS].replace("两", "2")
        months, month = g.small_number(count) or 0, Precision.MONTH
        return [Piece(start, end, 1, 1, months, 0, month, year, None, relative)] if 1 <= months <= 12 else []
    if match[g.HALF] is not None:
        first, last = 1 if match[g.HALF][0] == "上" else 7, 6 if match[g.HALF][-1] == "上" else 12
        return [Piece(start, end, first, 1, last, 0, Precision.HALF_YEAR, year, None, relative)]
    edge = match[g.YEAR_EDGE]
    if edge is not None and text[end - 1 : end + 1] in _WORDS["no_part"]:
        edge, end = None, end - 1
        if relative == CALENDAR_YEAR:
            return []
    if edge is None and not _is_year(text, end, relative):
        return []
    if edge is not None and relative == CALENDAR_YEAR and text.startswith(_WORDS["no_year_edge_after"], end):
        return []
    if match[g.WHOLE] is not None and (
        text.startswith(_WORDS["no_whole_year_after"], end) or _says_how_much(text, start, relative)
    ):
        return []
    if edge == "初":
        return [Piece(start, end, 1, 1, 1, 0, Precision.MONTH, year, None, relative)]
    if edge in ("底", "末"):
        return [Piece(start, end, 12, 31, 12, 31, Precision.DAY, year, None, relative)]
    return [Piece(start, end, 1, 1, 12, 0, Precision.YEAR, year, None, relative)]


def _is_year(text: str, end: int, relative: str) -> bool:
    """False for 2021年级, 全年龄 and for a relative year that may be any."""
    if relative and relative != CALENDAR_YEAR and text[end - 1] != "年":
        return False
    if relative and relative not in _ALONE and relative != CALENDAR_YEAR:
        return False
    if text[end - 1] == "年" and g.run_together().match(text, end):
        return False
    return text[end : end + 1] not in _WORDS["whole_year_only"]


def _says_how_much(text: str, start: int, relative: str) -> bool:
    """，全年召开会议4次, 预计全年节支9万元: it says how often or how much; it is no date."""
    return relative == CALENDAR_YEAR and (
        start == 0 or text[start - 1] in "，。；,;" or text.endswith(("预计", "估计"), 0, start)
    )


def _quarters(text: str, match: Match[str], year: int | None, relative: str) -> list[Piece]:
    start, end = match.span()
    until = match[g.UNTIL] is not None
    if year is None and not relative and not _is_quarter(text, start, end, until):
        return []
    pieces: list[Piece] = []
    offset = match.start(g.QUARTERS)
    for item in _items(match[g.QUARTERS]):
        month, stop = 1 if until else item.first * 3 - 2, offset + item.end
        pieces.append(Piece(start, stop, month, 1, item.last * 3, 0, Precision.QUARTER, year, None, relative))
        start = stop + 1
    pieces = _closed(pieces, match)
    if (
        len(pieces) == 1
        and text[end : end + 1] in ("末", "底")
        and text[end : end + 2] not in _WORDS["no_part"]
    ):
        only = pieces[0]
        return [only._replace(end=end + 1, month=only.last_month, day=0, precision=Precision.DAY)]
    return pieces


def _is_quarter(text: str, start: int, end: int, until: bool) -> bool:
    """False for 每一季度 and 一季度一研判."""
    if start and text[start - 1] in _WORDS["one_of_many"]:
        return False
    return until or text[start] == "第" or text[end : end + 1] not in _WORDS["counted"]
