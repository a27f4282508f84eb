"""The contract of json, the shape of sarif, and what people read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bihuan.checks.api import Diagnostic, Severity
from bihuan.checks.engine import Checked
from bihuan.checks.formats.json import write as write_json
from bihuan.checks.formats.sarif import write as write_sarif
from bihuan.checks.formats.text import write as write_text


def diagnostic(**changes: Any) -> Diagnostic:
    """One diagnostic with everything filled in."""
    values: dict[str, Any] = {
        "code": "ST04",
        "rule": "shared-response",
        "severity": Severity.INFO,
        "line": 3,
        "column": 3,
        "quote": "供水管网巡查不到位",
        "message": "两个问题只有一份整改情况。",
        "basis": None,
        "findings": ("1", "2"),
        "related": (4,),
        "fix": None,
    }
    return Diagnostic(**(values | changes))


def test_json_has_the_keys_of_the_contract_in_order() -> None:
    written = json.loads(write_json([("报告.txt", Checked((diagnostic(),)))]))
    assert list(written) == ["schema", "file", "diagnostics"]
    assert written["schema"] == "bihuan.diagnostics/1"
    assert list(written["diagnostics"][0]) == [
        "code",
        "rule",
        "severity",
        "line",
        "column",
        "quote",
        "message",
        "basis",
        "findings",
        "related",
        "fix",
    ]
    assert written["diagnostics"][0]["findings"] == ["1", "2"]
    assert written["diagnostics"][0]["related"] == [4]


def test_json_of_several_files_is_a_list() -> None:
    written = json.loads(write_json([("a.txt", Checked(())), ("b.txt", Checked(()))]))
    assert [one["file"] for one in written] == ["a.txt", "b.txt"]


def test_sarif_points_at_the_place_and_its_rule() -> None:
    one = diagnostic(fix="供水管网巡查已到位")
    run = json.loads(write_sarif([("年度 报告.txt", Checked((one,)))]))["runs"][0]
    result = run["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%E5%B9%B4%E5%BA%A6%20%E6%8A%A5%E5%91%8A.txt"
    assert place["region"] == {
        "startLine": 3,
        "startColumn": 3,
        "endColumn": 12,
        "snippet": {"text": "供水管网巡查不到位"},
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "ST04"
    assert result["level"] == "note"
    assert result["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 4}
    change = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"] == {"text": "供水管网巡查已到位"}


def test_text_puts_errors_first_and_folds_what_is_only_a_hint() -> None:
    hints = [diagnostic(line=line) for line in range(3, 13)]
    fault = diagnostic(code="ST01", rule="numbering-broken", severity=Severity.ERROR, line=20, related=())
    shown = write_text([("报告.txt", Checked((*hints, fault)))])
    assert shown.index("错误 ST01") < shown.index("提示 ST04")
    assert "另有 7 处：第 6、7、8、9、10、11、12 行" in shown
    assert "第 20 行 3 列" in shown
    assert "错误 1 处，提示 10 处" in shown


def test_text_says_so_when_nothing_is_found() -> None:
    assert "没有发现" in write_text([("报告.txt", Checked(()))])


@pytest.mark.parametrize("write", [write_json, write_sarif, write_text])
def test_every_format_ends_with_a_line_end(write: Any) -> None:
    assert write([("报告.txt", Checked((diagnostic(),)))]).endswith("\n")
