"""Where the yearly notices come from: the library's table, and what an office enters for a newer year."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bihuan.policy.calendar import Calendar, YearNotice, calendar_of
from bihuan.policy.errors import PolicyDataError
from bihuan.policy.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIBRARY = "国务院办公厅各年度节假日安排通知（chinesecalendar 数据表）"


@lru_cache(maxsize=1)
def library_notices() -> tuple[YearNotice, ...]:
    """One notice for each year that the library knows, oldest first."""
    # Imported here: the table costs as much time as a whole quick check.
    table = import_module("chinese_calendar.constants")
    holidays, workdays = _by_year(table.holidays), _by_year(table.workdays)
    return tuple(
        YearNotice(
            year,
            holidays=frozenset(holidays.get(year, ())),
            makeup_workdays=frozenset(workdays.get(year, ())),
            source=LIBRARY,
        )
        for year in range(min(holidays), max(holidays) + 1)
    )


def _by_year(days: Iterable[date]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    for day in days:
        found.setdefault(day.year, []).append(day)
    return found


@lru_cache(maxsize=8)
def working_calendar(entered: tuple[YearNotice, ...] = ()) -> Calendar:
    """The library's years, overridden and continued by the notices that were entered."""
    return calendar_of((*library_notices(), *entered))


def read_notices(text: str) -> tuple[YearNotice, ...]:
    """Notices of a TOML text: ``[[notice]]`` with ``year``, ``holidays``, ``makeup_workdays``, ``source``.

    A day is a date, several in a row are ``"2027-02-05/2027-02-11"``. Raises PolicyDataError.
    """
    rows = read_table(text, "notice")
    return tuple(_notice(row, number) for number, row in enumerate(rows, 1))


def _notice(row: dict[str, Any], number: int) -> YearNotice:
    year, source = row.get("year"), row.get("source")
    if not isinstance(year, int) or isinstance(year, bool) or not date.min.year < year <= date.max.year:
        raise PolicyDataError(f"第{number}份放假通知的 year 应为年份，例如 2027。")
    if not isinstance(source, str) or not source.strip():
        raise PolicyDataError(f"{year}年的放假通知缺少 source，请写明通知名称和文号。")
    return YearNotice(
        year,
        holidays=frozenset(_days(row, "holidays", year)),
        makeup_workdays=frozenset(_days(row, "makeup_workdays", year)),
        source=source.strip(),
    )


def _days(row: dict[str, Any], key: str, year: int) -> Iterator[date]:
    entries = row.get(key, [])
    if not isinstance(entries, list):
        raise PolicyDataError(f"{year}年放假通知的 {key} 应为日期列表。")
    for entry in entries:
        first, last = _span(entry, key, year)
        yield from map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _span(entry: object, key: str, year: int) -> tuple[date, date]:
    """First and last day of one entry; a row of days must not be longer than a year."""
    if isinstance(entry, date) and not isinstance(entry, datetime):
        return entry, entry
    try:
        first, _, last = str(entry).partition("/")
        span = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError:
        span = None
    if span is None or not 0 <= (span[1] - span[0]).days <= 366:
        raise PolicyDataError(
            f"{year}年放假通知的 {key} 中“{entry}”不是日期，请写成 2027-02-05 或 2027-02-05/2027-02-11。"
        )
    return span
