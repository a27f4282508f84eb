"""The short table of worked weekends says what the full table says."""

from __future__ import annotations

from datetime import date, timedelta

from bihuan.policy.makeup_days import is_worked_weekend
from bihuan.policy.notices import library_notices


def test_short_table_agrees_with_the_notices() -> None:
    notices = library_notices()
    worked = {day for notice in notices for day in notice.makeup_workdays}
    day, last = date(notices[0].year, 1, 1), date(notices[-1].year, 12, 31)
    while day <= last:
        if day.weekday() >= 5:
            assert is_worked_weekend(day) == (day in worked), day
        day += timedelta(1)


def test_year_without_a_notice_has_no_worked_weekend() -> None:
    assert not is_worked_weekend(date(2090, 1, 7))
