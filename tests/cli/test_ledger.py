"""``bihuan ledger``: JSON by its schema, exit status, sentences for what cannot be read."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from tests.ledger.books import workbook

from bihuan.cli import main
from bihuan.ledger.guard import BROKEN

if TYPE_CHECKING:
    from pathlib import Path

SHEET = {
    "name": "整改台账",
    "rows": [
        ["填报日期：2024年3月1日"],
        ["序号", "问题", "整改措施", "责任领导", "责任部门", "责任人", "完成时限", "整改状态"],
        [1, "登记不全", "1.补记\n2.抽查", "局长王坤", "办公室", "赵敏", "6月底前", "已完成"],
        [2, "记录缺失", "补录", "", "", "", "2月30日", ""],
        [None, "没有编号的问题", "", "", "", "", "", "说不清"],
    ],
}


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(workbook([SHEET]))
    return str(file)


def test_json_keeps_the_contract(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", path]) == 0
    answer = json.loads(capsys.readouterr().out)
    schema = json.loads((files("bihuan") / "schemas" / "ledger.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer)
    assert list(answer) == ["rows", "rejects"]
    assert answer["rows"][0] == {
        "finding_no": "1",
        "finding": "登记不全",
        "measures": ["补记", "抽查"],
        "leader": ["王坤"],
        "department": ["办公室"],
        "person": ["赵敏"],
        "due": {"text": "6月底前", "date": "2024-06-30", "kind": "date", "keep_on": False},
        "status": "completed",
        "sheet": "整改台账",
        "row": 3,
    }
    assert [(row["finding_no"], row["status"]) for row in answer["rows"][1:]] == [(None, "unknown")]
    assert answer["rejects"] == [{"sheet": "整改台账", "row": 4, "reason": "bad_due", "text": "2月30日"}]


def test_text_tells_people_why(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", path, "--format", "text"]) == 0
    written = capsys.readouterr().out
    assert "读出 2 行，未能读入 1 行。" in written
    assert "第4行〕2月30日：日历上没有这一天，请改正时限。" in written


def test_as_of_stands_in_for_the_filling_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "台账.csv"
    file.write_text("序号,问题,整改措施,完成时限\n1,登记不全,补记,6月底前\n", encoding="utf-8")
    assert main(["ledger", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["rejects"][0]["reason"] == "unclear_due"
    assert main(["ledger", str(file), "--as-of", "2025-02-01"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["due"]["date"] == "2025-06-30"


def test_what_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 99)
    assert main(["ledger", str(tmp_path / "坏.xlsx")]) == 2
    assert main(["ledger", str(tmp_path / "没有.xlsx")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        f"bihuan ledger：{BROKEN}",
        f"bihuan ledger：找不到文件“{tmp_path / '没有.xlsx'}”，请检查路径。",
    ]


def test_formulas_without_a_result_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "整改台账"
    for row in (
        ["序号", "问题", "整改措施"],
        ["=ROW()-1", "登记不全", "补记"],
        [2, "记录缺失", '="补"&"录"'],
    ):
        book.active.append(row)
    file = tmp_path / "台账.xlsx"
    book.save(file)
    assert main(["ledger", str(file)]) == 0
    shown = capsys.readouterr()
    assert [row["finding"] for row in json.loads(shown.out)["rows"]] == ["登记不全", "记录缺失"]
    assert "“整改台账”的A2、“整改台账”的C3共2格是公式" in shown.err
