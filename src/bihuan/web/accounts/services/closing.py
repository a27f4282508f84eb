"""Departments and units dissolved: only once nothing is left that would have no owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.models import Department, Unit
from bihuan.web.accounts.permissions import Action
from bihuan.web.accounts.registry import BUSINESS, CHARGES
from bihuan.web.accounts.services._common import allowed
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.prepared import counts
from bihuan.web.base.services import HOUSE, Told, journal_append

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.accounts.models import User


def charges_of(department: Department, today: date) -> list[tuple[str, str, int]]:
    """What the department still has to do: label, counting word, number; one query."""
    held = counts(*(one.rows(department, today) for one in CHARGES))
    return [(one.label, one.unit, count) for one, count in zip(CHARGES, held, strict=True) if count]


@transaction.atomic
def unit_close(*, actor: User | None, now: datetime, unit: Unit) -> None:
    """The unit was dissolved: nothing new is put there, what is there stays readable."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    Unit.objects.select_for_update().get(pk=unit.pk)  # two who close and fill it at once wait here
    if unit.children.filter(closed_on=None).exists():
        below = reverse("accounts:unit", args=[unit.pk])
        raise ServiceError(f"“{unit}”下面还有单位，请先撤销或移走下级单位。", href=below)
    people = f"{reverse('accounts:people')}?unit={unit.pk}"
    if left := _business(unit, timezone.localdate(now)):
        told = f"“{unit}”还有{left}，请先由该单位人员办结，或待巡察办归档以后再撤销。"
        raise ServiceError(told, href=people)
    if unit.people.filter(left_on=None).exists():
        raise ServiceError(f"“{unit}”还有在职人员，请先办理调动或离任。", href=people)
    _close(actor, now, unit, "unit_close")


def _business(unit: Unit, today: date) -> str:
    left = zip(BUSINESS, counts(*(one.rows(unit, today) for one in BUSINESS)), strict=True)
    return "、".join(f"{one.label}{count}{one.unit}" for one, count in left if count)


@transaction.atomic
def unit_reopen(*, actor: User | None, now: datetime, unit: Unit) -> None:
    """Take a closing back."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    if unit.parent and unit.parent.closed_on:
        above = reverse("accounts:unit", args=[unit.parent_id])
        raise ServiceError(f"上级单位“{unit.parent}”已经撤销，请先恢复上级单位。", href=above)
    unit.closed_on = None
    unit.save(update_fields=["closed_on"])
    journal_append(actor=actor, now=now, chain=HOUSE, action="unit_reopen", thing=unit)


@transaction.atomic
def department_close(
    *, actor: User | None, now: datetime, department: Department, successor: Department | None = None
) -> None:
    """The department was dissolved; what it still has to do goes to the successor in the same step."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    Department.objects.select_for_update().get(pk=department.pk)
    if department.people.filter(left_on=None).exists():
        people = f"{reverse('accounts:people')}?unit={department.unit_id}"
        raise ServiceError(f"“{department}”还有人员，请先把他们调到别的科室。", href=people)
    today = timezone.localdate(now)
    held = charges_of(department, today)
    if not held:
        _close(actor, now, department, "department_close")
        return
    if successor is None:
        left = "、".join(f"{label}{count}{word}" for label, word, count in held)
        page = reverse("accounts:department_close", args=[department.pk])
        told = f"“{department}”还有{left}，请选定接手科室，一并移交。"
        raise ServiceError(told, field="successor", href=page)
    _refuse_successor(department, successor)
    changes: dict[str, list[str | int]] = {"successor": ["", successor.name]}
    changes |= {label: ["", count] for label, _, count in held}
    rows = _hand_on(department, successor, today)
    _close(actor, now, department, "department_close", changes, rows)


def _refuse_successor(department: Department, successor: Department) -> None:
    same = successor.unit_id == department.unit_id and successor.pk != department.pk
    if not same or successor.closed_on:
        raise ServiceError("接手科室应是同一单位的其他科室，请另选一个。", field="successor")


def _hand_on(department: Department, successor: Department, today: date) -> list[Told]:
    """Everything of it; what each thing's own history says."""
    both = {"department": [department.name, successor.name]}
    told: list[Told] = []
    for charge in CHARGES:
        things = list(charge.rows(department, today).order_by("pk")) if charge.move else []
        if charge.move and things:
            rows = type(things[0])._default_manager.filter(pk__in=[one.pk for one in things])
            charge.move(rows, successor)
        told += [Told.of(one, both) for one in things]
    return told


def _close(
    actor: User | None,
    now: datetime,
    thing: Unit | Department,
    action: str,
    changes: dict[str, list[str | int]] | None = None,
    rows: list[Told] | None = None,
) -> None:
    thing.closed_on = timezone.localdate(now)
    thing.save(update_fields=["closed_on"])
    journal_append(
        actor=actor, now=now, chain=HOUSE, action=action, thing=thing, changes=changes or {}, rows=rows or ()
    )
