"""``bihuan bench`` on a folder of labelled reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bihuan.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "一、业务工作有短板\n1.窗口排队时间长\n增设两个窗口，多次走访。\n整改情况：完成整改。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "甲.txt").write_text(TEXT, encoding="utf-8")
    labels = {"diagnostics": [{"code": "SB03", "line": 3}, {"code": "DT01", "line": 3}], "clean": ["ST01"]}
    (tmp_path / "甲.expected.json").write_text(json.dumps(labels), encoding="utf-8")
    return tmp_path


def test_checks_are_scored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "checks", str(folder), "--format", "json", "--select", "SB03,DT01"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "bihuan.bench/1"
    assert told["reports"] == 1
    assert told["scores"]["SB03"]["hits"] == 1
    assert told["scores"]["DT01"]["missed"] == 1
    assert told["differences"][0]["key"] == "DT01"
    assert main(["bench", "checks", str(folder)]) == 0
    assert "甲:3 DT01 漏" in capsys.readouterr().out


def test_reading_is_scored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["parse", str(folder / "甲.txt")])
    (folder / "甲.parse.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["bench", "reading", str(folder)]) == 0
    assert "问题、作答和结果全对的报告：1／1（100.0%）" in capsys.readouterr().out


@pytest.mark.parametrize(("label", "said"), [("{", "不是可用的 JSON"), ("[]", "应当是一个 JSON 对象")])
def test_what_cannot_be_measured_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], label: str, said: str
) -> None:
    assert main(["bench", "checks", str(tmp_path)]) == 2
    assert "没有标注好的报告" in capsys.readouterr().err
    assert main(["bench", "reading", str(tmp_path / "没有")]) == 2
    assert "打不开目录" in capsys.readouterr().err
    (tmp_path / "甲.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "甲.expected.json").write_text(label, encoding="utf-8")
    assert main(["bench", "checks", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err
