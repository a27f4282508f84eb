"""Joint answers: several findings under one response, and apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.report.nodes import LeafKind
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.inspections.models import NO_STATUS, Finding
from bihuan.web.rectification import text
from bihuan.web.rectification.arranging import rearrange
from bihuan.web.rectification.models import Measure, Response, ResponseFinding
from bihuan.web.rectification.refresh import case_refresh
from bihuan.web.rectification.services.editing import open_case, response_in
from bihuan.web.rectification.services.locking import refuse_begun

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.text import CaseText, Row

_HEADS = frozenset({LeafKind.FINDING, LeafKind.SUBFINDING})


@transaction.atomic
def response_join(*, actor: User, now: datetime, response: Response) -> Response:
    """Answer the findings of this response together with those of the one before it in the same section.

    In the text the findings come first, then all measures, then one outcome: that of the earlier response,
    else of the later one; the journal keeps the other.
    """
    case = open_case(actor, response.feedback_id)
    later = response_in(case, response)
    earlier = (
        Response.objects.filter(section=later.section_id, position__lt=later.position)
        .order_by("-position")
        .first()
    )
    if earlier is None:
        raise ServiceError("这是本部分的第一项整改，前面没有可以合并的。")
    refuse_begun(earlier)
    refuse_begun(later)
    old = text.load(case)
    rows = _joined(old, earlier, later)
    kept, dropped = (earlier, later) if earlier.outcome else (later, earlier)
    changes = {"findings": [_numbers(later), ""], "outcome": [dropped.outcome, kept.outcome]}
    if kept is later and later.outcome:
        _hand_over_outcome(earlier, later)
        rows = [
            _as_outcome(row, earlier.pk) if row.key == (LeafKind.OUTCOME, later.pk) else row for row in rows
        ]
        old = text.load(case)
    ResponseFinding.objects.filter(response=later).update(response=earlier)
    Measure.objects.filter(response=later).update(response=earlier)
    Response.objects.filter(pk=later.pk).update(
        outcome="", outcome_position=None, outcome_surface="", status=NO_STATUS
    )
    rearrange(old, rows)
    later.delete()
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="response_join", thing=earlier, changes=changes
    )
    case_refresh(case, now)
    earlier.refresh_from_db()
    return earlier


def _numbers(response: Response) -> str:
    return "、".join(response.findings.order_by("position").values_list("number", flat=True))


def _joined(case: CaseText, earlier: Response, later: Response) -> list[Row]:
    """The block of both responses as heads, then the rest, then the outcome that stays."""
    at = [index for index, row in enumerate(case.rows) if row.response in {earlier.pk, later.pk}]
    if not at:
        return list(case.rows)  # reopened, without words so far: the heads are of the one before
    first, last = at[0], at[-1] + 1
    while last < len(case.rows) and case.rows[last].kind is LeafKind.SUBFINDING:
        last += 1
    block = case.rows[first:last]
    outcomes = [row for row in block if row.kind is LeafKind.OUTCOME]
    heads = [row for row in block if row.kind in _HEADS]
    rest = [row for row in block if row.kind not in _HEADS and row.kind is not LeafKind.OUTCOME]
    return [*case.rows[:first], *heads, *rest, *outcomes[:1], *case.rows[last:]]


def _hand_over_outcome(earlier: Response, later: Response) -> None:
    """The outcome's words and place go to the response that stays."""
    place, surface, words = later.outcome_position, later.outcome_surface, later.outcome
    Response.objects.filter(pk=later.pk).update(
        outcome="", outcome_position=None, outcome_surface="", status=NO_STATUS
    )
    Response.objects.filter(pk=earlier.pk).update(
        outcome=words, outcome_position=place, outcome_surface=surface, status=later.status
    )


def _as_outcome(row: Row, response: int) -> Row:
    from dataclasses import replace

    return replace(row, pk=response, response=response)


@transaction.atomic
def response_split(*, actor: User, now: datetime, response: Response, finding: Finding) -> Response:
    """From this finding on, answer apart: the new response has these findings and, at first, no measures."""
    case = open_case(actor, response.feedback_id)
    found = response_in(case, response)
    refuse_begun(found)
    findings = list(found.findings.order_by("position"))
    moved = [one for one in findings if one.position >= finding.position]
    if finding not in findings or len(moved) == len(findings):
        raise ServiceError("只能从合并作答的第二个问题起分开，请重新选择。")
    old = text.load(case)
    made = Response.objects.create(
        feedback=case, unit_id=case.unit_id, section_id=found.section_id, position=finding.position
    )
    ResponseFinding.objects.filter(response=found, finding__in=moved).update(response=made)
    rearrange(old, _split(old, found, {one.pk for one in moved}))
    changes = {"findings": ["", "、".join(one.number for one in moved)]}
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="response_split", thing=made, changes=changes
    )
    case_refresh(case, now)
    made.refresh_from_db()
    return made


def _split(case: CaseText, response: Response, moved: set[int]) -> list[Row]:
    """The heads of the moved findings go behind everything that belongs to the response."""
    """The heads of the moved findings go behind everything that belongs to the response."""
    at = [index for index, row in enumerate(case.rows) if row.response == response.pk]
    if not at:
        return list(case.rows)  # reopened, without words so far: the heads are of the one before
    first, last = at[0], at[-1] + 1
    while last < len(case.rows) and case.rows[last].kind is LeafKind.SUBFINDING:
        last += 1
    stay: list[Row] = []
    go: list[Row] = []
    taken = False
    for row in case.rows[first:last]:
        if row.kind is LeafKind.FINDING:
            taken = row.pk in moved
        (go if taken and row.kind in _HEADS else stay).append(row)
    return [*case.rows[:first], *stay, *go, *case.rows[last:]]
