"""Votes of a Party group, by table and by property."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.policy.cases import answered
from bihuan.policy.cases.decide import answer
from bihuan.policy.quorum import Violation
from tests.policy.cases_of import cases

NAMES = "甲乙丙丁戊己庚"
USUAL = {
    "id": "会",
    "members": 7,
    "member_names": NAMES,
    "should_attend": 7,
    "present_names": NAMES,
    "observers": "",
    "agenda_type": "normal",
    "speak_order": "乙丙丁戊己庚甲",
    "chair": "甲",
    "written_opinions": "",
    "recused": "",
    "recusal_policy": "keep",
    "agree": "甲乙丙丁戊",
    "oppose": "己庚",
}
LISTS = ("member_names", "present_names", "observers", "speak_order", "written_opinions", "recused")
decide = partial(answered, answer=answer)


def question(change: dict[str, Any]) -> dict[str, Any]:
    """The usual meeting with changes; names are one character each, so lists are written as strings."""
    told = USUAL | change
    sides = {"agree": "yes", "oppose": "no"}  # YAML would read yes and no as truth values
    ballots = [{"name": name, "vote": vote} for side, vote in sides.items() for name in told.pop(side)]
    if told.pop("no_first", False):
        ballots.reverse()
    tally = Counter(ballot["vote"] for ballot in ballots)
    votes = told.pop("announced", {"yes": tally["yes"], "no": tally["no"], "abstain": 0})
    lists = {key: list(told[key]) for key in LISTS}
    return told | lists | {"present": len(lists["present_names"]), "voters": ballots, "votes": votes}


@pytest.mark.parametrize("case", cases("decide"))
def test_decision(case: dict[str, Any]) -> None:
    found = decide(question(case["change"]))
    assert found["violations"] == case.get("violations", [])
    assert {key: found[key] for key in case["out"]} == case["out"]


@pytest.mark.parametrize("case", cases("decide_refused"))
def test_senseless_meeting_is_refused_in_chinese(case: list[Any]) -> None:
    change, word = case
    found = decide(question({}) | change)
    assert set(found) == {"id", "error"}
    assert word in found["error"]


def test_blanks_inside_a_name_do_not_make_another_person() -> None:
    found = decide(question({}) | {"observers": ["王　坤"], "voters": [{"name": "王坤", "vote": "no"}]})
    assert "non_member_vote" in found["violations"]


def test_each_code_has_a_sentence() -> None:
    assert [code for code in Violation if not code.text] == []


@given(st.sets(st.sampled_from(NAMES)), st.lists(st.sampled_from(NAMES + "辛"), max_size=9))
def test_nothing_concludes_without_a_majority_of_present_members(present: set[str], yes: list[str]) -> None:
    found = decide(question({"present_names": sorted(present), "agree": yes, "oppose": ""}))
    assert found["valid_yes"] == len(present & set(yes))
    assert found["quorum_ok"] is (2 * len(present) >= 7)
    assert found["passed"] is (found["quorum_ok"] and 2 * found["valid_yes"] > 7)
    assert found["may_conclude"] is (found["passed"] and not found["violations"])
