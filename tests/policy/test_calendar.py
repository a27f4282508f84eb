"""Working days: agreement with the library's own answers, and what entered notices change."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.policy.calendar import YearNotice, calendar_of
from bihuan.policy.errors import PolicyDataError
from bihuan.policy.notices import library_notices, read_notices, working_calendar

CALENDAR = working_calendar()
ENTERED = """
[[notice]]
year = 2027
holidays = ["2027-01-01/2027-01-03", 2026-12-31, "2027-02-05/2027-02-11"]
makeup_workdays = [2027-02-13]
source = "示例通知"
"""


def test_every_known_day_agrees_with_the_library() -> None:
    first, last = date(2004, 1, 1), date(2026, 12, 31)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    assert [day for day in days if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)] == []


@given(st.dates(date(2004, 1, 2), date(2026, 12, 31)), st.integers(0, 90))
def test_count_is_the_number_of_workdays_walked_over(until: date, back: int) -> None:
    after = max(until - timedelta(back), date(2004, 1, 1))
    walked = sum(CALENDAR.is_workday(after + timedelta(n)) for n in range(1, (until - after).days + 1))
    assert CALENDAR.count(after, until) == walked


def test_count_backwards_is_none() -> None:
    assert CALENDAR.count(date(2023, 5, 8), date(2023, 5, 4)) == 0


def test_coverage_is_shown_with_gaps() -> None:
    coverage = CALENDAR.coverage()
    assert coverage is not None
    assert (coverage.first, coverage.gaps) == (2004, ())
    assert coverage.last >= 2026
    notice = YearNotice(coverage.last + 3, frozenset(), frozenset(), "示例")
    longer = working_calendar((notice,)).coverage()
    assert longer is not None
    assert longer.text == f"2004—{coverage.last + 3}年（缺{coverage.last + 1}—{coverage.last + 2}年）"


def test_weekends_only_without_any_notice() -> None:
    calendar = calendar_of(())
    assert calendar.coverage() is None
    assert calendar.on_or_after(date(2023, 10, 1)) == date(2023, 10, 2)


def test_entered_notice_continues_the_table() -> None:
    calendar = working_calendar(read_notices(ENTERED))
    assert calendar.unknown_years(date(2026, 12, 1), date(2027, 3, 1)) == ()
    assert calendar.on_or_after(date(2027, 2, 5)) == date(2027, 2, 12)
    assert calendar.is_workday(date(2027, 2, 13))
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar_of(library_notices()[:23]).is_workday(date(2026, 12, 31))


def test_entered_notice_replaces_the_library_year() -> None:
    calendar = working_calendar((YearNotice(2023, frozenset(), frozenset(), "示例"),))
    assert calendar.is_workday(date(2023, 10, 2))
    assert not calendar.is_workday(date(2023, 10, 7))
    assert not calendar.is_workday(date(2024, 10, 2))


REFUSED = {
    "不是 TOML": ("[[notice", "TOML"),
    "空文本": ("", "没有找到"),
    "单括号": ("[notice]\nyear = 2027", r"\[\[notice\]\]"),
    "年份是文字": ('[[notice]]\nyear = "2027"\nsource = "例"', "year"),
    "没有来源": ("[[notice]]\nyear = 2027", "source"),
    "日期不在该年": ('[[notice]]\nyear = 2027\nsource = "例"\nholidays = [2028-01-01]', "核对年份"),
    "放假与上班重复": (
        '[[notice]]\nyear = 2027\nsource = "例"\nholidays = [2027-02-13]\nmakeup_workdays = [2027-02-13]',
        "只保留一处",
    ),
    "调休上班日不是周末": (
        '[[notice]]\nyear = 2027\nsource = "例"\nmakeup_workdays = [2027-02-12]',
        "本来就是工作日",
    ),
    "日期写错": ('[[notice]]\nyear = 2027\nsource = "例"\nholidays = ["2027-02-30"]', "不是日期"),
    "起止颠倒": ('[[notice]]\nyear = 2027\nsource = "例"\nholidays = ["2027-02-11/2027-02-05"]', "不是日期"),
    "带时刻": ('[[notice]]\nyear = 2027\nsource = "例"\nholidays = [2027-02-11T08:00:00]', "不是日期"),
    "不是列表": ('[[notice]]\nyear = 2027\nsource = "例"\nholidays = "2027-02-11"', "日期列表"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_wrong_notice_is_refused_in_chinese(text: str, words: str) -> None:
    with pytest.raises(PolicyDataError, match=words):
        read_notices(text)
