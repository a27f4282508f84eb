"""What keeps a department or a unit from being dissolved: work on cases neither ended nor archived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from bihuan.web.accounts.registry import Business, Charge, announce_business, announce_charge
from bihuan.web.inspections.models import SETTLED, Round
from bihuan.web.rectification.models import (
    Extension,
    Involvement,
    Measure,
    MeasureState,
    MeasureTemplate,
    RegularDuty,
    Request,
    Response,
)
from bihuan.web.rectification.naming import forget
from bihuan.web.rectification.workflow import ENDED, ResponseState

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import Department, Unit


def announce_charges() -> None:
    """Called once the app is ready."""
    announce_charge(Charge("未落实的措施", "项", _measures, _move_measures))
    announce_charge(Charge("待批的延期申请", "项", _extensions))
    announce_charge(Charge("定期任务", "项", _duties, _move))
    announce_charge(Charge("配合或知悉的措施", "项", _involved, _move_involved))
    announce_charge(Charge("措施模板", "个", _templates, _move_versioned))
    announce_business(Business("未了结的整改", "项", _responses))
    announce_business(Business("定期任务", "项", _duties_of_unit))
    announce_business(Business("未归档的轮次", "个", _rounds))


def _running(way: str = "") -> Q:
    """Of a response that goes on, in a case whose books are open; ``way`` leads to the response."""
    ended = Q(**{f"{way}state__in": [one.value for one in ENDED]})
    return Q(**{f"{way}withdrawn_at": None, f"{way}feedback__archived_at": None}) & ~ended


def _open_measures(way: str = "") -> Q:
    return Q(**{f"{way}state": MeasureState.OPEN}) & _running(f"{way}response__")


def _measures(department: Department, today: date) -> QuerySet[Any]:
    del today
    return Measure.objects.filter(_open_measures(), unit=department.unit_id, department=department)


def _extensions(department: Department, today: date) -> QuerySet[Any]:
    """They go along with their measures."""
    del today
    rows = Extension.objects.filter(unit=department.unit_id, state=Request.PENDING)
    return rows.filter(_open_measures("measure__"), measure__department=department)


def _duties(department: Department, today: date) -> QuerySet[Any]:
    return _going_on(today).filter(unit=department.unit_id, department=department)


def _going_on(today: date) -> QuerySet[Any]:
    """Duties outlast their response, but not the books of the case."""
    rows = RegularDuty.objects.filter(feedback__archived_at=None, response__withdrawn_at=None)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=today))


def _involved(department: Department, today: date) -> QuerySet[Any]:
    del today
    return Involvement.objects.filter(_open_measures("measure__"), department=department)


def _templates(department: Department, today: date) -> QuerySet[Any]:
    del today
    return MeasureTemplate.objects.filter(unit=department.unit_id, department=department, retired_at=None)


def _move(rows: QuerySet[Any], to: Department) -> int:
    return rows.update(department=to)


def _move_measures(rows: QuerySet[Any], to: Department) -> int:
    forget(rows, {"department"})
    return _move_versioned(rows, to)


def _move_versioned(rows: QuerySet[Any], to: Department) -> int:
    """A page that was opened before must not write the old department again."""
    return rows.update(department=to, version=F("version") + 1)


def _move_involved(rows: QuerySet[Any], to: Department) -> int:
    once_each(rows, department=to)
    return rows.update(department=to)


def once_each(rows: QuerySet[Any], **to: Any) -> None:
    """Drops rows whose measure has the new one already: as its own, or involved in another row."""
    ((column, who),) = to.items()
    own = Q(**{f"measure__{column}": who}) | (Q(measure__leader=who) if column == "person" else Q())
    other = Involvement.objects.filter(**{column: who}).values("measure")
    doubled = rows.filter(own | Q(measure__in=other)).values_list("pk", flat=True)
    Involvement.objects.filter(pk__in=list(doubled)).delete()


def _responses(unit: Unit, today: date) -> QuerySet[Any]:
    """Those of which the text says that all is done and that nobody ever took up here are no work."""
    del today
    told = Q(state=ResponseState.DRAFT, status__in=SETTLED)
    return Response.objects.filter(_running(), unit=unit).exclude(told)


def _duties_of_unit(unit: Unit, today: date) -> QuerySet[Any]:
    return _going_on(today).filter(unit=unit)


def _rounds(unit: Unit, today: date) -> QuerySet[Any]:
    """Of an inspection office."""
    del today
    return Round.objects.filter(office=unit, archived_at=None)
