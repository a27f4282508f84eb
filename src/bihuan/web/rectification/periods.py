"""Periods of a regular duty and how each went. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Cell:
    """One period: ``state`` is done, late (made up for after its end), missed, now or ahead."""

    start: date
    end: date
    label: str
    state: str
    done_on: date | None


def first_day(every: str, day: date) -> date:
    """The first day of the period that holds a day."""
    length = MONTHS[every]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def following(every: str, start: date) -> date:
    """The first day of the period after the one that begins with ``start``."""
    months = start.year * 12 + start.month - 1 + MONTHS[every]
    return date(months // 12, months % 12 + 1, 1)


def label(every: str, start: date) -> str:
    """2026年3月, 2026年第1季度, 2026年."""
    if every == "month":
        return f"{start.year}年{start.month}月"
    return f"{start.year}年第{(start.month + 2) // 3}季度" if every == "quarter" else f"{start.year}年"


def cells(
    every: str,
    starts_on: date,
    ends_on: date | None,
    done: Mapping[date, date],
    today: date,
    limit: int = 120,
) -> list[Cell]:
    """All periods from the first to the one that holds today, oldest first, at most the last ``limit``."""
    found: list[Cell] = []
    start, last = first_day(every, starts_on), min(ends_on or today, today)
    while start <= last:
        after = following(every, start)
        end = after - timedelta(1)
        found.append(Cell(start, end, label(every, start), _state(start, end, done, today), done.get(start)))
        start = after
    return found[-limit:]


def _state(start: date, end: date, done: Mapping[date, date], today: date) -> str:
    if start in done:
        return "done" if done[start] <= end else "late"
    return "missed" if end < today else "now"
