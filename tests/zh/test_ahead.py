"""What the dates of a text make of it: deed or plan, promise and due date."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bihuan.zh.commitments import find_commitments
from bihuan.zh.dates import Timeline, read_dates
from bihuan.zh.tense import read_tense

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "ahead.yaml").read_text("utf-8")
)
FEEDBACK, REPORT = date(2022, 2, 15), date(2022, 6, 30)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_dates_tell_plans_from_deeds(case: dict[str, Any]) -> None:
    text = case["text"]
    mentions = read_dates(text, Timeline(FEEDBACK, latest=REPORT))
    assert [mention.role.value for mention in mentions] == case["roles"]
    assert read_tense(text, mentions) == case["tense"]
    found = find_commitments(text, mentions)
    assert [[item.text, item.due, item.every, item.from_] for item in found] == case["promises"]
