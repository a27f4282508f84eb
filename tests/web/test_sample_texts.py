"""The sample texts: they read as what they are, hold the defects they were written for, and are our own."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bihuan.checks.engine import check
from bihuan.checks.registry import entries
from bihuan.report import Report, read_text, render
from bihuan.report.nodes import DocumentKind, Finding, Response, SectionRole
from bihuan.zh.status import Status

FOLDER = Path(__file__).resolve().parents[2] / "src" / "bihuan" / "web" / "sample"
NAMES = tuple(sorted(file.stem for file in FOLDER.glob("*.txt")))
STATISTICS, FEEDBACK, CULTURE, WATER = (
    "report-statistics",
    "feedback-statistics",
    "report-culture",
    "feedback-water",
)
ON = date(2026, 11, 23)
OWN_WORDS = 15
"""So many characters in a row are somebody's own wording."""


@cache
def text(name: str) -> str:
    """The text as it stands in the package."""
    return (FOLDER / f"{name}.txt").read_bytes().decode("utf-8")


@cache
def report(name: str) -> Report:
    """The text as a tree."""
    return read_text(text(name))


def responses(name: str) -> list[Response]:
    """All responses in the order of the text."""
    return [response for section in report(name).sections for response in section.responses]


def findings(name: str) -> list[Finding]:
    """All findings in the order of the text."""
    return [finding for response in responses(name) for finding in response.findings]


@cache
def flagged(name: str) -> frozenset[tuple[str, int]]:
    """(code, line) of every diagnostic."""
    found = check(report(name), as_of=ON).diagnostics
    return frozenset((one.code, one.line) for one in found)


def line_of(name: str, words: str) -> int:
    """1-based number of the only line that holds the words."""
    lines = [number for number, line in enumerate(text(name).split("\n"), 1) if words in line]
    assert len(lines) == 1, words
    return lines[0]


def test_the_four_texts_are_there() -> None:
    assert set(NAMES) == {STATISTICS, FEEDBACK, CULTURE, WATER}


@pytest.mark.parametrize("name", NAMES)
def test_every_text_comes_back(name: str) -> None:
    assert render(report(name)) == text(name)


@pytest.mark.parametrize(
    ("name", "kind", "feedback_on"),
    [
        (STATISTICS, DocumentKind.REPORT, date(2026, 5, 28)),
        (CULTURE, DocumentKind.REPORT, date(2026, 5, 15)),
        (WATER, DocumentKind.FEEDBACK, date(2026, 11, 12)),
    ],
)
def test_kind_and_feedback_day(name: str, kind: DocumentKind, feedback_on: date) -> None:
    assert (report(name).kind, report(name).feedback_on) == (kind, feedback_on)


def test_the_statistics_report_has_the_usual_shape() -> None:
    joint = [[one.number for one in answer.findings] for answer in responses(STATISTICS)]
    assert len(report(STATISTICS).sections) == 4
    assert [one.number for one in findings(STATISTICS)] == [str(number) for number in range(1, 20)]
    assert len(joint) == 14
    assert [numbers for numbers in joint if len(numbers) > 1] == [
        ["2", "3", "4"],
        ["7", "8"],
        ["17", "18", "19"],
    ]


def test_the_statistics_report_has_measures_and_aspects() -> None:
    assert sum(len(one.measures) for one in responses(STATISTICS)) == 54
    assert sum(len(one.subfindings) for one in findings(STATISTICS)) == 11
    assert report(STATISTICS).unread == ()


def test_not_every_outcome_is_the_same() -> None:
    told = [one.outcome.status for one in responses(STATISTICS) if one.outcome]
    assert len(told) == 14
    assert set(told) == {Status.COMPLETED, Status.MOSTLY_COMPLETED, Status.ONGOING, Status.LONG_TERM}


def test_feedback_and_report_name_the_same_findings() -> None:
    titles = {name: [(one.number, one.title) for one in findings(name)] for name in (FEEDBACK, STATISTICS)}
    assert report(FEEDBACK).kind is DocumentKind.FEEDBACK
    assert titles[FEEDBACK] == titles[STATISTICS]
    assert not [measure for one in responses(FEEDBACK) for measure in one.measures]


def test_feedback_and_report_name_the_same_aspects() -> None:
    aspects = {
        name: [part.title for one in findings(name) for part in one.subfindings]
        for name in (FEEDBACK, STATISTICS)
    }
    assert aspects[FEEDBACK] == aspects[STATISTICS]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("CL01", "尚未取得执法证"),
        ("CL01", "暂未启动"),
        ("CL01", "其余3个仍在整改"),
        ("CM02", "党组书记每月听取一次任务进展"),
        ("CM03", "适时把个体经营户纳入培训对象"),
        ("DT03", "2026年4月14日发出责令改正通知书"),
        ("DT06", "8月14日，班子成员分别走访"),
        ("RU01", "让每个数字经得起追问"),
        ("SB03", "党组会议10余次"),
        ("ST04", "2.统计执法检查力度偏弱"),
        ("ST04", "7.基层统计培训缺乏统筹"),
        ("ST04", "17.政务公开质量不高"),
        ("WD01", "收入支部台帐"),
        ("WD02", "产业园区调研,走访企业"),
        ("PB03", "19.政务公开质量不高"),
    ],
)
def test_the_hollow_places_are_found(code: str, words: str) -> None:
    if code.startswith("PB"):
        assert code in {found for found, _ in flagged(STATISTICS)}
    else:
        assert (code, line_of(STATISTICS, words)) in flagged(STATISTICS)


def test_the_culture_report_reads_without_a_defect() -> None:
    sections = [(one.number, one.role) for one in report(CULTURE).sections]
    assert sections == [
        ("一", SectionRole.LEADERSHIP),
        ("二", SectionRole.FINDINGS),
        ("三", SectionRole.NEXT_STEPS),
    ]
    assert [one.number for one in findings(CULTURE)] == [str(number) for number in range(1, 10)]
    assert sum(len(one.measures) for one in responses(CULTURE)) == 24
    assert report(CULTURE).issued_on == date(2026, 11, 13)
    assert report(CULTURE).contact is not None
    assert report(CULTURE).unread == ()


def test_little_is_said_of_the_culture_report() -> None:
    assert {code for code, _ in flagged(CULTURE)} <= {"CM01", "CM02"}


def test_a_duty_with_its_traces_in_the_same_sentence_is_kept() -> None:
    assert "CM02" not in {code for code, _ in flagged(CULTURE)}


def test_the_stated_totals_are_the_listed_ones() -> None:
    told = {
        one.what: (one.total, one.completed, one.ongoing) for one in report(CULTURE).totals if one.completed
    }
    statuses = [one.outcome.status for one in responses(CULTURE) if one.outcome]
    completed = statuses.count(Status.COMPLETED)
    assert told == {
        "findings": (len(statuses), completed, len(statuses) - completed),
        "measures": (24, 20, 4),
    }


def test_the_water_feedback_is_a_narrative_with_eight_findings() -> None:
    found = findings(WATER)
    assert [one.number for one in found] == [None] * 8
    assert found[0].title.startswith("落实最严格水资源管理制度")
    assert found[-1].title.endswith("灌区水费收缴问题整改不彻底")
    assert not responses(WATER)[0].measures


def _clauses(words: str) -> set[str]:
    parts = re.split(r"[，。；：、！？,;:\s（）()“”《》|]", words)
    return {part for part in parts if len(part) >= OWN_WORDS}


def test_no_wording_is_taken_from_real_texts(shared: Path) -> None:
    real: set[str] = set()
    for file in sorted([*shared.glob("seed/*.txt"), *shared.glob("corpus/*.txt")]):
        real |= _clauses(file.read_text(encoding="utf-8"))
    assert len(real) > 500
    assert {name: sorted(_clauses(text(name)) & real) for name in NAMES} == {name: [] for name in NAMES}


def test_the_list_of_flaws_names_places_that_are_there() -> None:
    """Rows of the README: lines, what is wrong, codes. Rules of later releases are passed over."""
    known = {entry.code for entry in entries()}
    rows = re.findall(
        r"^\| ([\d、]+) \|.*\| ([A-Z\d、]+) \|$", (FOLDER / "README.md").read_text("utf-8"), re.M
    )
    told = {(code, int(lines.split("、")[0])) for lines, codes in rows for code in codes.split("、")}
    assert len(told) > 15
    assert {(code, line) for code, line in told if code in known} <= flagged(STATISTICS)


def test_the_tutorial_names_files_that_are_there(root: Path) -> None:
    tutorial = (root / "docs" / "tutorial" / "开始使用.md").read_text("utf-8")
    named = re.findall(r"src/bihuan/web/sample/\S+?\.txt", tutorial)
    assert named
    assert [name for name in named if not (root / name).is_file()] == []
