"""Layouts of real offices, in our own words: tests/cases/ledger/*.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.ledger.books import plain_rejects, plain_rows, workbook

from bihuan.ledger import read_ledger
from bihuan.ledger.lines import EXAMPLE_SIGNS
from bihuan.ledger.vocabulary import words

FOLDER = Path(__file__).parents[1] / "cases" / "ledger"
CASES: list[dict[str, Any]] = [
    case
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_layout(case: dict[str, Any]) -> None:
    ledger = read_ledger(workbook(case["sheets"]), "台账.xlsx")
    assert (plain_rows(ledger), plain_rejects(ledger)) == (case.get("rows", []), case.get("rejects", []))


def test_there_are_many_layouts() -> None:
    assert len({case["name"] for case in CASES}) >= 25


@pytest.mark.parametrize("entry", ["example", "example_remark"])
def test_the_cheap_look_misses_no_example(entry: str) -> None:
    assert [word for word in words(entry) if EXAMPLE_SIGNS.isdisjoint(word)] == []
