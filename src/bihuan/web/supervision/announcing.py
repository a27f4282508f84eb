"""What this app announces to the accounts: objects that rights open, and what a person holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import F

from bihuan.web.accounts.registry import (
    Business,
    Charge,
    Holding,
    Kind,
    announce_business,
    announce_charge,
    announce_holding,
    announce_kind,
)
from bihuan.web.base.journal_words import announce_file
from bihuan.web.base.services import Told
from bihuan.web.supervision.models import Addressee, Assignment, AssignmentState, Missive

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import Department, Person, Unit, User


def announce() -> None:
    """Called once the app is ready."""
    announce_kind(Kind("督办文书", Missive.objects.all))
    announce_kind(Kind("分解任务", Assignment.objects.all, department="department_id", person="person_id"))
    announce_holding(Holding("分解任务", "项", _tasks, _move_tasks, _told_of_tasks))
    announce_holding(Holding("待签收的督办文书", "份", _letters, _move_letters))
    announce_charge(Charge("分解任务", "项", _tasks_of_department, _move_department))
    announce_business(Business("分解任务", "项", _tasks_of_unit))
    announce_file(Path(__file__).parent / "journal.toml")


def _tasks(person: Person) -> QuerySet[Assignment]:
    return Assignment.objects.filter(unit=person.unit_id, person=person, state=AssignmentState.OPEN)


def _move_tasks(old: Person, new: Person, actor: User | None, now: datetime) -> int:
    del actor, now
    return _tasks(old).update(person=new)


def _told_of_tasks(old: Person, new: Person) -> list[Told]:
    """Each task's own history tells of the move."""
    return [Told.of(one, {"person": [old.name, new.name]}) for one in _tasks(old).order_by("pk")]


def _letters(person: Person) -> QuerySet[Addressee]:
    return Addressee.objects.filter(person=person, received_at=None)


def _move_letters(old: Person, new: Person, actor: User | None, now: datetime) -> int:
    """What the new one got as well is theirs already."""
    del actor, now
    known = Addressee.objects.filter(person=new).values("missive")
    rows = _letters(old).exclude(missive__in=known)
    return rows.update(person=new, name=new.name, opened_at=None)


def _tasks_of_department(department: Department, today: date) -> QuerySet[Any]:
    del today
    open_ones = Assignment.objects.filter(unit=department.unit_id, state=AssignmentState.OPEN)
    return open_ones.filter(department=department)


def _tasks_of_unit(unit: Unit, today: date) -> QuerySet[Any]:
    del today
    return Assignment.objects.filter(unit=unit, state=AssignmentState.OPEN)


def _move_department(rows: QuerySet[Any], to: Department) -> int:
    return rows.update(department=to, version=F("version") + 1)
