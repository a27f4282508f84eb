"""The body that reports and the notice inside the Party share: organisation, findings one by one, what comes
next. It is written as reports are read: ``bihuan.report`` gets the same findings, measures and outcomes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.documents import facts

UNTOLD = "尚未填报。"
"""Stands where nothing is told, so that no finding seems to be answered by the next one's measures."""
LEADERSHIP, NEXT = "组织整改落实情况", "下一步工作打算"


def body(case: facts.Case) -> Iterator[b.Block]:
    """All chapters, numbered anew: organisation first, what comes next last."""
    by_role: dict[str, list[facts.Section]] = {}
    for section in (one for one in case.sections if one.responses or one.passages):
        by_role.setdefault("findings" if section.responses else section.role, []).append(section)
    at = 1
    yield w.chapter(at, LEADERSHIP)
    yield from _organisation(case, by_role.get("leadership", []))
    for section in by_role.get("findings", []):
        at += 1
        yield w.chapter(at, section.title or "反馈问题整改情况")
        yield from _section(section)
    at += 1
    yield w.chapter(at, NEXT)
    yield from _ahead(case, by_role.get("next_steps", []))


def _organisation(case: facts.Case, sections: list[facts.Section]) -> Iterator[b.Block]:
    """What the ledger says, then the counts: these are never copied from older words."""
    for section in sections:
        for passage in section.passages:
            yield b.paragraph(passage)
    told = [w.numbers(case), w.deeds(case)]
    if case.sheets:
        told.append(f"巡察办按月督导{case.sheets}次。")
    if case.letters:
        told.append(f"收到督办文书{case.letters}件。")
    yield b.paragraph("".join(told))


def _section(section: facts.Section) -> Iterator[b.Block]:
    group, groups, count = "", 0, 0
    for passage in section.passages:
        yield b.paragraph(passage)
    for response in section.responses:
        now = response.findings[0].group if response.findings else ""
        if now and now != group:
            groups += 1
            yield w.part(groups, now)
        group = now
        yield from answer(response, count)
        count += len(response.findings)


def answer(response: facts.Response, before: int) -> Iterator[b.Block]:
    """A response: its findings, measures and outcome; ``before`` numbers those that have no number."""
    for at, finding in enumerate(response.findings, before + 1):
        number = finding.number if finding.number.isdecimal() else str(at)
        yield b.Heading(3, f"{number}.{finding.title}")
        for aspect in finding.aspects:
            yield b.Heading(4, aspect)
    if not response.findings and response.heading:
        yield b.Heading(3, response.heading)
    for measure in response.measures:
        yield b.paragraph(w.measure_text(measure))
    if not (response.measures or response.outcome or response.status) and response.findings:
        yield b.paragraph(UNTOLD, lead="整改情况：", face=b.Face.BODY)
    elif response.outcome or response.status:
        yield b.paragraph(w.ended(response.outcome or response.status), lead="整改情况：", face=b.Face.BODY)


def _ahead(case: facts.Case, sections: list[facts.Section]) -> Iterator[b.Block]:
    for section in sections:
        for passage in section.passages:
            yield b.paragraph(passage)
    open_ = [one for one in case.measures if not one.done]
    if open_ and not sections:
        last = max((one.due for one in open_ if one.due), default=None)
        when = f"，{w.day(last)}前全部落实" if last else ""
        yield b.paragraph(f"对尚未落实的{len(open_)}项措施逐项跟踪、按月调度{when}。")
    elif not sections:
        yield b.paragraph("对已经整改到位的问题定期复查，防止反弹。")


def missing(case: facts.Case) -> list[str]:
    """What a report should have before it is sent."""
    return [
        *w.lacks(case),
        *w.without("个问题还没有写整改情况", _without_outcome(case)),
        *w.without("项措施到期而没有落实", (bool(m.late_on and m.late_on < case.on) for m in case.measures)),
        *w.without("项已落实的措施没有佐证", (m.done and not m.proofs for m in case.measures)),
    ]


def _without_outcome(case: facts.Case) -> Iterator[bool]:
    for response in case.responses:
        for _ in response.findings:
            yield not (response.outcome or response.status)
