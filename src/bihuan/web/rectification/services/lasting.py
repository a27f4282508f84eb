"""Regular duties and promises, followed also after the response has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.services import Told, journal_append
from bihuan.web.rectification.models import Commitment, Every, Occurrence, RegularDuty
from bihuan.web.rectification.passages import commitment_found
from bihuan.web.rectification.periods import first_day, label
from bihuan.web.rectification.services.locking import (
    case_touched,
    locked_case,
    locked_response,
    standing_of_duty,
    standings_of,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.models import Response

LONGEST = 2_000


@transaction.atomic
def duty_create(
    *,
    actor: User,
    now: datetime,
    response: Response,
    title: str,
    every: str,
    starts_on: date,
    ends_on: date | None = None,
    department_id: int | None = None,
    person_id: int | None = None,
) -> RegularDuty:
    """A duty that comes round; possible in every state, because 长期坚持 goes on after the end."""
    case = locked_case(response.feedback_id)
    require(actor, Action.EDIT, case)
    found = locked_response(response, case)
    title = " ".join(title.split())
    if not title:
        raise ServiceError("请写明定期做什么。", field="title")
    if every not in Every.values:
        raise ServiceError("请选择每月、每季度还是每年。", field="every")
    if ends_on and ends_on < starts_on:
        raise ServiceError("结束日期早于开始日期，请核对。", field="ends_on")
    same = RegularDuty.objects.filter(response=found, title=title, every=every).first()
    if same:
        page = reverse("loop:duty", args=[same.pk])
        raise ServiceError("这项定期任务已经设过了。", field="title", href=page)
    people = case.unit.people.filter(left_on=None)
    departments = case.unit.departments.filter(closed_on=None)
    if person_id and not people.filter(pk=person_id).exists():
        raise ServiceError("责任人要从本单位人员中选择。", field="person")
    if department_id and not departments.filter(pk=department_id).exists():
        raise ServiceError("责任科室要从本单位科室中选择。", field="department")
    made = RegularDuty.objects.create(
        feedback=case,
        unit_id=case.unit_id,
        response=found,
        title=title[:200],
        every=every,
        starts_on=starts_on,
        ends_on=ends_on,
        department_id=department_id,
        person_id=person_id,
        made_by=actor,
        made_at=now,
    )
    changes = {"title": ["", made.title], "every": ["", every], "starts_on": ["", starts_on.isoformat()]}
    changes |= {"ends_on": ["", ends_on.isoformat()]} if ends_on else {}
    changes |= {"department": ["", str(made.department)]} if made.department else {}
    changes |= {"person": ["", str(made.person)]} if made.person else {}
    journal_append(
        actor=actor,
        now=now,
        chain=case.unit_id,
        action="duty_create",
        thing=found,
        rows=[Told.of(made, changes)],
    )
    case_touched(case)
    return made


@transaction.atomic
def occurrence_record(
    *, actor: User, now: datetime, duty: RegularDuty, period: date, done_on: date, note: str
) -> Occurrence:
    """Say that the duty was done in a period. Done after the period's end it stays marked as made up for."""
    case = locked_case(duty.feedback_id)
    found = RegularDuty.objects.select_for_update(of=("self",)).select_related("response").get(pk=duty.pk)
    found.feedback = case
    require(actor, Action.RECORD, standing_of_duty(found))
    start = first_day(found.every, period)
    if start < first_day(found.every, found.starts_on) or (found.ends_on and start > found.ends_on):
        raise ServiceError("这个周期不在任务的起止日期之内，请核对。", field="period")
    if done_on > timezone.localdate(now) or start > timezone.localdate(now):
        raise ServiceError("日期在今天以后，请填已经完成的日期。", field="done_on")
    if done_on < start:
        raise ServiceError("完成日期早于这个周期，请选对周期。", field="done_on")
    note = note.strip()[:LONGEST]
    if not note:
        raise ServiceError("请写明做了什么，以便核对。", field="note")
    if Occurrence.objects.filter(duty=found, period=start).exists():
        raise ServiceError(f"{label(found.every, start)}已经登记过了。", field="period")
    made = Occurrence.objects.create(duty=found, period=start, done_on=done_on, note=note, by=actor, at=now)
    changes = {"period": ["", start.isoformat()], "done_on": ["", done_on.isoformat()], "note": ["", note]}
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="occurrence_record", thing=found, changes=changes
    )
    return made


@transaction.atomic
def commitment_keep(
    *, actor: User, now: datetime, commitment: Commitment, kept_on: date, note: str
) -> Commitment:
    """Say how and when a promise was kept."""
    case = locked_case(commitment.feedback_id)
    found = Commitment.objects.select_for_update(of=("self",)).filter(pk=commitment.pk).first()
    if found is None:
        raise StaleError("这项承诺")
    found.feedback = case
    require(actor, Action.RECORD, standings_of([found])[found.pk])
    if found.kept_on:
        raise ServiceError("这项承诺已经登记为兑现了。")
    if kept_on > timezone.localdate(now):
        raise ServiceError("日期在今天以后，请填已经兑现的日期。", field="kept_on")
    note = note.strip()[:LONGEST]
    if not note:
        raise ServiceError("请写明怎样兑现的，以便核对。", field="note")
    found.kept_on, found.kept_note, found.kept_by = kept_on, note, actor
    found.save(update_fields=["kept_on", "kept_note", "kept_by"])
    commitment_found(case, found.pk)
    changes = {"kept_on": ["", kept_on.isoformat()], "note": ["", note]}
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="commitment_keep", thing=found, changes=changes
    )
    case_touched(case)
    return found
