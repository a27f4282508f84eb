"""Statements of totals."""

from __future__ import annotations

import pytest

from bihuan.zh.totals import find_totals

from .support import SEED, cases


@pytest.mark.parametrize(("text", "items"), cases("totals"))
def test_totals_of_a_text(text: str, items: list[object]) -> None:
    found = find_totals(text)
    assert [[x.what, x.total, x.completed, x.ongoing, x.not_started, x.rate] for x in found] == items
    assert all(text.startswith(item.text, item.offset) for item in found)


def test_a_sentence_that_only_adds_belongs_to_the_statement_before() -> None:
    text = "反馈问题9个，已完成8个。长期整改问题1个。另有安排。"
    (item,) = find_totals(text)
    assert item.text == "反馈问题9个，已完成8个。长期整改问题1个。"


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed report is not beside the repository")
def test_seed_states_no_totals() -> None:
    assert [
        find_totals(line) for line in SEED.read_text(encoding="utf-8").split("\n") if find_totals(line)
    ] == []
