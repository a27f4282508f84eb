"""销号审批表: one form for each response, with every opinion as it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents.kinds import FORMS, Kind, Scope
from bihuan.documents.kinds import _words as w

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.documents import facts

FIRST = ("分管领导", "主要负责人")


def make(told: tuple[facts.Case, Sequence[facts.Response]]) -> b.Document:
    """A form a page, for each of the responses."""
    case, answers = told
    blocks: list[b.Block] = []
    for at, response in enumerate(answers):
        if at:
            blocks.append(b.Break())
        blocks += (b.Title("巡察整改销号审批表"), *_numbered(response), _form(case, response))
    if not answers:
        blocks += (b.Title("巡察整改销号审批表"), b.paragraph("还没有提交自评的整改。"))
    name = f"{case.unit}销号审批表" + (f"（{answers[0].called}）" if len(answers) == 1 else "")
    return b.Document(name, tuple(blocks), day=case.on)


def _numbered(response: facts.Response) -> list[b.Block]:
    if not response.certificate:
        return []
    return [b.Paragraph((b.Span(f"编号：{response.certificate}"),), indent=False, align=b.Align.RIGHT)]


def _form(case: facts.Case, response: facts.Response) -> b.Table:
    rows = [
        (b.label("被巡察单位"), b.Cell(case.unit), b.label("轮次"), b.Cell(case.round)),
        (b.label("问题"), b.Cell(w.findings_text(response), columns=3)),
        (b.label("整改目标"), b.Cell(response.target or w.NONE, columns=3)),
        (b.label("整改措施\n及落实"), b.Cell(_measures(response), columns=3)),
        (b.label("单位自评"), b.Cell(_evaluation(response), columns=3, lines=2)),
    ]
    by_party = {one.party: one for one in response.opinions}
    rows += [(b.label(party), b.Cell(_signed(by_party.get(party)), columns=3, lines=2)) for party in FIRST]
    others = [one for one in response.opinions if one.party not in (*FIRST, "")]
    rows += [(b.label(one.party), b.Cell(_signed(one), columns=3, lines=2)) for one in others]
    if not others:
        rows.append((b.label("会审意见"), b.Cell("（待办理）", columns=3, lines=2)))
    end = (b.label("了结日期"), b.Cell(w.day(response.ended_on)))
    rows.append((*end, b.label("了结方式"), b.Cell(response.stage if response.ended_on else w.NONE)))
    columns = (b.Column(3), b.Column(6), b.Column(2.4), b.Column(5))
    return b.Table(columns, tuple(rows), head=0, name="销号审批表")


def _measures(response: facts.Response) -> str:
    return "\n".join(f"{at}.{_measure(one)}" for at, one in enumerate(response.measures, 1)) or w.NONE


def _measure(one: facts.Measure) -> str:
    told = [one.state, w.short(one.done_on), f"佐证{one.proofs}份"]
    if one.original_due and one.due and one.due > one.original_due:
        told.append(f"原定{w.short(one.original_due)}，延至{w.short(one.due)}")
    return f"{w.measure_text(one)}［{'，'.join(filter(None, told))}］"


def _evaluation(response: facts.Response) -> str:
    return f"{response.evaluation or w.NONE}\n申请：{response.aim or w.NONE}"


def _signed(one: facts.Opinion | None) -> str:
    if one is None:
        return "（待办理）"
    return f"{one.text or '同意'}\n{one.by}　{w.day(one.on)}"


KIND = Kind(
    "certificate",
    "销号审批表",
    "一项整改一张：措施落实、自评、分管领导、主要负责人和会审方的意见",
    "“对账销号”的审批依据",
    Scope.RESPONSE,
    make,
    order=70,
    formats=FORMS,
)
