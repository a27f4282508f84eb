"""Publication of decisions, by table and by property."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.policy.calendar import calendar_of
from bihuan.policy.cases import answered
from bihuan.policy.cases.publish import answer
from bihuan.policy.errors import PolicyError
from bihuan.policy.notices import library_notices
from bihuan.policy.publicity import Timeliness, publication
from tests.policy.cases_of import cases

# Ends with 2026 whatever the installed library knows: the cases tell what happens after the table.
CALENDAR = calendar_of(notice for notice in library_notices() if notice.year <= 2026)
publish = partial(answered, answer=partial(answer, calendar=CALENDAR))


@pytest.mark.parametrize("case", cases("publish"))
def test_publication(case: dict[str, Any]) -> None:
    assert publish({"id": "甲"} | case["ask"]) == {"id": "甲"} | case["answer"]


@pytest.mark.parametrize("case", cases("publish_refused"))
def test_senseless_case_is_refused_in_chinese(case: list[Any]) -> None:
    question, word = case
    found = publish({"id": "乙"} | question)
    assert set(found) == {"id", "error"}
    assert word in found["error"]


@given(st.dates(date(2005, 1, 1), date(2026, 6, 1)), st.integers(0, 60), st.integers(1, 30))
def test_more_workdays_than_the_limit_are_always_late(decided_on: date, wait: int, limit: int) -> None:
    found = publication(decided_on, decided_on + timedelta(wait), limit, CALENDAR)
    assert found.workdays_used is not None
    if found.workdays_used > limit:
        assert found.status is Timeliness.LATE
    if found.workdays_used < limit:
        assert found.status is Timeliness.ON_TIME


def test_steps_tell_the_verdict() -> None:
    found = publication(date(2023, 1, 13), date(2023, 1, 30), 7, CALENDAR)
    assert [step[:2] for step in found.steps] == ["起算", "规则", "结论"]
    assert "逾期" in found.steps[-1]


def test_limit_below_one_is_refused() -> None:
    with pytest.raises(PolicyError, match="大于0"):
        publication(date(2023, 1, 13), None, 0, CALENDAR)
