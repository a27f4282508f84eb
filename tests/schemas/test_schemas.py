"""The JSON Schemas accept what the contracts show and refuse what they forbid; the programs keep them."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing.jsonschema import EMPTY_REGISTRY

Json = dict[str, Any]
FOLDER = files("bihuan") / "schemas"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.name.endswith(".json"))

REPORT: Json = {
    "schema": "bihuan.report/1",
    "kind": "report",
    "title": None,
    "issuer": None,
    "issued_on": "2024-05-06",
    "inspection": {"start": None, "end": None, "team": None, "unit": "临川市档案馆"},
    "feedback_on": None,
    "sections": [
        {
            "number": "一",
            "title": "学习方面",
            "line": 1,
            "role": "findings",
            "responses": [
                {
                    "findings": [{"number": "1", "title": "学得少", "line": 2, "subfindings": []}],
                    "measures": [
                        {
                            "text": "3月1日学了一次。",
                            "line": 3,
                            "tense": "done",
                            "dates": [
                                {
                                    "text": "3月1日",
                                    "line": 3,
                                    "column": 1,
                                    "start": "2024-03-01",
                                    "end": "2024-03-01",
                                    "precision": "day",
                                    "role": "action",
                                }
                            ],
                        }
                    ],
                    "outcome": {"text": "完成整改。", "line": 4, "status": "completed"},
                }
            ],
        }
    ],
    "totals": [],
    "commitments": [],
    "contact": None,
    "unread": [],
}

DIAGNOSTICS: Json = {
    "schema": "bihuan.diagnostics/1",
    "file": "通报.txt",
    "diagnostics": [
        {
            "code": "CL01",
            "rule": "closed-with-future-work",
            "severity": "error",
            "line": 3,
            "column": 5,
            "quote": "尚未开展",
            "message": "已写完成整改，为何仍有尚未开展的工作?",
            "basis": None,
            "findings": ["1"],
            "related": [4],
            "fix": None,
        }
    ],
}
DUE: list[Json] = [
    {"id": "甲", "due": "2024-05-08", "steps": ["起算"]},
    {"id": 2, "error": "期限须大于零。"},
]
PUBLISH: Json = {"id": "乙", "due": "2024-05-08", "status": "pending", "workdays_used": None}

DECIDE: Json = {
    "id": 3,
    "quorum_ok": True,
    "passed": True,
    "violations": ["chair_not_last", "double_vote"],
    "valid_yes": 5,
    "may_conclude": False,
}
FEE: list[Json] = [
    {"id": "丙", "fee": "12.34", "fee_range": None, "flags": []},
    {"id": "丁", "fee": None, "fee_range": ["0.20", "1.00"], "flags": ["arrears"]},
]

LEDGER: Json = {
    "rows": [
        {
            "finding_no": "3",
            "finding": "外借登记不全",
            "measures": ["修订外借登记办法"],
            "leader": ["王坤"],
            "department": ["办公室"],
            "person": [],
            "due": {"text": "6月底前", "date": "2024-06-30", "kind": "date", "keep_on": False},
            "status": None,
            "sheet": "台账",
            "row": 5,
        }
    ],
    "rejects": [{"sheet": "台账", "row": 6, "reason": "unclear_due", "text": "尽快"}],
}

COMPARISON: Json = {
    "schema": "bihuan.comparison/1",
    "mode": "versions",
    "old": "一稿.txt",
    "new": "二稿.txt",
    "facts": [{"what": "成文日期", "old": "2024-05-06", "new": "2024-06-06"}],
    "responses": [
        {
            "findings": [
                {
                    "change": "moved", "line": 2, "old_line": 1, "text": "学得少", "old_text": "学得少",
                    "number": "2", "old_number": "1",
                }
            ],
            "subfindings": [],
            "measures": [
                {"change": "removed", "line": None, "old_line": 3, "text": None, "old_text": "学了一次。"}
            ],
            "outcome": None,
            "questions": ["这个问题没有措施作答。"],
        }
    ],
    "unanswered": [{"number": "2", "title": "学得少", "line": 2}],
    "unasked": [],
    "trend": None,
}  # fmt: skip

COVERAGE: Json = {
    "schema": "bihuan.coverage/1",
    "file": "通报.txt",
    "rows": [
        {
            "finding": "1", "number": "（1）", "title": "外借没有登记", "line": 4, "covered": True,
            "words": [
                {
                    "word": "外借", "more": 0,
                    "places": [{"line": 5, "before": "修订", "words": "外借", "after": "登记办法。"}],
                },
            ],
            "otherwise": [],
        }
    ],
}  # fmt: skip

EXAMPLES: dict[str, Any] = {
    "coverage.json": COVERAGE,
    "comparison.json": COMPARISON,
    "report.json": REPORT,
    "ledger.json": LEDGER,
    "diagnostics.json": DIAGNOSTICS,
    "policy-decide.json": DECIDE,
    "policy-due.json": DUE,
    "policy-fee.json": FEE,
    "policy-publish.json": PUBLISH,
}


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return Draft202012Validator(
        schema, registry=EMPTY_REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(validator(name).schema)


def test_every_schema_has_an_example() -> None:
    assert sorted(EXAMPLES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_example_is_accepted(name: str) -> None:
    validator(name).validate(EXAMPLES[name])


BROKEN = [
    ("未知的状态", ["sections", 0, "responses", 0, "outcome", "status"], "done"),
    ("日期写成汉字", ["issued_on"], "2024年5月6日"),
    ("不存在的日期", ["issued_on"], "2024-02-30"),
    ("行号从零起", ["sections", 0, "line"], 0),
    ("组织领导部分不应有作答", ["sections", 0, "role"], "leadership"),
    ("缺少的部分", ["contact"], {}),
    ("多余的键", ["page"], 1),
]


@pytest.mark.parametrize(("path", "value"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_broken_report_is_refused(path: list[str | int], value: object) -> None:
    broken: Any = copy.deepcopy(REPORT)
    place = broken
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not validator("report.json").is_valid(broken)


def test_result_and_error_do_not_mix() -> None:
    assert not validator("policy-due.json").is_valid({**DUE[0], "error": "期限须大于零。"})
