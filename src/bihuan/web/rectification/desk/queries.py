"""Measures of every case that one sees. Nothing is counted; a page costs the same however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import CharField, Q, Value
from django.db.models.functions import Coalesce, NullIf

from bihuan.web.accounts.models import Department, Person, Unit
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.keyset import Page, page
from bihuan.web.inspections.models import FAR, Feedback
from bihuan.web.rectification.models import Extension, Measure, MeasureState, Request
from bihuan.web.rectification.proofs import finding_numbers
from bihuan.web.rectification.workflow import ENDED, ResponseState

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.desk.filters import Filters

NAMED = 200
"""So many units a word may name; more is no narrowing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in the list; the order of the fields is that of ``_COLUMNS``."""

    id: int
    position: int
    due_key: date
    text: str
    version: int
    unit_id: int
    case: int
    response: int
    kind: str
    category: str
    criteria: str
    due: date | None
    original_due: date | None
    state: str
    proofs: int
    stage: str
    leader: str | None
    department: str | None
    person: str | None
    unit: str
    named: dict[str, str]

    def who(self, field: str) -> str:
        """As ``Measure.who``."""
        return self.named.get(field) or getattr(self, field) or ""


_COLUMNS = (
    "pk", "position", "due_key", "text", "version", "unit_id", "feedback_id", "response_id", "kind",
    "category", "criteria", "due", "original_due", "state", "proof_count", "response__state",
    "leader__name", "department__name", "person__name", "unit_name", "named",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """What the selects of one unit offer: (id, name)."""

    departments: list[tuple[int, str]]
    people: list[tuple[int, str]]


def measures(user: User, filters: Filters, today: date) -> QuerySet[Measure]:
    """Those that the user sees, narrowed; measures of withdrawn findings are left out."""
    rows = Measure.objects.visible_to(user).filter(response__withdrawn_at=None)
    return _narrow(rows, user, filters, today)


def measures_page(
    user: User, filters: Filters, *, today: date, token: str | None = None, size: int = 50
) -> Page[Row]:
    """One page: in the order of the text within a case, by the day in force over all cases.

    First the keys alone, then the rows: where many measures share one day, PostgreSQL takes the rest of the
    list for a single row and would join and sort all of it.
    """
    columns = ("position", "id") if filters.case is not None else ("due_key", "id")
    keys = measures(user, filters, today).values_list(*columns)
    found = page(keys, columns, lambda row: row, token=token, size=size)
    ids = [pk for _, pk in found.rows]
    named = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    rows = Measure.objects.filter(pk__in=ids).annotate(unit_name=named).values_list(*_COLUMNS)
    by_id = {one[0]: Row(*one) for one in rows}
    return type(found)([by_id[pk] for pk in ids if pk in by_id], found.next, found.previous)


def numbers(rows: list[Row]) -> dict[int, list[tuple[int, str]]]:
    """(id, number) of the findings that each row's response answers; one query."""
    return finding_numbers(one.response for one in rows) if rows else {}


def _narrow(rows: QuerySet[Measure], user: User, filters: Filters, today: date) -> QuerySet[Measure]:
    exact = {
        "feedback": filters.case,
        "department": filters.department,
        "leader": filters.leader,
        "person": filters.person,
        "kind": "" if filters.kind == "none" else filters.kind or None,
        "category": filters.category or None,
        "state": filters.state or None,
        "response__state": filters.stage or None,
        "due_key__gte": filters.since,
        "due_key__lte": filters.until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if filters.u:
        rows = rows.filter(unit__in=units_named(user, filters.u))
    if filters.late:
        rows = rows.filter(late(today))
    if filters.returned:
        rows = rows.filter(response__state=ResponseState.RETURNED)
    if filters.unproved:
        rows = rows.filter(state=MeasureState.DONE, proof_count=0)
    if filters.asked:
        pending = Extension.objects.visible_to(user).filter(state=Request.PENDING)
        rows = rows.filter(pk__in=pending.values("measure"))
    for word in filters.q.split():
        rows = rows.filter(text__contains=word)
    return rows


def late(today: date) -> Q:
    """The one definition for measures: open, its response not ended, the day in force before today."""
    ended = [one.value for one in ENDED]
    return Q(state=MeasureState.OPEN, due_key__lt=today) & ~Q(response__state__in=ended)


def is_late(row: Row, today: date) -> bool:
    """The same of a row that was fetched."""
    return row.state == MeasureState.OPEN and row.due_key < min(today, FAR) and row.stage not in ENDED


def units_named(user: User, words: str) -> list[int]:
    """Units with a case that the user sees whose name holds the words; one query."""
    units = Unit.objects.filter(Q(name__contains=words) | Q(short_name__contains=words))
    cases = Feedback.objects.visible_to(user).filter(unit__in=units.values("pk"))
    return list(cases.values_list("unit", flat=True).distinct()[:NAMED])


def unit_in_play(user: User, filters: Filters) -> int | None:
    """The one unit whose departments and people can be offered, where there is one; at most one query."""
    if filters.case:
        found = Feedback.objects.visible_to(user).filter(pk=filters.case)
        return found.values_list("unit", flat=True).first()
    if filters.u:
        named = units_named(user, filters.u)
        return named[0] if len(named) == 1 else None
    scope = user.scope()
    own = scope.units(Relation.OWN, Action.READ)
    return own[0] if len(own) == 1 and not scope.units(Relation.OFFICE, Action.READ) else None


def choices(unit: int | None) -> Choices:
    """Departments and people of a unit; one query."""
    if unit is None:
        return Choices([], [])
    departments = Department.objects.filter(unit=unit, closed_on=None).annotate(what=_mark("d"))
    people = Person.objects.filter(unit=unit, left_on=None).annotate(what=_mark("p"))
    columns = ("pk", "name", "what")
    found = sorted(departments.values_list(*columns).union(people.values_list(*columns), all=True))
    return Choices(
        [(pk, name) for pk, name, what in found if what == "d"],
        [(pk, name) for pk, name, what in found if what == "p"],
    )


def _mark(word: str) -> Value:
    return Value(word, output_field=CharField())
