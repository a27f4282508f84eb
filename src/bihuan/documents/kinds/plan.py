"""整改方案: what is to be done, by whom and until when; the ledger as it was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import Kind, Scope
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.documents import facts


def make(case: facts.Case) -> b.Document:
    """The plan."""
    title = f"{case.signed}关于落实{case.team or '巡察组'}反馈意见的整改方案"
    until = f"，{w.day(case.due)}前完成集中整改" if case.due else ""
    task = f"反馈的{case.counts.findings}个问题全部纳入整改，{w.deeds(case) or '尚未制定措施。'}".rstrip("。")
    if not case.counts.findings:
        task, until = "本次反馈没有需要整改的问题", ""
    blocks = (
        b.Title(title),
        b.paragraph(f"{w.opening(case)}为落实整改，制定本方案。"),
        w.chapter(1, "整改任务"),
        b.paragraph(f"{task}{until}。"),
        w.chapter(2, "整改措施"),
        *_measures(case),
        w.chapter(3, "责任分工"),
        *_duties(case),
        w.signature(case),
    )
    return b.Document(f"{case.unit}整改方案", blocks, day=case.on)


def _measures(case: facts.Case) -> Iterator[b.Block]:
    sections = [section for section in case.sections if section.responses]
    if not sections:
        yield b.paragraph("没有需要制定的措施。" if not case.counts.findings else "尚未制定措施。")
    for at, section in enumerate(sections, 1):
        if section.title:
            yield w.part(at, section.title)
        for response in section.responses:
            yield from _answer(response)


def _answer(response: facts.Response) -> Iterator[b.Block]:
    for finding in response.findings:
        yield b.Heading(3, f"{finding.number}.{finding.title}" if finding.number else finding.title)
        for aspect in finding.aspects:
            yield b.Heading(4, aspect)
    if response.heading and not response.findings:
        yield b.Heading(3, response.heading)
    if response.target:
        yield b.paragraph(w.ended(response.target), lead="整改目标：")
    for measure in response.measures:
        yield b.paragraph(f"{w.ended(measure.text)}{_who(measure)}")
    if not response.measures:
        yield b.paragraph("尚未制定措施。")


def _who(measure: facts.Measure) -> str:
    """（责任领导：…；责任科室：…；责任人：…；完成时限：…；完成标准：…）"""
    parts = (
        ("责任领导", measure.leader),
        ("责任科室", measure.department),
        ("责任人", measure.person),
        ("完成时限", b.day_words(measure.due) if measure.due else ""),
        ("完成标准", measure.criteria.rstrip("。")),
    )
    told = "；".join(f"{word}：{value}" for word, value in parts if value)
    return f"（{told}）" if told else ""


def _duties(case: facts.Case) -> Iterator[b.Block]:
    first = f"{case.first_person}为整改第一责任人。" if case.first_person else ""
    if not case.leaders:
        yield b.paragraph(f"{first}其余责任分工见责任清单。")
        return
    yield b.paragraph(f"{first}牵头领导分工如下：")
    for at, (name, led) in enumerate(case.leaders, 1):
        yield b.paragraph(f"{at}.{name}：{w.ended(led)}")


def missing(case: facts.Case) -> list[str]:
    """What a plan should have before it is approved."""
    measures, answers = case.measures, case.responses
    return [
        *w.lacks(case),
        *w.without("个问题没有措施", (not one.measures for one in answers for _ in one.findings)),
        *w.without("项措施没有牵头领导", (not one.leader for one in measures)),
        *w.without("项措施没有责任科室", (not one.department for one in measures)),
        *w.without("项措施没有完成时限", (not one.due for one in measures)),
    ]


KIND = Kind(
    "plan",
    "整改方案",
    "逐个问题写明目标、措施、责任和时限",
    "《中国共产党巡视工作条例》（2024）：收到反馈意见之日起1个月内报送整改方案（待核）",
    Scope.CASE,
    make,
    order=10,
    missing=missing,
)
