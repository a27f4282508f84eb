"""Labels against answers: what is a hit, what is missed, what is a false alarm."""

from __future__ import annotations

from typing import Any

import pytest

from bihuan.checks.api import Diagnostic, Severity
from bihuan.scoring import Tally, grouped
from bihuan.scoring.checks import score as score_checks
from bihuan.scoring.reading import is_exact
from bihuan.scoring.reading import score as score_reading

LINES = ("甲" * 500, "乙" * 500)


def found(code: str, line: int, severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic(code, "rule", severity, line, 1, "引文", "说明", None, (), (), None)


def counts(tally: Tally) -> tuple[int, int, int]:
    return tally.hits, tally.missed, tally.false


@pytest.mark.parametrize(
    ("labels", "answers", "wanted"),
    [
        ({"diagnostics": [{"code": "CL01", "line": 1}]}, [found("CL01", 1)], (1, 0, 0)),
        ({"diagnostics": [{"code": "CL01", "line": 1, "alt_lines": [2]}]}, [found("CL01", 2)], (1, 0, 0)),
        ({"diagnostics": [{"code": "CL01", "line": 1}]}, [found("CL01", 2)], (0, 1, 1)),
        ({"diagnostics": []}, [found("CL01", 2), found("CL01", 2)], (0, 0, 1)),
        ({"optional": [{"code": "CL01", "line": 2}]}, [found("CL01", 2)], (0, 0, 0)),
        ({}, [found("CL01", 2, Severity.INFO)], (0, 0, 0)),
        ({"clean": ["CL01"]}, [found("CL01", 2, Severity.INFO)], (0, 0, 1)),
    ],
)
def test_each_code_and_line_counts_once(
    labels: dict[str, Any], answers: list[Diagnostic], wanted: tuple[int, int, int]
) -> None:
    tallies, notes = score_checks("甲", labels, answers, LINES)
    assert counts(tallies.get("CL01", Tally())) == wanted
    assert len(notes) == wanted[1] + wanted[2]


def test_rates_are_told_by_group_and_per_thousand_characters() -> None:
    tallies, _ = score_checks("甲", {"diagnostics": [{"code": "CL01", "line": 1}]}, [found("CL04", 1)], LINES)
    assert tallies["CL04"].per_thousand == 1.0
    total = grouped(tallies)
    assert counts(total["CL"]) == counts(total["all"]) == (0, 1, 1)
    assert (total["CL"].precision, total["CL"].recall, total["CL"].f1) == (0.0, 0.0, 0.0)
    assert (Tally().precision, Tally().recall) == (1.0, 1.0)


def view(status: str = "completed", day: str = "2023-03-06") -> dict[str, Any]:
    return {
        "sections": [
            {
                "responses": [
                    {
                        "findings": [{"number": "1", "title": "窗口排队时间长", "line": 1}],
                        "measures": [{"line": 2, "dates": [{"start": day, "end": day, "line": 2}]}],
                        "outcome": {"line": 2, "status": status},
                    }
                ]
            }
        ],
        "totals": [],
    }


def test_reading_is_compared_field_by_field() -> None:
    same, none = score_reading("甲", view(), view(), LINES)
    assert not none
    assert is_exact(same, "findings", "responses", "outcomes", "dates")
    other, notes = score_reading("甲", view(), view("ongoing", "2023-03-07"), LINES)
    assert not is_exact(other, "dates")
    assert {(note.key, note.fault) for note in notes} == {
        ("outcomes", "missed"), ("outcomes", "false"), ("dates", "missed"), ("dates", "false"),
    }  # fmt: skip
    left_out, _ = score_reading("甲", {**view(), "unscored": ["dates"]}, view(day="2023-03-07"), LINES)
    assert "dates" not in left_out
