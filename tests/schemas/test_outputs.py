"""What the commands write keeps the schemas, on texts of every kind, good and bad."""

from __future__ import annotations

import io
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from bihuan.cli import main

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """关于巡察整改进展情况的通报
2024年3月5日至4月30日，市委第二巡察组对临川市档案馆进行了巡察，6月12日反馈了意见。
一、组织领导
（一）及时部署。6月14日召开会议。
二、业务工作方面
1.借阅登记不全
（1）外借没有登记
6月20日，修订借阅登记办法。下一步将于9月底前检查一次。
从7月份开始，每月抽查一次登记本。
整改情况：完成整改。
2.库房温湿度记录缺失
3.消防器材过期
一是7月3日，更换灭火器12具。二是拟于年内补装烟感。
整改情况：正在整改。
三、下一步打算
继续落实，共3个问题，已完成1个，正在整改2个。
欢迎监督。联系电话：0000-1234567，电子邮箱：dag@example.cn。
临川市档案馆
2024年8月30日
"""
TEXTS = {
    "通报": REPORT,
    "没有标题": REPORT.partition("\n")[2],
    "只有编号": "1.借阅登记不全\n6月20日，修订办法。\n2.消防器材过期\n",
    "一行": "完成整改。",
    "成效标题": "一、主要成效\n（一）服务更好\n6月1日，开放新阅览室。\n",
}


def errors(name: str, value: Any) -> list[str]:
    schema = json.loads((files("bihuan") / "schemas" / name).read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.fixture(params=list(TEXTS))
def text_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_bytes(TEXTS[request.param].encode())
    return path


def test_parse_keeps_its_schema(text_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(text_file), "--format", "json"]) == 0
    assert errors("report.json", json.loads(capsys.readouterr().out)) == []


def test_parse_writes_keys_in_the_order_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    main(["parse", str(tmp_path / "a.txt"), "--format", "json"])
    written = json.loads(capsys.readouterr().out)
    schema = json.loads((files("bihuan") / "schemas" / "report.json").read_text(encoding="utf-8"))
    assert list(written) == list(schema["properties"])


def test_check_keeps_its_schema(text_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(text_file), "--format", "json"]) in {0, 1}
    assert errors("diagnostics.json", json.loads(capsys.readouterr().out)) == []


def policy(
    command: str, cases: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, Any]:
    data = io.BytesIO(json.dumps(cases, ensure_ascii=False).encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(data, encoding="utf-8"))
    status = main(["policy", command])
    return status, json.loads(capsys.readouterr().out)


DUE = {"id": "甲", "start": "2024-02-07", "n": 3, "unit": "month", "holiday_rollover": True}
PUBLISH = {
    "id": 1,
    "kind": "penalty",
    "decision_date": "2024-03-04",
    "publish_date": "2024-03-06",
    "limit_workdays": None,
}

DECIDE = {
    "id": "乙",
    "members": 5,
    "member_names": ["甲", "乙", "丙", "丁", "戊"],
    "should_attend": 5,
    "present": 4,
    "present_names": ["甲", "乙", "丙", "丁"],
    "observers": [],
    "agenda_type": "normal",
    "votes": {"yes": 4, "no": 0, "abstain": 0},
    "voters": [{"name": name, "vote": "yes"} for name in ("甲", "乙", "丙", "丁")],
    "speak_order": ["乙", "丙", "丁", "甲"],
    "chair": "甲",
    "written_opinions": [],
    "recused": [],
    "recusal_policy": "keep",
}
FEE = {"id": 4, "kind": "employed", "base": "4321.09", "months_unpaid": 2}
POLICY = [
    ("due", DUE, {"n": 0}),
    ("publish", PUBLISH, {"publish_date": "2024-01-01"}),
    ("decide", DECIDE, {"members": -1}),
    ("fee", FEE, {"kind": "unheard_of"}),
]


@pytest.mark.parametrize(("command", "good", "change"), POLICY, ids=[case[0] for case in POLICY])
def test_policy_keeps_its_schema(
    command: str,
    good: dict[str, Any],
    change: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (one := policy(command, good, monkeypatch, capsys))[0] == 0
    status, many = policy(command, [good, good | change], monkeypatch, capsys)
    assert status == 2
    assert ["error" in row for row in many] == [False, True]
    assert errors(f"policy-{command}.json", one[1]) + errors(f"policy-{command}.json", many) == []


def test_unannounced_year_keeps_the_schema(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = DUE | {"start": "2093-01-05", "n": 5, "unit": "workday"}
    _, answer = policy("due", case, monkeypatch, capsys)
    assert answer["provisional"] is True
    assert errors("policy-due.json", answer) == []
