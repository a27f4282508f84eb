"""Which policy holds, and what an office may add."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.policy import policy_for, policy_named, read_policies
from bihuan.policy.errors import PolicyDataError, PolicyError
from bihuan.policy.notices import working_calendar
from bihuan.policy.parameters import parameters
from bihuan.policy.policies import built_in_policies

OWN = """
[[policy]]
id = "hedong-100d"
title = "河东市集中整改一百天"
rectification = { n = 100, unit = "day", holiday_rollover = false }
effective_from = 2025-01-01
source = "河东市巡察办通知"
article = "第三条"
confidence = "L"
"""


@pytest.mark.parametrize(
    ("feedback_on", "name"),
    [
        (date(2013, 5, 1), "local-3m"),
        (date(2023, 2, 7), "local-3m"),
        (date(2024, 2, 7), "local-3m"),
        (date(2024, 2, 8), "national-2024"),
        (date(2026, 1, 1), "national-2024"),
    ],
)
def test_policy_in_force(feedback_on: date, name: str) -> None:
    policy = policy_for(feedback_on)
    assert policy is not None
    assert policy.id == name


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("national-2015", date(2023, 4, 7)),
        ("local-3m", date(2023, 5, 8)),
        ("national-2024", date(2023, 8, 7)),
    ],
)
def test_each_policy_has_its_last_day(name: str, due: date) -> None:
    found = policy_named(name).deadline(date(2023, 2, 7), working_calendar())
    assert found.due == due
    assert found.steps[0].startswith("依据：")


def test_plain_end_needs_no_calendar() -> None:
    assert policy_named("local-3m").plain_end(date(2023, 2, 7)) == date(2023, 5, 7)


def test_plan_is_due_where_the_policy_sets_it() -> None:
    calendar = working_calendar()
    plan = policy_named("national-2024").plan_deadline(date(2024, 3, 1), calendar)
    assert plan is not None
    assert plan.due == date(2024, 4, 1)
    assert policy_named("local-3m").plan_deadline(date(2023, 2, 7), calendar) is None


def test_weak_source_is_marked() -> None:
    assert "待核" in policy_named("national-2024").deadline(date(2025, 3, 3), working_calendar()).steps[0]
    assert "待核" not in policy_named("national-2015").basis


def test_unknown_name_lists_the_known() -> None:
    with pytest.raises(PolicyError, match="local-3m"):
        policy_named("national-2099")


def test_own_policy_comes_before_the_built_in() -> None:
    own = read_policies(OWN)
    chosen = policy_for(date(2025, 3, 3), own)
    assert chosen is own[0]
    assert chosen.deadline(date(2025, 3, 3), working_calendar()).due == date(2025, 6, 11)
    before = policy_for(date(2024, 12, 31), own)
    assert before is not None
    assert before.id == "national-2024"
    assert policy_named("hedong-100d", own) is own[0]


REFUSED = {
    "没有 id": ('title = "河东"', "id"),
    "没有标题": ('id = "a"\nrectification = {n = 3, unit = "month"}\nsource = "例"', "title"),
    "没有整改期限": ('id = "a"\ntitle = "例"\nsource = "例"', "rectification"),
    "期限为零": ('id = "a"\nrectification = {n = 0, unit = "month"}', "rectification"),
    "期限单位不明": ('id = "a"\nrectification = {n = 3, unit = "week"}', "rectification"),
    "期限不是表": ('id = "a"\nrectification = 3', "rectification"),
    "整改期限按工作日": ('id = "a"\nrectification = {n = 3, unit = "workday"}', "日、月或年"),
    "生效晚于失效": (
        'id = "a"\nrectification = {n = 3, unit = "month"}\neffective_from = 2025-01-02\n'
        "effective_to = 2025-01-01",
        "早于生效",
    ),
    "日期写成文字": ('id = "a"\nrectification = {n = 3, unit = "month"}\neffective_from = "2025"', "日期"),
    "可信程度不明": (
        'id = "a"\ntitle = "例"\nsource = "例"\nrectification = {n = 3, unit = "month"}\nconfidence = "Z"',
        "A、B、L、C",
    ),
}


@pytest.mark.parametrize(("body", "words"), REFUSED.values(), ids=REFUSED)
def test_wrong_policy_is_refused_in_chinese(body: str, words: str) -> None:
    with pytest.raises(PolicyDataError, match=words):
        read_policies(f"[[policy]]\n{body}\n")


def test_same_id_twice_is_refused() -> None:
    with pytest.raises(PolicyDataError, match="两次"):
        read_policies(OWN + OWN)


def test_every_parameter_and_policy_names_its_source() -> None:
    assert [entry.id for entry in parameters().values() if not entry.source or not entry.title] == []
    assert [policy.id for policy in built_in_policies() if not policy.source] == []
