"""All rules on any text: the same answer twice, alone as together, in any order, and never a failure.

Texts are our own labelled reports with lines and characters moved, lost, doubled and replaced, which is what
copying, OCR and content systems do; and texts made of the pieces that reports are made of.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.checks import engine
from bihuan.checks.api import Context
from bihuan.checks.registry import entries, load
from bihuan.report import read_text

if TYPE_CHECKING:
    from bihuan.checks.api import Diagnostic
    from bihuan.report.nodes import Report

REPORTS = sorted((Path(__file__).parents[2] / "bench" / "devset").glob("*.txt"))
TEXTS = [path.read_bytes().decode("utf-8", "replace") for path in REPORTS]
OF_REPORTS = (
    "一、|二、|（一）|1.|2.|（1）|①|一是|整改情况：|完成整改。|长期坚持。|3月5日，|2023年|2月30日|2019425日|将|拟|下一步，"
    "|尚未|每月|其中|12|个|、|，|。|：|《|》|“|”|（|）|xx|某|王某某|同志|问题|措施|10余次|大部分|明显提高|凡是|的，|由|共计"
    "|电话：|110101199001011234|截止|今后，|巡察组反馈问题3个|X万元|召开会议|制度|办法|\n"
)
PIECES = st.sampled_from(OF_REPORTS.split("|"))
EDITS = st.lists(
    st.tuples(
        st.sampled_from(("drop", "double", "swap", "cut", "insert", "replace")),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        PIECES,
    ),
    max_size=12,
)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def mutated(text: str, edits: list[tuple[str, int, int, str]]) -> str:
    """The text after copying, OCR and a content system."""
    lines = text.split("\n")
    for what, first, second, piece in edits:
        at, other = first % len(lines), second % len(lines)
        line = lines[at]
        place = second % (len(line) + 1)
        if what == "drop" and len(lines) > 1:
            del lines[at]
        elif what == "double":
            lines.insert(other, line)
        elif what == "swap":
            lines[at], lines[other] = lines[other], line
        elif what == "cut":
            lines[at] = line[:place]
        elif what == "insert":
            lines[at] = line[:place] + piece + line[place:]
        elif what == "replace":
            lines[at] = line[:place] + piece + line[place + len(piece) :]
    return "\n".join(lines)


def together(report: Report) -> tuple[Diagnostic, ...]:
    return engine.check(report).diagnostics


def alone(report: Report, *, backwards: bool) -> list[tuple[str, int, int, str, str]]:
    """Every rule by itself, each with a context of its own, whether or not its signs stand in the text."""
    return sorted(
        (entry.code, flag.place.line, flag.place.column, flag.place.quote, flag.message)
        for entry in entries()[:: -1 if backwards else 1]
        for flag in engine.flags(load(entry), Context(report))
    )


def check_everything(text: str) -> None:
    """What must hold for any text."""
    report = read_text(text)
    found = together(report)
    assert found == together(read_text(text)), "not the same twice"
    plain = sorted((one.code, one.line, one.column, one.quote, one.message) for one in found)
    assert plain == alone(report, backwards=True), "a rule depends on others, or its signs hide something"
    for one in found:
        line = report.lines[one.line - 1]
        assert line[one.column - 1 :].startswith(one.quote)
        assert all(1 <= other <= len(report.lines) for other in one.related)
        assert one.message
        assert one.message.endswith("。")


@SLOW
@given(st.sampled_from(TEXTS), EDITS)
def test_damaged_reports(text: str, edits: list[tuple[str, int, int, str]]) -> None:
    check_everything(mutated(text, edits))


@SLOW
@given(st.lists(PIECES, max_size=80).map("".join))
def test_texts_made_of_the_pieces_of_reports(text: str) -> None:
    check_everything(text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check_everything(text)
