"""A superior's decision and the tasks that it is broken down into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.models import Unit, UnitKind
from bihuan.web.accounts.permissions import Action, Place, Relation, require, require_at
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import journal_append
from bihuan.web.inspections.models import Feedback
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people
from bihuan.web.supervision.kinds import DIRECTIVE
from bihuan.web.supervision.models import Assignment, AssignmentProgress, AssignmentState, Directive
from bihuan.web.supervision.passages import directive_found, task_found

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User

LONGEST = 2_000
MOST = 500


def homes(actor: User) -> list[int]:
    """Units and offices for which the account may break decisions down."""
    scope = actor.scope()
    own, office = (scope.units(one, Action.ASSIGN) for one in (Relation.OWN, Relation.OFFICE))
    return sorted({*own, *office})


def bound(unit: Unit) -> QuerySet[Unit]:
    """Units to which tasks may go: the unit itself; of an office also those in its rounds."""
    if unit.kind != UnitKind.OFFICE:
        return Unit.objects.filter(pk=unit.pk)
    cases = Feedback.objects.filter(office=unit, archived_at=None)
    return Unit.objects.filter(pk__in=cases.values("unit"), closed_on=None)


@transaction.atomic
def directive_add(
    *,
    actor: User,
    now: datetime,
    unit: Unit,
    title: str,
    issuer: str,
    issued_on: date,
    document: str = "",
    note: str = "",
) -> Directive:
    """Enter a decision that is to be broken down."""
    office = unit.pk if unit.kind == UnitKind.OFFICE else None
    require_at(actor, Action.ASSIGN, Place(unit=unit.pk, office=office))
    title, issuer, document = (" ".join(text.split()) for text in (title, issuer, document))
    if not title:
        raise ServiceError("请写明决定或会议精神的名称。", field="title")
    if not issuer:
        raise ServiceError("请写明是哪一级作出的。", field="issuer")
    if issued_on > timezone.localdate(now):
        raise ServiceError("日期在今天以后，请核对。", field="issued_on")
    if Directive.objects.filter(unit=unit, title=title[:200]).exists():
        raise ServiceError("这份决定已经登记过了，请在原来的一份上增加任务。", field="title")
    made = Directive.objects.create(
        unit=unit,
        office_id=office,
        title=title[:200],
        document=document[:60],
        issuer=issuer[:100],
        issued_on=issued_on,
        note=note.strip()[:LONGEST],
        made_by=actor,
        made_at=now,
    )
    changes = {"title": ["", made.title], "document": ["", made.document], "issuer": ["", made.issuer]}
    journal_append(actor=actor, now=now, chain=unit.pk, action="directive_add", thing=made, changes=changes)
    directive_found(made)
    return made


@transaction.atomic
def assignment_add(
    *,
    actor: User,
    now: datetime,
    directive: Directive,
    unit: Unit,
    text: str,
    criteria: str = "",
    due: date | None = None,
    department_id: int | None = None,
    person_id: int | None = None,
) -> Assignment:
    """One task; whoever has to do it is told."""
    found = still_there(Directive.objects.select_for_update(of=("self",)).filter(pk=directive.pk), "这份决定")
    require(actor, Action.ASSIGN, found)
    text = " ".join(text.split())
    if not text:
        raise ServiceError("请写明要做什么。", field="text")
    if not bound(found.unit).filter(pk=unit.pk).exists():
        raise ServiceError("任务只能分给本单位，巡察办可以分给其轮次里的单位。", field="unit")
    if due and due < found.issued_on:
        raise ServiceError("完成时限早于决定的日期，请核对。", field="due")
    if department_id and not unit.departments.filter(pk=department_id).exists():
        raise ServiceError("责任科室要从责任单位的科室中选择。", field="department")
    if person_id and not unit.people.filter(pk=person_id, left_on=None).exists():
        raise ServiceError("责任人要从责任单位的在职人员中选择。", field="person")
    rows = Assignment.objects.filter(directive=found)
    if rows.filter(text=text[:LONGEST], unit=unit, department=department_id, person=person_id).exists():
        raise ServiceError("同样的任务已经分解过了，不必重复登记。", field="text")
    last = rows.aggregate(Max("order"))["order__max"] or 0
    if last >= MOST:
        raise ServiceError(f"一份决定最多分解{MOST}项任务，请合并相近的任务。")
    made = Assignment.objects.create(
        directive=found,
        unit=unit,
        office_id=found.office_id,
        order=last + 1,
        text=text[:LONGEST],
        criteria=criteria.strip()[:LONGEST],
        due=due,
        department_id=department_id,
        person_id=person_id,
        made_by=actor,
        made_at=now,
    )
    changes = {"text": ["", made.text], "due": ["", due.isoformat() if due else ""]}
    changes["person"] = ["", str(made.person or made.department or unit)]
    journal_append(actor=actor, now=now, chain=unit.pk, action="assignment_add", thing=made, changes=changes)
    task_found(made)
    _tell(now, made, doers(made), f"新任务：{made.text}", "new")
    return made


@transaction.atomic
def assignment_report(
    *,
    actor: User,
    now: datetime,
    assignment: Assignment,
    on: date,
    done: str,
    next: str = "",
    obstacle: str = "",
) -> AssignmentProgress:
    """One dated entry of progress."""
    found = _locked(assignment)
    require(actor, Action.RECORD, found)
    _refuse_done(found)
    texts = [text.strip()[:LONGEST] for text in (done, next, obstacle)]
    _refuse_future(on, now, "on")
    if not texts[0]:
        raise ServiceError("请写明做了什么。", field="done")
    if AssignmentProgress.objects.filter(assignment=found, on=on, done=texts[0]).exists():
        raise ServiceError("同一天同样的进展已经登记过了，不必重复登记。", field="done")
    made = AssignmentProgress.objects.create(
        assignment=found, on=on, done=texts[0], next=texts[1], obstacle=texts[2], by=actor, at=now
    )
    changes = {"on": ["", on.isoformat()], "done": ["", texts[0]], "next": ["", texts[1]]}
    changes["obstacle"] = ["", texts[2]]
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="assignment_report", thing=found, changes=changes
    )
    task_found(found)
    return made


@transaction.atomic
def assignment_settle(
    *,
    actor: User,
    now: datetime,
    assignment: Assignment,
    done_on: date,
    result: str,
    version: int | None = None,
) -> Assignment:
    """Say that the task was done, when and with what result; who gave it is told."""
    found = _locked(assignment)
    require(actor, Action.RECORD, found)
    if version is not None and version != found.version:
        raise StaleError("这项任务")
    _refuse_done(found)
    _refuse_future(done_on, now, "done_on")
    result = result.strip()[:LONGEST]
    if not result:
        raise ServiceError("请写明完成情况，以便与完成标准核对。", field="result")
    found.state, found.done_on, found.result = AssignmentState.DONE, done_on, result
    found.version += 1
    found.save(update_fields=["state", "done_on", "result", "version"])
    changes = {"done_on": ["", done_on.isoformat()], "result": ["", result]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="assignment_settle", thing=found, changes=changes
    )
    task_found(found)
    giver = found.made_by.person_id
    if giver != actor.person_id:
        _tell(now, found, [giver], f"任务已完成：{found.text}", "done")
    return found


def doers(one: Assignment) -> list[int]:
    """Ids of the people who have to do the task: the one who is named, the heads and handlers of the
    department, else everybody who keeps the unit's ledger.
    """
    if one.person_id:
        return [one.person_id]
    if one.department_id:
        rows = one.unit.people.filter(
            department=one.department_id, left_on=None, user__is_active=True, user__memberships__unit=one.unit
        )
        if found := sorted(set(rows.values_list("pk", flat=True))):
            return found
    return people_who(one.unit, Action.EDIT, Relation.OWN)


def _tell(now: datetime, one: Assignment, people: Iterable[int], text: str, key: str) -> None:
    due = f"（{one.due.month}月{one.due.day}日前）" if one.due and key == "new" else ""
    notify_people(
        people,
        now=now,
        kind=DIRECTIVE,
        text=f"{text}{due}",
        link=reverse("supervision:assignment", args=[one.pk]),
        about=one,
        key=f"assignment:{one.pk}:{key}",
    )


def _locked(assignment: Assignment) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("unit", "made_by")
    return still_there(rows.filter(pk=assignment.pk), "这项任务")


def _refuse_done(one: Assignment) -> None:
    if one.state == AssignmentState.DONE:
        raise ServiceError("这项任务已经登记为完成，不能再登记。")


def _refuse_future(day: date, now: datetime, name: str) -> None:
    if day > timezone.localdate(now):
        raise ServiceError("日期在今天以后，请填已经发生的日期。", field=name)
