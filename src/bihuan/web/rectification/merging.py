"""A corrected feedback laid over a case in which work was done: the new text, with the old work in its
places.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import F

from bihuan.report.nodes import LeafKind
from bihuan.web.inspections.models import Finding, Group, Passage, Section, Subfinding
from bihuan.web.rectification.arranging import write_order
from bihuan.web.rectification.intake import Intake
from bihuan.web.rectification.models import Measure, Response, ResponseFinding
from bihuan.web.rectification.text import STEP, CaseText, Row, closers, resurface

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.report import Report
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.comparing import Comparison

AWAY = 2**40
"""Beyond every position: rows on their way to a new place wait there."""
_BODY = frozenset({LeafKind.MEASURE, LeafKind.OUTCOME})


def merge(old: CaseText, report: Report, found: Comparison, due: date | None, now: datetime) -> None:
    """Write the corrected text over the case; responses stay with their findings, without one they are
    withdrawn.
    """
    case = old.feedback
    _withdraw(case, [one.pk for one in found.gone], now)
    _step_aside(case)
    sections = list(Section.objects.filter(feedback=case).values_list("pk", flat=True))
    groups = list(Group.objects.filter(feedback=case).values_list("pk", flat=True))
    Passage.objects.filter(feedback=case).delete()
    Subfinding.objects.filter(feedback=case, finding__withdrawn_at=None).delete()
    intake = Intake(case, report, due, found.kept())
    intake.store_sections()
    intake.store_findings()
    intake.store_passages()
    _answer_added(intake)
    _resettle(case, intake.sections[0])
    Group.objects.filter(pk__in=groups).delete()
    Section.objects.filter(pk__in=sections).delete()
    _arrange(old, intake)


def _withdraw(case: Feedback, gone: list[int], now: datetime) -> None:
    """Findings that are no longer there, and responses that answer nothing else."""
    Finding.objects.filter(pk__in=gone).update(withdrawn_at=now, position=-F("pk"))
    idle = Response.objects.filter(feedback=case, links__finding__in=gone).exclude(
        links__finding__withdrawn_at__isnull=True
    )
    Response.objects.filter(pk__in=list(idle.values_list("pk", flat=True))).update(withdrawn_at=now)


def _step_aside(case: Feedback) -> None:
    """Every position of the case becomes negative, so that the new text finds its places free."""
    for table in (Section, Group, Measure):
        rows = table._default_manager.filter(feedback=case, position__gte=0)
        rows.update(position=-F("position") - AWAY)
    Finding.objects.filter(feedback=case, withdrawn_at=None).update(position=-F("position") - AWAY)
    placed = Response.objects.filter(feedback=case, outcome_position__gte=0)
    placed.update(outcome_position=-F("outcome_position") - AWAY)


def _answer_added(intake: Intake) -> None:
    """A response of its own for every finding that is new."""
    added = [one for leaf, one in intake.findings.items() if leaf not in intake.kept]
    made = Response.objects.bulk_create(
        Response(feedback=intake.feedback, unit_id=one.unit_id, section=one.section, position=one.position)
        for one in added
    )
    ResponseFinding.objects.bulk_create(
        ResponseFinding(response=response, finding=finding)
        for response, finding in zip(made, added, strict=True)
    )


def _resettle(case: Feedback, first: Section) -> None:
    """Responses move to the section of their first finding; what was withdrawn hangs on the first section."""
    Finding.objects.filter(feedback=case, withdrawn_at__isnull=False).update(section=first, group=None)
    Response.objects.filter(feedback=case, withdrawn_at__isnull=False).update(section=first)
    links = ResponseFinding.objects.filter(response__feedback=case, finding__withdrawn_at=None)
    in_order = links.order_by("-finding__position").values_list("response_id", "finding__section_id")
    settled = dict(in_order)  # the first finding comes last and stays
    for response, section in settled.items():
        Response.objects.filter(pk=response).update(section_id=section)


def _arrange(old: CaseText, intake: Intake) -> None:
    """Behind the heads of each response comes what it had: measures, then the outcome."""
    case = intake.feedback
    links = dict(
        ResponseFinding.objects.filter(response__feedback=case, response__withdrawn_at=None).values_list(
            "finding_id", "response_id"
        )
    )
    heads = [
        replace(row, response=links.get(row.pk)) if row.kind is LeafKind.FINDING else row
        for row in intake.rows()
    ]
    body: dict[int, list[Row]] = {}
    for row in old.rows:
        if row.kind in _BODY and row.response in links.values():
            body.setdefault(row.response or 0, []).append(row)
    owners = [_owner(heads, at) for at in range(len(heads))]
    last = {owner: at for at, owner in enumerate(owners) if owner is not None}
    rows: list[Row] = []
    for at, row in enumerate(heads):
        rows.append(row)
        owner = owners[at]
        if owner is not None and last[owner] == at:
            rows += body.get(owner, [])
    marks = {**closers(old.rows, old.tail), **closers(heads, intake.report.tail)}
    first = heads[0].closer if heads else ""
    surfaced, tail = resurface(rows, marks, first, intake.report.tail)
    write_order(
        CaseText(case, (), intake.report.tail), surfaced, [(at + 1) * STEP for at in range(len(rows))], tail
    )


def _owner(heads: list[Row], at: int) -> int | None:
    """The response to which a head row belongs: aspects go with the finding before them."""
    while at >= 0 and heads[at].kind is LeafKind.SUBFINDING:
        at -= 1
    return heads[at].response if at >= 0 and heads[at].kind is LeafKind.FINDING else None
