"""Work on measures: progress, what was carried out, later days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, Relation, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import Told, journal_append
from bihuan.web.base.words import day_words, unstopped
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people
from bihuan.web.rectification.gates import unapproved
from bihuan.web.rectification.kinds import EXTENSION
from bihuan.web.rectification.models import (
    Extension,
    Measure,
    MeasureKind,
    MeasureState,
    Progress,
    RegularDuty,
    Request,
    Response,
)
from bihuan.web.rectification.passages import measures_found, progress_found
from bihuan.web.rectification.services.ending import measures_ended
from bihuan.web.rectification.services.locking import (
    Standing,
    case_touched,
    locked_case,
    locked_measure,
    locked_response,
    require_working,
    standing_of,
    step_page,
)
from bihuan.web.rectification.workflow import ResponseState, Step
from bihuan.zh.tense import Tense

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback

LONGEST = 5_000


@transaction.atomic
def progress_add(
    *,
    actor: User,
    now: datetime,
    measure: Measure,
    on: date,
    done: str,
    next: str = "",
    obstacle: str = "",
) -> Progress:
    """One dated entry; the first one starts an approved plan. Measures of 立行立改 need not wait for it."""
    case, response, found = locked_measure(measure)
    require(actor, Action.RECORD, standing_of(found))
    require_begun(response, found, "登记进展")
    _refuse_future(on, now, "on")
    texts = [text.strip() for text in (done, next, obstacle)]
    if not texts[0]:
        raise ServiceError("请写明做了什么。", field="done")
    if any(len(text) > LONGEST for text in texts):
        raise ServiceError(f"每栏最多{LONGEST}字，请写得简要些。", field="done")
    if Progress.objects.filter(measure=found, on=on, done=texts[0]).exists():
        raise ServiceError("同一天同样的进展已经登记过了，不必重复登记。", field="done")
    made = Progress.objects.create(
        feedback=case,
        unit_id=case.unit_id,
        measure=found,
        on=on,
        done=texts[0],
        next=texts[1],
        obstacle=texts[2],
        by=actor,
        at=now,
    )
    progress_found(case, made.pk)
    changes = {"on": ["", on.isoformat()], "done": ["", texts[0]], "next": ["", texts[1]]}
    changes["obstacle"] = ["", texts[2]]
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="progress_add", thing=found, changes=changes
    )
    _started(actor, now, case, response)
    return made


def require_begun(response: Response, measure: Measure, what: str) -> None:
    """Progress may be recorded: the plan is approved, or the measure need not wait for it (立行立改)."""
    early = measure.kind == MeasureKind.IMMEDIATE and response.state in (
        ResponseState.DRAFT,
        ResponseState.PLAN_SUBMITTED,
    )
    if not early and response.state != ResponseState.LONG_TERM:
        require_working(response, what)
        _refuse_unapproved(response, measure)


def _started(actor: User, now: datetime, case: Feedback, response: Response) -> None:
    if response.state == ResponseState.PLANNED:
        from bihuan.web.rectification.services.stepping import response_step

        response_step(actor=actor, now=now, response=response, step=Step.START)
    else:
        case_touched(case)


def _plain(value: date | str | None) -> str:
    return value.isoformat() if value is not None and not isinstance(value, str) else str(value or "")


def _refuse_unapproved(response: Response, measure: Measure) -> None:
    if unapproved(measure):
        told = f"措施“{measure}”不在批准的方案里，请先调整方案，报主要负责人批准。"
        raise ServiceError(told, href=step_page(response, Step.REVISE))


def _refuse_future(day: date, now: datetime, field: str) -> None:
    if day > timezone.localdate(now):
        raise ServiceError("日期在今天以后，请填已经发生的日期。", field=field)


@transaction.atomic
def measure_settle(
    *,
    actor: User,
    now: datetime,
    measure: Measure,
    state: MeasureState,
    done_on: date | None = None,
    result: str = "",
    version: int | None = None,
) -> Measure:
    """Say that a measure was carried out, turned into a regular duty, or is open again after all."""
    case, response, found = locked_measure(measure, version)
    require(actor, Action.RECORD, standing_of(found))
    changes = settle_put(found, response, now=now, state=state, done_on=done_on, result=result)
    if not changes:
        return found
    found.version += 1
    found.save(update_fields=["state", "done_on", "result", "version"])
    measures_found(case, found.pk)
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="measure_settle", thing=found, changes=changes
    )
    measures_ended(actor, now, [found.pk] if state is not MeasureState.OPEN else [])
    _started(actor, now, case, response)
    return found


def settle_put(
    found: Measure,
    response: Response,
    *,
    now: datetime,
    state: MeasureState,
    done_on: date | None,
    result: str,
) -> dict[str, list[str]]:
    """Set what was carried out on the row, without storing it; old and new of what differs. ``ServiceError``
    where it says too little, or where the response is not being worked on.
    """
    require_working(response, "登记落实结果")
    _refuse_unapproved(response, found)
    result = result.strip()[:LONGEST]
    if state is MeasureState.DONE:
        if done_on is None:
            raise ServiceError("请填写落实的日期。", field="done_on")
        _refuse_future(done_on, now, "done_on")
        if not result:
            raise ServiceError("请写明落实的结果，以便与完成标准核对。", field="result")
    if state is MeasureState.LASTING and not RegularDuty.objects.filter(response=response).exists():
        page = reverse("loop:duty_new", args=[response.pk])
        raise ServiceError("转为定期任务的，请先设定期任务。", href=page)
    done_on = done_on if state is MeasureState.DONE else None
    changes = {
        name: [_plain(old), _plain(new)]
        for name, old, new in (
            ("state", found.state, state),
            ("done_on", found.done_on, done_on),
            ("result", found.result, result),
        )
        if old != new
    }
    found.state, found.done_on, found.result = state, done_on, result
    return changes


@transaction.atomic
def measures_settle_as_told(*, actor: User, now: datetime, response: Response) -> int:
    """Settle every measure whose words say that it was done on a day, of those on which the actor may record;
    how many there were.
    """
    case = locked_case(response.feedback_id)
    found = locked_response(response, case)
    require(actor, Action.RECORD, Standing(case, found, doing=True))
    require_working(found, "登记落实结果")
    rows = Measure.objects.filter(response=found, state=MeasureState.OPEN, tense=Tense.DONE)
    mine = [one for one in rows if may(actor, Action.RECORD, Standing(case, found, [one], doing=True))]
    told = [
        one
        for one in mine
        if one.ended_on and one.ended_on <= timezone.localdate(now) and not unapproved(one)
    ]
    rows_told = []
    for one in told:
        before = one.state, one.done_on, one.result
        one.state, one.done_on, one.result = MeasureState.DONE, one.ended_on, one.text[:LONGEST]
        one.version += 1
        both = zip(("state", "done_on", "result"), before, (one.state, one.done_on, one.result), strict=True)
        rows_told.append(Told.of(one, {name: [_plain(old), _plain(new)] for name, old, new in both}))
    if not told:
        raise ServiceError("没有写明完成日期、又还没有登记的措施。")
    Measure.objects.bulk_update(told, ["state", "done_on", "result", "version"], batch_size=200)
    measures_found(case, *(one.pk for one in told))
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="measures_settle", thing=found, rows=rows_told
    )
    measures_ended(actor, now, [one.pk for one in told])
    _started(actor, now, case, found)
    return len(told)


@transaction.atomic
def extension_ask(*, actor: User, now: datetime, measure: Measure, new_due: date, reason: str) -> Extension:
    """Ask for a later day; the day in force moves when it is granted, the original one never."""
    case, response, found = locked_measure(measure)
    require(actor, Action.RECORD, standing_of(found))
    require_working(response, "申请延期")
    if found.due is None or found.state == MeasureState.DONE:
        raise ServiceError("这项措施没有完成时限，或已经落实，不用申请延期。")
    if new_due <= found.due:
        raise ServiceError(f"延至的日期要晚于现在的时限{day_words(found.due)}。", field="new_due")
    reason = reason.strip()[:LONGEST]
    if len(reason) < 10:
        raise ServiceError("请写明为什么不能按期完成、延期后怎样完成，至少10个字。", field="reason")
    running = Extension.objects.filter(measure=found, state=Request.PENDING).first()
    if running:
        page = reverse("loop:extension", args=[running.pk])
        raise ServiceError("这项措施已经有一份延期申请待批，请等审批结果。", href=page)
    made = Extension.objects.create(
        feedback=case,
        unit_id=case.unit_id,
        measure=found,
        old_due=found.due,
        new_due=new_due,
        reason=reason,
        asked_by=actor,
        asked_at=now,
    )
    changes = {"new_due": [found.due.isoformat(), new_due.isoformat()], "reason": ["", reason]}
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="extension_ask", thing=found, changes=changes
    )
    notify_people(
        people_who(case.unit, Action.APPROVE, Relation.OWN),
        now=now,
        kind=EXTENSION,
        text=f"{actor.name}申请延期：{unstopped(found)}，由{day_words(found.due)}延至{day_words(new_due)}。",
        link=reverse("loop:extension", args=[made.pk]),
        about=made,
        key=f"extension:{made.pk}",
    )
    return made


@transaction.atomic
def extension_decide(
    *, actor: User, now: datetime, extension: Extension, granted: bool, opinion: str = ""
) -> Extension:
    """Grant or refuse it at the level that approved the plan; never by whoever asked."""
    case, _, measure = locked_measure(extension.measure)
    require(actor, Action.APPROVE, case)
    found: Extension = Extension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    if found.state != Request.PENDING:
        raise ServiceError("这份延期申请已经有人批过了，请看现在的结果。")
    if found.asked_by_id in actor.stands_for():
        raise ServiceError("自己提出的延期不能由自己批准，请由其他同志审批。", code="same_person")
    opinion = opinion.strip()[:LONGEST]
    if not granted and not opinion:
        raise ServiceError("不批准的，请写明理由。", field="opinion")
    found.state = Request.GRANTED if granted else Request.REFUSED
    found.decided_by, found.decided_at, found.opinion = actor, now, opinion
    found.save(update_fields=["state", "decided_by", "decided_at", "opinion"])
    changes = {"request": [Request.PENDING, found.state], "opinion": ["", opinion]}
    if granted:
        changes["due"] = [found.old_due.isoformat(), found.new_due.isoformat()]
        Measure.objects.filter(pk=measure.pk).update(due=found.new_due, version=measure.version + 1)
        measures_found(case, measure.pk)
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="extension_decide", thing=measure, changes=changes
    )
    notify_people(
        [found.asked_by.person_id],
        now=now,
        kind=EXTENSION,
        text=f"延期申请{found.get_state_display()}：{unstopped(measure)}。{opinion}",
        link=reverse("loop:response", args=[measure.response_id]),
        about=found,
        key=f"extension_decide:{found.pk}",
    )
    return found
