"""Plans and deeds, and their look-alikes."""

from __future__ import annotations

import pytest

from bihuan.zh.tense import find_plans, read_tense

from .support import SEED, cases


@pytest.mark.parametrize(("text", "tense"), cases("tense"))
def test_tense_of_a_measure(text: str, tense: str) -> None:
    assert read_tense(text) == tense


@pytest.mark.parametrize(("text", "plans"), cases("plans"))
def test_plans_of_a_text(text: str, plans: list[list[str]]) -> None:
    found = find_plans(text)
    assert [[quote, strength] for _, quote, strength in found] == plans
    assert all(text.startswith(quote, place) for place, quote, _ in found)


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed report is not beside the repository")
def test_seed_has_plans_in_seven_paragraphs_and_no_more() -> None:
    lines = SEED.read_text(encoding="utf-8").split("\n")
    mixed = [number for number, line in enumerate(lines, 1) if read_tense(line) != "done"]
    assert mixed == [14, 16, 25, 39, 54, 84]
