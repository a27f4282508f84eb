"""主要负责人组织落实情况报告: what the first person responsible led and signed, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import Kind, Scope
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.documents import facts

PARTY = "主要负责人"


def make(case: facts.Case) -> b.Document:
    """The report."""
    who = f"{case.first_post}{case.first_person}" or "主要负责人"
    blocks = (
        b.Title(f"{case.signed}主要负责人组织落实巡察整改情况的报告"),
        b.Addressee(case.office),
        b.paragraph(f"{w.opening(case)}现将主要负责人{who}组织落实整改情况报告如下。"),
        w.chapter(1, "履行第一责任人责任情况"),
        *_own(case),
        w.chapter(2, "班子成员分工负责情况"),
        *_shared(case),
        w.chapter(3, "整改总体进展"),
        b.paragraph(f"{w.numbers(case)}{w.deeds(case)}"),
        w.chapter(4, "尚未完成的事项和下一步安排"),
        *_open(case),
        b.Signature(case.first_person or case.signed, case.on),
    )
    return b.Document(f"{case.unit}主要负责人组织落实情况报告", blocks, day=case.on)


def _own(case: facts.Case) -> Iterator[b.Block]:
    """What carries the first person's name."""
    signed = [one for answer in case.responses for one in answer.opinions if one.party == PARTY]
    mine = [one for one in case.measures if case.first_person and one.leader == case.first_person]
    told = []
    if mine:
        done = sum(one.done for one in mine)
        told.append(f"牵头整改措施{len(mine)}项，已落实{done}项。")
    if signed:
        told.append(f"审签整改{len(signed)}项，均在系统中留有意见和时间。")
    if case.plan_due:
        told.append(f"整改方案报送期限为{w.day(case.plan_due)}。")
    yield b.paragraph("".join(told) or "台账中没有登记主要负责人牵头的措施和审签意见。")
    for at, one in enumerate(mine, 1):
        yield b.paragraph(f"{at}.{w.measure_text(one)}")


def _shared(case: facts.Case) -> Iterator[b.Block]:
    if not case.leaders:
        yield b.paragraph("台账中没有登记牵头领导。")
        return
    heads = (("牵头领导", 2, b.Align.CENTRE), ("牵头的问题", 7, b.Align.LEFT), ("措施", 1.5, b.Align.CENTRE),
             ("已落实", 1.5, b.Align.CENTRE))  # fmt: skip
    rows = []
    for name, led in case.leaders:
        some = [one for one in case.measures if one.leader == name]
        counts = (str(len(some)), str(sum(one.done for one in some)))
        rows.append(tuple(map(b.Cell, (name, led, *counts))))
    yield w.table(heads, rows, "分工")


def _open(case: facts.Case) -> Iterator[b.Block]:
    open_ = [one for one in case.measures if not one.done]
    if not open_:
        yield b.paragraph("台账中的措施已全部落实，转入定期复查。")
        return
    late = sum(bool(one.due and one.due < case.on) for one in open_)
    told = f"尚未落实的措施{len(open_)}项" + (f"，其中{late}项已经超过时限。" if late else "，均未到期。")
    yield b.paragraph(told)
    heads = (("措施", 7, b.Align.LEFT), ("责任", 3, b.Align.LEFT), ("完成时限", 2.4, b.Align.CENTRE))
    rows = [
        tuple(map(b.Cell, (one.text, "、".join(filter(None, (one.leader, one.who))), w.short(one.due))))
        for one in open_
    ]
    yield w.table(heads, rows, "未落实措施")


def missing(case: facts.Case) -> list[str]:
    """What the report should have before it is sent."""
    told = w.lacks(case)
    if not case.first_person:
        told.append("没有登记在任的主要负责人。")
    unnamed = (not one.leader for one in case.measures)
    return [*told, *w.without("项措施没有牵头领导", unnamed)]


KIND = Kind(
    "first-person-report",
    "主要负责人组织落实情况报告",
    "主要负责人牵头、审签了什么，班子成员各负责什么，还差什么",
    "《中国共产党巡视工作条例》（2015）第二十七条第一款",
    Scope.CASE,
    make,
    order=60,
    missing=missing,
)
