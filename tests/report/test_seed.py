"""The seed report reads as its expected skeleton says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bihuan.report import read, to_view


@pytest.fixture
def view(shared: Path) -> dict[str, Any]:
    data = (shared / "seed" / "000_a1fec5a0f4fe819b.txt").read_bytes()
    return to_view(read(data, "000_a1fec5a0f4fe819b.txt"))


def differences(expected: Any, found: Any, path: str = "") -> list[str]:
    """Places where what is expected is not found; more than expected is no difference."""
    if isinstance(expected, dict):
        return [
            d for key, value in expected.items() for d in differences(value, found.get(key), f"{path}/{key}")
        ]
    if isinstance(expected, list):
        if len(expected) != len(found):
            return [f"{path}: {len(expected)} != {len(found)}"]
        return [d for i, value in enumerate(expected) for d in differences(value, found[i], f"{path}/{i}")]
    return [] if expected == found else [f"{path}: {expected!r} != {found!r}"]


def test_seed_has_the_expected_skeleton(shared: Path, view: dict[str, Any]) -> None:
    expected = json.loads((shared / "seed" / "structure.json").read_text(encoding="utf-8"))
    assert differences(expected, view) == []


def test_seed_counts(view: dict[str, Any]) -> None:
    responses = [response for section in view["sections"] for response in section["responses"]]
    findings = [finding for response in responses for finding in response["findings"]]
    assert len(responses) == 14
    assert len(findings) == 19
    assert sum(len(finding["subfindings"]) for finding in findings) == 11
    assert sum(len(response["measures"]) for response in responses) == 54
    assert view["unread"] == []


def test_seed_tells_its_inspection(view: dict[str, Any]) -> None:
    assert view["inspection"] == {
        "start": "2022-10-08", "end": "2022-12-23", "team": "第二巡察组", "unit": "市统计局"
    }  # fmt: skip
    assert view["feedback_on"] == "2023-02-07"


def test_seed_commitments(view: dict[str, Any]) -> None:
    told = {(row["line"], row["due"], row["every"], row["from"]) for row in view["commitments"]}
    assert (7, None, "month", "2023-04-01") in told
    assert {14, 16, 25, 39, 54} <= {row["line"] for row in view["commitments"]}
    assert (16, None, None, "2023-07-01") in told
