"""The steps of the workflow: one service for all of them, told by the table what each needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bihuan.web.accounts.permissions import may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.rectification import gates
from bihuan.web.rectification.figures import figures_write
from bihuan.web.rectification.models import Decision, Measure, Response
from bihuan.web.rectification.refresh import case_refresh
from bihuan.web.rectification.services.ending import measures_ended
from bihuan.web.rectification.services.locking import (
    Standing,
    case_touched,
    locked_case,
    locked_response,
    page_of,
    refuse_stale,
)
from bihuan.web.rectification.services.reviewing import (
    seat_agree,
    seat_for,
    seats_leave,
    seats_of,
    seats_open,
    seats_set,
    sits,
)
from bihuan.web.rectification.services.telling import tell_step
from bihuan.web.rectification.workflow import (
    ENDED,
    Aim,
    Defect,
    Need,
    ResponseState,
    Step,
    Transition,
    find,
    next_state,
    refusal,
    rights_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

COUNTED = (Step.SUBMIT_PLAN, Step.ASSESS, Step.ENDORSE, Step.APPROVE, Step.APPROVE_PLAN, Step.AGREE)
"""Whoever took one of these in a submission may agree to nothing more in it."""
LONGEST = 5_000


@transaction.atomic
def response_step(
    *,
    actor: User,
    now: datetime,
    response: Response,
    step: Step,
    stamp: str = "",
    opinion: str = "",
    defect: str = "",
    evaluation: str = "",
    aim: str = "",
) -> Response:
    """Take one step. Refused with one sentence where the state, the person, a gate or a word is in the way.

    ``stamp`` is what the page saw: a change in between refuses. A reopening returns the new response.
    """
    case = locked_case(response.feedback_id)
    found = locked_response(response, case)
    cell = _cell(actor, case, found, step)
    refuse_stale(found, stamp)
    told = _Told(opinion.strip()[:LONGEST], defect, evaluation.strip()[:LONGEST], aim)
    _refuse_empty(cell, told)
    if cell.apart:
        _refuse_same(actor, found)
    _refuse_missing(cell, found, told, now)
    if step is Step.REOPEN:
        return _reopen(actor, now, case, found, told)
    return _take(actor, now, case, found, cell, told)


class _Told:
    """What the person wrote and chose."""

    def __init__(self, opinion: str, defect: str, evaluation: str, aim: str) -> None:
        self.opinion, self.defect, self.evaluation, self.aim = opinion, defect, evaluation, aim


def _cell(actor: User, case: Feedback, found: Response, step: Step) -> Transition:
    """The cell of the table, if the actor's role opens it; 403 before anything is told of the state."""
    standing = Standing(case, found)
    if not any(may(actor, right, standing) for right in rights_of(step)):
        require(actor, next(iter(sorted(rights_of(step)))), standing)
        raise PermissionDenied(f"{step.label}不由您的角色办理。")
    cell = find(found.state, step)
    if cell is None:
        raise ServiceError(refusal(found.state, step), href=page_of(found), code="wrong_state")
    if cell.state is ResponseState.UNDER_REVIEW:
        if not any(sits(actor, case, seat) for seat in seats_of(found)):
            raise PermissionDenied("您不在这项整改的会审方之列。")
    elif not may(actor, cell.right, standing):
        raise PermissionDenied(f"{ResponseState(found.state).label}的整改，{step.label}不由您的角色办理。")
    return cell


def _refuse_empty(cell: Transition, told: _Told) -> None:
    if Need.REASON in cell.needs and not told.opinion:
        raise ServiceError(f"{cell.step.label}要写明理由，以便对方一次改到位。", field="opinion")
    if Need.DEFECT in cell.needs and told.defect not in tuple(Defect):
        raise ServiceError("请选择缺陷类型：口头式、半截子、弄虚作假还是佐证不足。", field="defect")
    if Need.AIM in cell.needs and told.aim not in tuple(Aim):
        raise ServiceError("请选择申请怎样了结：销号、长期坚持，还是如实说明未能完成。", field="aim")
    if Need.EVALUATION in cell.needs and len(told.evaluation) < gates.SHORTEST:
        raise ServiceError(
            f"请写书面自评：做了什么、成效怎样、凭什么判断，至少{gates.SHORTEST}个字。", field="evaluation"
        )


def _refuse_same(actor: User, found: Response) -> None:
    steps = [one.value for one in COUNTED]
    mine = Decision.objects.filter(
        response=found, submission=found.submission, step__in=steps, by__in=actor.stands_for()
    )
    if mine.exists():
        raise ServiceError(
            "这次送审您已经办理过前面的环节，申请和同意不能是同一人，请由其他同志办理。", code="same_person"
        )


def _refuse_missing(cell: Transition, found: Response, told: _Told, now: datetime) -> None:
    if cell.gates is None:
        return
    asked = cell.step is Step.ASSESS
    facts = gates.facts_of(
        found,
        timezone.localdate(now),
        aim=told.aim if asked else "",
        evaluation=told.evaluation if asked else None,
    )
    missing = [one for judged in gates.judge(cell.gates, facts) for one in judged.missing]
    if missing:
        more = f"另有{len(missing) - 1}处未办妥。" if len(missing) > 1 else ""
        href = f"{page_of(found)}#gates" if more else missing[0].href
        raise ServiceError(
            f"还不能{cell.step.label}：{missing[0].text}{more}", href=href, code="conditions_missing"
        )


def _take(
    actor: User, now: datetime, case: Feedback, found: Response, cell: Transition, told: _Told
) -> Response:
    before, party, complete = found.state, "", False
    if cell.step in (Step.SUBMIT_PLAN, Step.ASSESS):
        found.submission += 1
        found.asked_by = actor
    if cell.step is Step.ASSESS:
        found.evaluation, found.aim = told.evaluation, told.aim
        found.assessed_at = found.assessed_at or now
    if cell.step is Step.RETURN:
        found.returned_times += 1
    if cell.step is Step.TAKE_UP:
        seats_set(case, found, now)
    if cell.state is ResponseState.UNDER_REVIEW:
        seat = seat_for(actor, case, found, now)
        party = seat.title
        if cell.step is Step.AGREE:
            seat_agree(seat)
            complete = not seats_open(found)
    if cell.step is Step.APPROVE_PLAN:
        _freeze_dates(found)
        found.planned_at = now
    found.state = next_state(cell, found.aim, complete)
    if found.state in ENDED:
        found.ended_at, found.certificate = now, _certificate(found, now)
    if found.state != before:
        found.state_since = now
        if cell.state is ResponseState.UNDER_REVIEW:
            seats_leave(found)
    found.version += 1
    found.save()
    if found.state in ENDED:
        measures_ended(actor, now, Measure.objects.filter(response=found).values_list("pk", flat=True))
    _decided(actor, now, found, cell.step, before, party, told)
    figures_write(case)
    case_touched(case)
    tell_step(now, case, found, cell.step, told.opinion)
    return found


def _freeze_dates(found: Response) -> None:
    rows = list(Measure.objects.filter(response=found, original_due=None))
    for one in rows:
        one.original_due = one.due
    Measure.objects.bulk_update(rows, ["original_due"], batch_size=200)


def _certificate(found: Response, now: datetime) -> str:
    return f"XH-{timezone.localdate(now).year}-{found.pk:06}"


def _decided(
    actor: User, now: datetime, found: Response, step: Step, before: str, party: str, told: _Told
) -> None:
    Decision.objects.create(
        feedback_id=found.feedback_id,
        unit_id=found.unit_id,
        response=found,
        submission=found.submission,
        step=step,
        before=before,
        after=found.state,
        party=party,
        opinion=told.opinion or (told.evaluation if step is Step.ASSESS else ""),
        defect=told.defect if step is Step.RETURN else "",
        by=actor,
        at=now,
    )
    changes = {"state": [before, found.state]}
    changes |= {"opinion": ["", told.opinion]} if told.opinion else {}
    changes |= {"evaluation": ["", told.evaluation], "aim": ["", told.aim]} if step is Step.ASSESS else {}
    changes |= {"defect": ["", told.defect]} if step is Step.RETURN else {}
    changes |= {"party": ["", party]} if party else {}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action=f"step_{step}", thing=found, changes=changes
    )


def _reopen(actor: User, now: datetime, case: Feedback, found: Response, told: _Told) -> Response:
    """A new response to the same findings that points back; the old one stays as it ended."""
    running = Response.objects.filter(reopens=found).exclude(state__in=ENDED).first()
    if running:
        raise ServiceError("这项整改已经重新交办，正在整改，不必再交办一次。", href=page_of(running))
    made = Response.objects.create(
        feedback=case,
        unit_id=found.unit_id,
        section_id=found.section_id,
        heading_id=found.heading_id,
        position=found.position,
        target=found.target,
        severe=found.severe,
        reopens=found,
        state_since=now,
    )
    made.findings.set(found.findings.all())
    _decided(actor, now, found, Step.REOPEN, found.state, "", told)
    case_refresh(case, now)
    tell_step(now, case, made, Step.REOPEN, told.opinion)
    return made
