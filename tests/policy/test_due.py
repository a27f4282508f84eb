"""Last days of periods, by table and by property."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.policy.calendar import calendar_of
from bihuan.policy.cases import answered
from bihuan.policy.cases.due import answer
from bihuan.policy.deadlines import Period, Unit, deadline
from bihuan.policy.notices import library_notices
from tests.policy.cases_of import cases

# Ends with 2026 whatever the installed library knows: the cases tell what happens after the table.
CALENDAR = calendar_of(notice for notice in library_notices() if notice.year <= 2026)
days = st.dates(date(2004, 1, 1), date(2028, 12, 31))
due = partial(answered, answer=partial(answer, calendar=CALENDAR))


@pytest.mark.parametrize("case", cases("due"))
def test_due_date_and_steps(case: dict[str, Any]) -> None:
    found = due({"id": 7} | case["ask"])
    assert (found["id"], found["due"]) == (7, case["due"])
    assert found.get("provisional", False) is case.get("provisional", False)
    told = "\n".join(found["steps"])
    assert [word for word in case.get("steps", []) if word not in told] == []


@pytest.mark.parametrize("case", cases("due_refused"))
def test_senseless_case_is_refused_in_chinese(case: list[Any]) -> None:
    question, word = case
    found = due(question)
    assert set(found) == {"id", "error"}
    assert word in found["error"]


@given(days, st.integers(1, 400), st.sampled_from(Unit))
def test_rolled_end_is_a_workday_and_no_workday_was_passed_over(start: date, n: int, unit: Unit) -> None:
    plain = deadline(start, Period(n, unit), CALENDAR).due
    rolled = deadline(start, Period(n, unit, holiday_rollover=True), CALENDAR).due
    assert CALENDAR.is_workday(rolled)
    assert CALENDAR.count(plain - timedelta(1), rolled) == 1


@given(days, st.integers(1, 3000))
def test_counting_gives_the_number_back(start: date, n: int) -> None:
    end = deadline(start, Period(n, Unit.WORKDAY), CALENDAR).due
    assert CALENDAR.count(start, end) == n
    assert CALENDAR.count(start, end - timedelta(1)) == n - 1


@given(days, st.integers(1, 120))
def test_months_end_on_the_same_number_or_the_last_of_the_month(start: date, n: int) -> None:
    end = deadline(start, Period(n, Unit.MONTH), CALENDAR).due
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == start.day or (end.day < start.day and (end + timedelta(1)).day == 1)


@given(days, st.integers(1, 50))
def test_years_are_twelve_months(start: date, n: int) -> None:
    years, months = (
        deadline(start, Period(*length), CALENDAR).due for length in [(n, Unit.YEAR), (12 * n, Unit.MONTH)]
    )
    assert years == months


@given(days, st.integers(1, 200), st.sampled_from(Unit), st.booleans())
def test_provisional_exactly_where_an_unknown_year_was_looked_up(
    start: date, n: int, unit: Unit, rollover: bool
) -> None:
    found = deadline(start, Period(n, unit, rollover), CALENDAR)
    looked_up = unit is Unit.WORKDAY or rollover
    assert found.provisional is (looked_up and found.due.year > 2026)
    assert found.provisional is any(step.startswith("待核") for step in found.steps)
