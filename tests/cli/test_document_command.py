"""``bihuan document``: a document from a report, or a sentence that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bihuan.cli import main

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "src/bihuan/web/sample/report-culture.txt"


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a.pdf"])
def test_a_report_becomes_a_document(name: str, root: Path, tmp_path: Path) -> None:
    out = tmp_path / name
    told = ["document", "progress-report", str(root / REPORT), "-o", str(out), "--on", "2026-11-18"]
    assert main(told) == 0
    assert out.stat().st_size > 1000


def test_what_no_font_shows_is_named(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.txt"
    report.write_text((root / REPORT).read_text("utf-8").replace("文化", "文\U000f0001化"), "utf-8")
    told = ["document", "progress-report", str(report), "--on", "2026-11-18", "-o"]
    assert main([*told, str(tmp_path / "a.docx")]) == 0
    assert "U+F0001" not in capsys.readouterr().err
    assert main([*told, str(tmp_path / "a.pdf")]) == 0
    assert "“\U000f0001”（U+F0001），在 PDF 里显示为空框" in capsys.readouterr().err


def test_the_list_names_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["document", "--list"]) == 0
    told = capsys.readouterr().out
    assert "progress-report" in told
    assert "certificate" not in told  # a report knows nothing of opinions


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (["document"], "请写明"),
        (["document", "nothing", "{}", "-o", "a.docx"], "没有“nothing”这种文书"),
        (["document", "plan", "{}", "-o", "a.exe"], "改文件后缀"),
        (["document", "plan", "{}", "-o", "/nowhere/a.docx"], "写不了"),
        (["document", "plan", "{}", "-o", "a.docx", "--on", "昨天"], "日期"),
    ],
)
def test_what_is_wrong_is_said(
    told: list[str], why: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main([word.format(root / REPORT) for word in told]) == 2
    assert why in capsys.readouterr().err
