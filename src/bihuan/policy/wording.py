"""How dates are said to officials."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

WEEKDAYS = "一二三四五六日"
LISTED = 8
"""More days than this are counted instead of named: a step must stay readable."""


def said(day: date) -> str:
    """``2023年5月7日（星期日）``."""
    return f"{plainly(day)}（星期{WEEKDAYS[day.weekday()]}）"


def plainly(day: date) -> str:
    """``2023年5月7日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def said_days(days: Sequence[date]) -> str:
    """The days one by one while they are few, else how many they are."""
    if len(days) > LISTED:
        return f"共{len(days)}天"
    return "、".join(f"{day.month}月{day.day}日" for day in days)


def said_years(years: Sequence[int]) -> str:
    """``2027年`` or ``2027—2030年``, gaps kept apart by 、."""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][1] == year - 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return "、".join(f"{a}年" if a == b else f"{a}—{b}年" for a, b in spans)
