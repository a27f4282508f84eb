"""Whatever is read comes back: leaves tile the text, columns and lines point into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.report import Report, read_text, render
from bihuan.report.edit import ACTIONS, Edit, apply

CASES = Path(__file__).parents[1] / "cases" / "reading"
MARKERS = [
    "一、",
    "（一）",
    "(二)",
    "1.",
    "2．",
    "（1）",
    "①",
    "一是",
    "二是",
    "**一、",
    "## 1. ",
    "问题一：",
    "- ",
    "",
]
PHRASES = [
    "学习不深入", "关于“台账。不全”的问题", "3月5日，召开会议。", "整改情况：已完成。", "整改措施：",
    "下一步，将继续抓好落实。", "一是建账；二是公示；三是抽查。", "该问题已整改到位。", "。", "，接上文",
    "欢迎监督，联系电话：0000-1234567", "青禾县水务局", "2024年5月6日", "---", "# source: x",
    "来源：县政府网",    "《办法》（试行", "”", "序号", "反馈问题", "整改状态", "1", "2", "已完成",
    "序号\t问题\t整改措施", "1\t学习不深入\t已办结", "| 序号 | 问题 | 整改情况 |", "| 1 |",
    "\u3000", "x\x0by", "\u2028", "\x85",
]  # fmt: skip
line = st.tuples(
    st.sampled_from(["", "　　", " ", "\t"]),
    st.sampled_from(MARKERS),
    st.lists(st.sampled_from(PHRASES), max_size=3),
).map(lambda parts: parts[0] + parts[1] + "".join(parts[2]))
texts = st.lists(st.tuples(line, st.sampled_from(["\n", "\r\n", "\r", "\n\n"])), max_size=25).map(
    lambda rows: "".join(text + end for text, end in rows)
)


def assert_tiles(report: Report, text: str) -> None:
    assert render(report) == text
    assert all(leaf.value for leaf in report.leaves)
    for leaf in report.leaves:
        first = leaf.value.replace("\r", "\n").split("\n")[0]
        assert report.lines[leaf.line - 1][leaf.column - 1 :].startswith(first)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_generated_report_comes_back(text: str) -> None:
    assert_tiles(read_text(text), text)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back(text: str) -> None:
    assert_tiles(read_text(text), text)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=150, deadline=None)
def test_mutated_report_comes_back(data: st.DataObject) -> None:
    text = (CASES / "varied.md").read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 30))
        text = text[:at] + data.draw(st.sampled_from(PHRASES + MARKERS)) + text[at + cut :]
    assert_tiles(read_text(text), text)


@given(
    texts, st.lists(st.tuples(st.integers(0, 40), st.sampled_from([*ACTIONS, "join", "split"])), max_size=8)
)
@settings(max_examples=200, deadline=None)
def test_corrections_never_change_the_text(text: str, corrections: list[tuple[int, str]]) -> None:
    report = read_text(text)
    edits = [Edit(leaf, action) for leaf, action in corrections if leaf < len(report.leaves)]
    assert render(apply(report, edits)) == text


def test_every_shared_text_comes_back(shared: Path) -> None:
    files = [path for path in shared.rglob("*") if path.is_file() and path.suffix in {".txt", ".md", ".json"}]
    assert files
    for path in files:
        text = path.read_bytes().decode("utf-8")
        assert_tiles(read_text(text), text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_ends_at_lf_crlf_or_cr_only(end: str) -> None:
    report = read_text(f"一、甲\u2028不深入{end}1.乙\x85不到位{end}")
    assert len(report.lines) == 2
    assert [leaf.line for leaf in report.leaves] == [1, 2]
