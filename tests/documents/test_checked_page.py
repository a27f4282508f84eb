"""The page of an examination: whole, harmless, alone, and bounded."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.checks.api import Diagnostic, Severity
from bihuan.checks.config import Waiver
from bihuan.checks.engine import Checked, check
from bihuan.cli import main
from bihuan.documents.pages import checked as page
from bihuan.documents.pages.marked import Mark, runs
from bihuan.report import read_text

TEXT = """一、业务工作有短板
1.窗口排队时间长
3月以来，多次走访群众，截止目前增设两个窗口。
<script>alert(1)</script>，计划下半年完成“二期”改造。
整改情况：完成整改。
"""
HOSTILE = "</style><img src=x onerror=alert(1)>\"'&\u202e\x00\x1b[31m"


def found(**changes: object) -> Diagnostic:
    values: dict[str, object] = {
        "code": "SB03",
        "rule": "vague-quantity",
        "severity": Severity.WARNING,
        "line": 1,
        "column": 1,
        "quote": "多次",
        "message": "多少次？",
        "basis": None,
        "findings": (),
        "related": (),
        "fix": None,
    }
    return Diagnostic(**(values | changes))  # type: ignore[arg-type]  # every value has the type of its field


class Tags(HTMLParser):
    """What a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.open: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        told = dict(attrs)
        if "href" in told:
            self.links.append(told["href"] or "")
        if told.get("id"):
            assert told["id"] not in self.ids
            self.ids.add(told["id"] or "")
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def seen(written: str) -> Tags:
    tags = Tags()
    tags.feed(written)
    assert not tags.open
    return tags


def test_every_diagnostic_stands_beside_its_line_and_in_the_list() -> None:
    report = read_text(TEXT)
    checked = check(report)
    written = "".join(page.write("报告.txt", report.lines, checked))
    tags = seen(written)
    numbers = range(1, len(checked.diagnostics) + 1)
    assert {f"n{number}" for number in numbers} <= tags.ids
    assert {f"m{number}" for number in numbers} <= tags.ids
    assert {link[1:] for link in tags.links} <= tags.ids
    assert '<mark class="w">多次</mark>' in written
    assert "为什么" not in written
    assert all(one.message in written for one in checked.diagnostics)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    report = read_text(TEXT.replace("走访", HOSTILE))
    written = "".join(page.write(HOSTILE, report.lines, check(report)))
    tags = seen(written)
    assert not {"script", "img", "link", "iframe"} & set(tags.tags)
    assert not {"src", "style", "onerror"} & tags.attributes
    assert all(link.startswith("#") for link in tags.links)
    assert "default-src 'none'" in written
    assert not re.search("[\x00\x1b\u202e]", written)
    assert "url(" not in written


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=6))
def test_the_runs_of_a_line_are_the_line(text: str, places: list[tuple[int, int]]) -> None:
    marks = [
        Mark(min(start, len(text)), start + length, number % 3, number)
        for number, (start, length) in enumerate(places)
    ]
    made = list(runs(text, marks))
    assert "".join(run.text for run in made) == text
    assert sorted(number for run in made for number in run.numbers) == list(range(len(marks)))


def test_the_heavier_mark_is_seen_where_two_overlap() -> None:
    made = list(runs("一二三四", [Mark(0, 4, 2, 1), Mark(1, 3, 0, 2)]))
    assert [(run.text, run.weight) for run in made] == [("一", 2), ("二三", 0), ("四", 2)]


def test_a_line_of_a_million_characters_is_shown_around_its_marks() -> None:
    text = "甲" * 500_000 + "多次" + "乙" * 500_000
    written = "".join(page.write("长行", [text], Checked((found(column=500_001),))))
    assert len(written) < 40_000
    assert '<mark class="w">多次</mark>' in written
    assert "略去" in written


def test_a_very_long_report_keeps_the_heaviest_and_says_what_is_left_out() -> None:
    many = [found(line=line, severity=Severity.INFO) for line in range(1, 20_001)]
    many[15_000] = found(line=15_001, severity=Severity.ERROR, message="这一处最重。")
    written = "".join(page.write("很长", ["多次检查"] * 20_000, Checked(tuple(many))))
    assert len(written) < 2_000_000
    assert "这一处最重。" in written
    assert f"另有 {20_000 - page.MOST_NOTES} 处没有列出" in written
    assert "略去第" in written
    seen(written)


def test_what_was_answered_by_a_reason_is_told_apart() -> None:
    waiver = Waiver("SB03", "原件如此，已核对。", line=1)
    written = "".join(page.write("报告", ["多次走访"], Checked((), ((found(), waiver),))))
    assert "另有 1 处已说明理由" in written
    assert "原件如此，已核对。" in written
    assert "没有发现需要说明的地方" in written


def test_rules_that_did_not_run_are_told() -> None:
    written = "".join(page.write("报告", ["多次走访"], Checked(()), ["SB03 数量含糊（<b>已另行核定</b>）"]))
    assert "停用的规则没有查：SB03 数量含糊（&lt;b&gt;已另行核定&lt;/b&gt;）。" in written


def test_the_command_writes_one_page(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    source, target = tmp_path / "报告.txt", tmp_path / "体检.html"
    source.write_text(TEXT, encoding="utf-8")
    status = main(["check", str(source), "--format", "html", "--output", str(target)])
    assert status == main(["check", str(source), "--format", "html"]) == 1
    assert capsysbinary.readouterr().out == target.read_bytes()
    assert main(["check", str(source), str(source), "--format", "html"]) == 2
    assert "只给一个文件" in capsysbinary.readouterr().err.decode()
