"""What must be in order before a step: every gate says in one sentence what is missing and where to put it
right. An app that has one more condition registers it with ``gate``; nothing else changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.gathered import gather
from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.diagnosis.waiving import key_of, unanswered, waivers_in_force
from bihuan.web.evidence.models import ReviewState
from bihuan.web.rectification.expected import expected
from bihuan.web.rectification.models import (
    Extension,
    Measure,
    MeasureKind,
    MeasureState,
    RegularDuty,
    Request,
)
from bihuan.web.rectification.proofs import MEASURE, proofs_of_measures
from bihuan.web.rectification.workflow import Aim, Gates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from bihuan.web.accounts.permissions import Account, Owned
    from bihuan.web.evidence.queries import Chip
    from bihuan.web.inspections.models import Finding
    from bihuan.web.rectification.models import Response

SHORTEST = 20
"""Letters of a written evaluation that says something."""
QUOTED = 18


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not in order."""

    text: str
    href: str
    right: Action = Action.READ
    """What the page asks for that puts it in order."""


@dataclass(slots=True)
class Facts:
    """Everything that gates look at; fetched once."""

    response: Response
    findings: list[Finding]
    measures: list[Measure]
    proofs: dict[tuple[str, int], list[Chip]]
    errors: list[Diagnostic]
    """Error-level diagnostics that nothing answers."""
    duties: list[RegularDuty]
    extensions: list[Extension]
    aim: Aim
    evaluation: str

    def anchor(self, measure: Measure) -> str:
        """Where a measure stands on the page of the response."""
        return f"{reverse('loop:response', args=[self.response.pk])}#measure-{measure.pk}"


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition, before which set of steps and towards which ends it holds."""

    code: str
    title: str
    gates: Gates
    aims: frozenset[Aim]
    check: Callable[[Facts], list[Missing]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A gate looked at: in order when nothing is missing."""

    title: str
    missing: list[Missing] = field(default_factory=list)


REGISTRY: dict[str, Gate] = {}


def gate(
    code: str, title: str, gates: Gates, aims: tuple[Aim, ...] = tuple(Aim)
) -> Callable[[Callable[[Facts], list[Missing]]], Callable[[Facts], list[Missing]]]:
    """Decorator: one more condition; the same code replaces."""

    def register(check: Callable[[Facts], list[Missing]]) -> Callable[[Facts], list[Missing]]:
        REGISTRY[code] = Gate(code, title, gates, frozenset(aims), check)
        return check

    return register


def facts_of(response: Response, today: date, *, aim: str = "", evaluation: str | None = None) -> Facts:
    """What the gates look at: one query, and those of the evidence, whatever hangs on the response."""
    answered = response.findings.filter(withdrawn_at=None)
    findings, measures, duties, extensions, found, waivers = gather(
        answered.order_by("position"),
        Measure.objects.filter(response=response)
        .select_related("leader", "department", "person")
        .order_by("position"),
        RegularDuty.objects.filter(response=response).select_related("person", "department").order_by("id"),
        Extension.objects.filter(measure__response=response)
        .select_related("asked_by__person", "decided_by__person")
        .order_by("id"),
        Diagnostic.objects.filter(finding__in=answered, severity="error").order_by("line", "id"),
        waivers_in_force(response.feedback, today),
    )
    return Facts(
        response=response,
        findings=findings,
        measures=measures,
        proofs=proofs_of_measures(response, measures, findings),
        errors=unanswered(found, {key_of(one) for one in waivers}),
        duties=duties,
        extensions=extensions,
        aim=Aim(aim or response.aim or Aim.CLOSED),
        evaluation=response.evaluation if evaluation is None else evaluation,
    )


def judge(gates: Gates, facts: Facts) -> list[Judged]:
    """Every gate of the set that holds for the aim, in order of registration."""
    return [
        Judged(one.title, one.check(facts))
        for one in REGISTRY.values()
        if one.gates is gates and facts.aim in one.aims
    ]


def reachable(judged: Iterable[Judged], user: Account, thing: Owned) -> list[Judged]:
    """The same for this user's eyes: no address of a page that they may not open."""
    return [
        Judged(
            one.title,
            [lack if may(user, lack.right, thing) else replace(lack, href="") for lack in one.missing],
        )
        for one in judged
    ]


def _called(measure: Measure) -> str:
    text = measure.text.strip()
    return f"“{text if len(text) <= QUOTED else text[:QUOTED] + '……'}”"


# --- before the plan is approved --------------------------------------------------------------------------


@gate("measures", "有整改措施", Gates.PLAN)
def _measures(facts: Facts) -> list[Missing]:
    page = f"{reverse('loop:plan', args=[facts.response.pk])}#id_new"
    return [] if facts.measures else [Missing("还没有整改措施，请先写措施。", page, Action.EDIT)]


@gate("target", "写明整改目标", Gates.PLAN)
def _target(facts: Facts) -> list[Missing]:
    page = f"{reverse('loop:plan', args=[facts.response.pk])}#id_target"
    lack = Missing("还没有写整改目标，请写明要改到什么程度。", page, Action.EDIT)
    return [] if facts.response.target.strip() else [lack]


@gate("complete", "每项措施定人、定责、定时限、定标准", Gates.PLAN)
def _complete(facts: Facts) -> list[Missing]:
    page = reverse("loop:plan", args=[facts.response.pk])
    found = []
    for one in facts.measures:
        empty = [word for value, word in _planned(one) if not value]
        if empty:
            text = f"措施{_called(one)}还没有填{'、'.join(empty)}。"
            found.append(Missing(text, f"{page}#m{one.pk}", Action.EDIT))
    return found


def _planned(one: Measure) -> list[tuple[object, str]]:
    return [
        (one.kind, "类型"),
        (one.due, "完成时限"),
        (one.criteria.strip(), "完成标准"),
        (one.leader_id, "牵头领导"),
        (one.department_id or one.person_id, "责任科室或责任人"),
    ]


# --- before an end ----------------------------------------------------------------------------------------


@gate("approved", "措施都在批准的方案里", Gates.END, (Aim.CLOSED, Aim.LONG_TERM))
def _approved(facts: Facts) -> list[Missing]:
    page = reverse("loop:step", args=[facts.response.pk, "revise"])
    return [
        Missing(f"措施{_called(one)}不在批准的方案里，请调整方案，报主要负责人批准。", page, Action.EDIT)
        for one in facts.measures
        if unapproved(one)
    ]


def unapproved(one: Measure) -> bool:
    """Nobody agreed to its day; what is put right at once need not wait for that."""
    return one.original_due is None and one.kind != MeasureKind.IMMEDIATE


@gate("settled", "没有未落实的措施", Gates.END, (Aim.CLOSED, Aim.LONG_TERM))
def _settled(facts: Facts) -> list[Missing]:
    lasting = facts.aim is Aim.LONG_TERM
    fine = (MeasureState.DONE, MeasureState.LASTING) if lasting else (MeasureState.DONE,)
    if not facts.measures:
        page = reverse("loop:step", args=[facts.response.pk, "revise"])
        return [Missing("没有一项整改措施，不能了结，请调整方案，增加措施并落实。", page, Action.EDIT)]
    return [
        Missing(_unsettled(one, lasting), facts.anchor(one))
        for one in facts.measures
        if one.state not in fine
    ]


def _unsettled(one: Measure, lasting: bool) -> str:
    if one.state == MeasureState.LASTING and not lasting:
        return f"措施{_called(one)}已转为定期任务，请申请“长期坚持”，或先落实到位。"
    return f"措施{_called(one)}还没有落实，请先登记落实结果。"


@gate("proved", "已落实的措施都有佐证", Gates.END, (Aim.CLOSED, Aim.LONG_TERM))
def _proved(facts: Facts) -> list[Missing]:
    found = []
    for one in facts.measures:
        if one.state != MeasureState.DONE:
            continue
        held = facts.proofs.get((MEASURE, one.pk), [])
        if not held:
            found.append(Missing(f"措施{_called(one)}没有佐证，请上传或关联。", facts.anchor(one)))
        elif all(chip.state == ReviewState.REJECTED for chip in held):
            text = f"措施{_called(one)}的佐证都未被认可，请补充新的佐证。"
            found.append(Missing(text, facts.anchor(one)))
        elif lacking := [line.word for line in expected(one, held) if not line.there]:
            text = f"措施{_called(one)}还缺应有的佐证：{'；'.join(lacking)}。请上传或关联，并选对类别。"
            found.append(Missing(text, facts.anchor(one)))
    return found


@gate("evaluated", "有书面自评", Gates.END)
def _evaluated(facts: Facts) -> list[Missing]:
    if len(facts.evaluation.strip()) >= SHORTEST:
        return []
    page = reverse("loop:step", args=[facts.response.pk, "assess"])
    text = f"还没有书面自评，请写明做了什么、成效怎样、凭什么判断，至少{SHORTEST}个字。"
    return [Missing(text, page, Action.ASSESS)]


@gate("answered", "没有未说明的“不能成立”体检意见", Gates.END, (Aim.CLOSED, Aim.LONG_TERM))
def _answered(facts: Facts) -> list[Missing]:
    return [
        Missing(
            f"体检意见未处理：{one.message}请改正，或说明理由并经他人同意。",
            reverse("diagnosis:waive", args=[one.pk]),
            Action.EDIT,
        )
        for one in facts.errors
    ]


@gate("regular", "长期坚持有定期任务", Gates.END, (Aim.LONG_TERM,))
def _regular(facts: Facts) -> list[Missing]:
    page = reverse("loop:duty_new", args=[facts.response.pk])
    lack = Missing("转入长期坚持要先设定期任务，请写明每月、每季或每年做什么。", page, Action.EDIT)
    return [] if facts.duties else [lack]


@gate("extended", "没有待批的延期申请", Gates.END)
def _extended(facts: Facts) -> list[Missing]:
    page = reverse("loop:response", args=[facts.response.pk])
    pending = any(one.state == Request.PENDING for one in facts.extensions)
    return [Missing("还有延期申请没有批，请先审批。", page)] if pending else []
