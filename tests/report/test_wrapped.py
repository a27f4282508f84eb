"""Text copied out of a PDF reads as paragraphs, and points to where its lines stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.test_lossless import assert_tiles

from bihuan.report import Report, read_text
from bihuan.report.edit import Edit, apply
from bihuan.report.joined import cut, first_line, join, offset_in, place_in
from bihuan.report.render import render
from bihuan.report.source import split_lines
from bihuan.report.wrapped import unwrap

ROOT = Path(__file__).parents[2]
CASE = (ROOT / "tests" / "cases" / "reading" / "wrapped.md").read_text(encoding="utf-8")
TEXT = CASE.split("夹在段落中间\n")[1].split("\n.\n")[0] + "\n"
SENTENCES = [
    "核查台账12份，", "约谈责任人3名。", "2024年3月5日，", "逐项对账销号；", "一是补齐制度，",
    "（一）学习不深入", "整改情况：已完成。", "《办法》（试行）",
]  # fmt: skip


def measures(report: Report) -> list[str]:
    return [
        measure.text
        for section in report.sections
        for response in section.responses
        for measure in response.measures
    ]


def test_dates_and_duties_stand_in_their_own_line() -> None:
    report = read_text(TEXT)
    places = [
        (report.lines[mention.line - 1][mention.column - 1 :], mention.text)
        for section in report.sections
        for response in section.responses
        for measure in response.measures
        for mention in measure.dates
    ]
    assert len(places) >= 5
    assert all(line.startswith(text) for line, text in places)
    duty = report.commitments[0]
    assert duty.text == "力争2024年9月底前完成执法记录仪全员配备。"
    assert report.lines[duty.line - 1][duty.column - 1 :] == "力"


def test_text_has_no_line_end_and_comes_back() -> None:
    report = read_text(TEXT)
    assert not any("\n" in text for text in measures(report))
    assert_tiles(report, TEXT)
    assert report.unread == ()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_line_end_reads_the_same(end: str) -> None:
    text = TEXT.replace("\n", end)
    report = read_text(text)
    assert measures(report) == measures(read_text(TEXT))
    assert_tiles(report, text)


def test_indented_paragraphs_may_end_a_line_anywhere() -> None:
    """Where paragraphs are indented, a full stop at the margin ends none."""
    told = [
        "　　3月1日起，局党组逐科逐室核对收费台账并公开",
        "收费标准，退还多收费用3万元，涉及群众41人。",
        "各科室每周五下午集中复核，复核结果当场签字确",
        "认后归档。",
    ]
    text = "\n".join(["一、学习不深入", *told * 8])
    assert set(measures(read_text(text))) == {"".join(told).strip("　")}


def test_correction_keeps_the_lines() -> None:
    report = read_text(TEXT)
    at = next(n for n, leaf in enumerate(report.leaves) if "\n" in leaf.value and leaf.kind == "finding")
    again = apply(report, [Edit(at, "measure"), Edit(at, "finding")])
    assert render(again) == TEXT
    assert again.sections == report.sections


def test_joined_text_knows_its_places() -> None:
    text = join("甲乙丙，  \n\n— 3 —\r\n　丁戊\n己")
    assert text == "甲乙丙，丁戊己"
    assert place_in(text, 7, 3, 2) == (7, 5)
    assert place_in(text, 7, 3, 4) == (10, 2)
    assert place_in(text, 7, 3, 6) == (11, 1)
    assert offset_in(text, 7, 3, (10, 3)) == 5
    assert offset_in(text, 7, 3, (10, 3), surface=True) == 17
    assert first_line(text) == "甲乙丙，"
    assert place_in(cut(text, 5, 2), 10, 3, 1) == (11, 1)


def test_reports_of_paragraphs_are_left_alone() -> None:
    for path in sorted((ROOT / "bench" / "devset").glob("*.txt")):
        if "_pdf" not in path.stem:
            text = path.read_bytes().decode("utf-8", "replace")
            assert unwrap(split_lines(text)) is None, path.name


@given(
    st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12).map("".join), max_size=14),
    st.integers(19, 40),
    st.sampled_from(["\n", "\r\n", " \n　", "\n\n- 1 -\n"]),
)
@settings(max_examples=150, deadline=None)
def test_broken_paragraphs_come_back(paragraphs: list[str], width: int, end: str) -> None:
    lines = [one[at : at + width] for one in paragraphs for at in range(0, len(one), width)]
    text = end.join(lines)
    assert_tiles(read_text(text), text)
