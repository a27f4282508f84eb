"""How dates and numbers are written for Chinese readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from markupsafe import Markup

from bihuan.web.base.words import day_words, headed

_WEEKDAYS = "一二三四五六日"


def day(value: date | None) -> str:
    """2023年5月8日, or a dash where there is none."""
    return day_words(value) or "—"


def short_day(value: date | None) -> str:
    """5月8日."""
    return f"{value.month}月{value.day}日" if value else "—"


def weekday(value: date) -> str:
    """周一."""
    return f"周{_WEEKDAYS[value.weekday()]}"


def moment(value: datetime) -> str:
    """2023年5月8日 14:05 in the office's time zone."""
    local = timezone.localtime(value)
    return f"{day(local)} {local:%H:%M}"


def stamp(value: date | None, form: Callable[[date | None], str] = day) -> Markup:
    """A ``time`` element that machines read too."""
    if value is None:
        return Markup("—")
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), form(value))


def stamp_short(value: date | None) -> Markup:
    """The same without the year."""
    return stamp(value, short_day)


def percent(part: int, whole: int) -> int:
    """Rounded down, so that nothing is 100 % before it is whole."""
    return part * 100 // whole if whole else 0


def days_left(due: date, today: date) -> str:
    """今天到期 / 还有3天 / 已逾期2天."""
    left = (due - today).days
    if left == 0:
        return "今天到期"
    return f"还有{left}天" if left > 0 else f"已逾期{-left}天"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "short_day": short_day,
    "weekday": weekday,
    "headed": lambda row: headed(row.number, row.title),
    "moment": moment,
    "stamp": stamp,
    "stamp_short": stamp_short,
    "percent": percent,
    "days_left": days_left,
}
