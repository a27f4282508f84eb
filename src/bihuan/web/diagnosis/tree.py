"""A report as the wizard shows it: lines of the source, nodes of the tree, and what is not sure. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bihuan.report.nodes import DocumentKind, LeafKind
from bihuan.zh.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.report.nodes import Report, Response

LONGEST = 3000
"""Lines that one page shows; a longer text is read and imported whole all the same."""
WORDS = {
    LeafKind.FRONT: "网页附文",
    LeafKind.TITLE: "标题",
    LeafKind.PREFACE: "前言",
    LeafKind.SECTION: "部分",
    LeafKind.GROUP: "分组",
    LeafKind.FINDING: "问题",
    LeafKind.SUBFINDING: "具体表现",
    LeafKind.HEADING: "成效标题",
    LeafKind.LEAD_IN: "引语",
    LeafKind.MEASURE: "措施",
    LeafKind.OUTCOME: "整改状态",
    LeafKind.PASSAGE: "正文",
    LeafKind.CLOSING: "结尾",
    LeafKind.SIGNATURE: "署名",
    LeafKind.ISSUED_ON: "成文日期",
    LeafKind.UNREAD: "未读懂",
}
# What a leaf can be turned into, with the key that does it.
CHANGES = (
    ("section", "部分", "s"),
    ("group", "分组", "g"),
    ("finding", "问题", "f"),
    ("subfinding", "具体表现", "u"),
    ("measure", "措施", "m"),
    ("outcome", "整改状态", "o"),
    ("heading", "成效标题", "h"),
    ("lead_in", "引语", "l"),
    ("passage", "正文", "p"),
)
KINDS = {
    DocumentKind.REPORT: "整改报告",
    DocumentKind.FEEDBACK: "反馈意见",
    DocumentKind.PLAN: "整改方案",
    DocumentKind.AUDIT: "审计整改报告",
    DocumentKind.NOTICE: "消息、通知",
    DocumentKind.OTHER: "其他材料",
}
_DEPTHS = {LeafKind.GROUP: 1, LeafKind.FINDING: 1, LeafKind.HEADING: 1, LeafKind.SUBFINDING: 2}
_DEEP = frozenset({LeafKind.MEASURE, LeafKind.OUTCOME, LeafKind.LEAD_IN})
_TONES = {
    **dict.fromkeys(
        (LeafKind.TITLE, LeafKind.SECTION, LeafKind.GROUP, LeafKind.FINDING, LeafKind.SUBFINDING), "head"
    ),
    LeafKind.HEADING: "head",
    LeafKind.OUTCOME: "done",
    LeafKind.UNREAD: "doubt",
}
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source with the kind of what stands on it."""

    no: int
    text: str
    kind: str
    doubt: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A leaf in the tree; ``starts`` is the heading above it where a new response begins."""

    id: int
    line: int
    last: int
    kind: str
    word: str
    number: str | None
    text: str
    depth: int
    starts: str
    status: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was read."""

    findings: int
    responses: int
    measures: int
    outcomes: int


@dataclass(frozen=True, slots=True)
class Sure:
    """What is sure and what is not: runs of lines as (start, length, tone), and the doubtful places."""

    strip: tuple[tuple[int, int, str], ...]
    doubts: tuple[tuple[int, str], ...]
    said: str


def responses(report: Report) -> Iterator[Response]:
    """All responses in text order."""
    for section in report.sections:
        yield from section.responses


def counts(report: Report) -> Counts:
    """Findings, responses, measures and outcomes of the whole report."""
    found = list(responses(report))
    return Counts(
        findings=sum(len(one.findings) for one in found),
        responses=sum(1 for one in found if one.measures or one.outcome),
        measures=sum(len(one.measures) for one in found),
        outcomes=sum(1 for one in found if one.outcome),
    )


def nodes(report: Report) -> list[Node]:
    """Every leaf that has a text, in order."""
    starts, statuses = _starts(report), _statuses(report)
    return [
        Node(
            id=at,
            line=leaf.line,
            last=leaf.line + len(_LINE_END.findall(leaf.value)),
            kind=leaf.kind,
            word=WORDS[leaf.kind],
            number=leaf.number,
            text=leaf.value,
            depth=2 if leaf.kind in _DEEP else _DEPTHS.get(leaf.kind, 0),
            starts=starts.get(at, ""),
            status=statuses.get(at, ""),
        )
        for at, leaf in enumerate(report.leaves)
        if leaf.value.strip() and leaf.line <= LONGEST
    ]


def _starts(report: Report) -> dict[int, str]:
    found: dict[int, str] = {}
    for one in responses(report):
        leaves = [part.leaf for part in one.findings] + [part.leaf for part in one.measures]
        leaves += [one.outcome.leaf] if one.outcome else []
        if leaves:
            found[min(leaves)] = _heading(one)
    return found


def _heading(response: Response) -> str:
    numbers = "、".join(one.number or "（无序号）" for one in response.findings)
    if not response.findings:
        return "整改成效：不对应编号问题"
    return f"合并回答问题{numbers}" if len(response.findings) > 1 else f"回答问题{numbers}"


def _statuses(report: Report) -> dict[int, str]:
    return {one.outcome.leaf: one.outcome.status for one in responses(report) if one.outcome}


def doubts(report: Report) -> list[tuple[int, str]]:
    """Line and what is not sure there, in text order."""
    found = [(one.line, "未读懂") for one in report.unread]
    for one in responses(report):
        if one.outcome and one.outcome.status == Status.UNKNOWN:
            found.append((one.outcome.line, "整改状态说法不明"))
        if report.kind in (DocumentKind.REPORT, DocumentKind.AUDIT) and one.findings and not one.measures:
            found.append((one.line, "问题没有措施"))
    return sorted(found)


def lines(report: Report) -> list[Line]:
    """The source line by line."""
    kinds: dict[int, str] = {}
    for leaf in report.leaves:
        for no in range(leaf.line, leaf.line + len(_LINE_END.findall(leaf.value)) + 1):
            kinds.setdefault(no, leaf.kind)
    doubtful = {line for line, _ in doubts(report)}
    return [
        Line(no, text, kinds.get(no, "blank"), no in doubtful)
        for no, text in enumerate(report.lines[:LONGEST], start=1)
    ]


def sure(report: Report) -> Sure:
    """The bar above the wizard."""
    shown, found = lines(report), doubts(report)
    strip, at = [], 0
    for tone, run in groupby(shown, key=_tone):
        length = len(list(run))
        strip.append((at, length, tone))
        at += length
    said = f"{len(report.lines)} 行中有 {len(found)} 处要核对" if found else "每一行都读懂了"
    return Sure(tuple(strip), tuple(found), said)


def _tone(line: Line) -> str:
    return (
        "doubt" if line.doubt else _TONES.get(LeafKind(line.kind), "text") if line.kind != "blank" else "text"
    )
