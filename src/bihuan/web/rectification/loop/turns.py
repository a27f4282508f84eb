"""Whose turn it is: what waits for somebody, what came back to their unit, what their people work on.

Each state in each place where the person has a role is a list of its own, read from an index in the order of
waiting and only as far as a page goes. All lists are asked by one query, for their keys; the rows follow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import BigIntegerField, DateField, DateTimeField, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.keyset import Merged, Page
from bihuan.web.base.prepared import at_once
from bihuan.web.diagnosis.waiving import waivers_for
from bihuan.web.rectification.desk.queries import units_named
from bihuan.web.rectification.loop.queries import extensions_for, led, my_measures, responses
from bihuan.web.rectification.models import Response, ReviewSeat
from bihuan.web.rectification.workflow import AT_OFFICE, REVIEWERS, WAITS_FOR, ResponseState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.base.keyset import Listed
    from bihuan.web.rectification.loop.waiting import Wanted

SHOWN = 50
_KEYS = ("since_on", "id")


@dataclass(frozen=True, slots=True)
class Turns:
    """What there is to do, the longest waiting first."""

    waiting: Page[Response]
    returned: list[Response] = field(default_factory=list)
    working: list[Response] = field(default_factory=list)


def turns(user: User, wanted: Wanted) -> Turns:
    """A page of what waits; what came back and what is under way only beside the whole first page. Two
    queries, one more where a unit is named.
    """
    waiting = Merged(list(_waiting(user, wanted)), token=wanted.page or None, size=SHOWN)
    others = () if wanted.narrows() or wanted.page else (_returned(user.scope()), _working(user.scope()))
    beside = [Merged(list(lists), size=SHOWN) for lists in others]
    told = iter(at_once(*(one for each in (waiting, *beside) for one in each.asked)))
    pages = [each.page([next(told) for _ in each.asked]) for each in (waiting, *beside)]
    rows = _rows(pk for found in pages for _, pk in found.rows)
    listed = [[rows[pk] for _, pk in found.rows if pk in rows] for found in pages]
    return Turns(Page(listed[0], pages[0].next, pages[0].previous), *listed[1:])


def _rows(ids: Iterable[int]) -> dict[int, Response]:
    wanted = set(ids)
    return responses().in_bulk(wanted) if wanted else {}


def _waiting(user: User, wanted: Wanted) -> Iterator[Listed]:
    """Lists of what waits for a step of this user."""
    scope, named = user.scope(), units_named(user, wanted.u) if wanted.u else None
    narrowed = _narrowed(wanted, named, "")
    for state, right in WAITS_FOR.items():
        if wanted.ask in ("", state):
            for clause in _places(scope, state, right):
                yield Response.objects.filter(clause, narrowed, state=state, **_LIVE), _KEYS
    if wanted.ask in ("", ResponseState.UNDER_REVIEW):
        seats = ReviewSeat.objects.filter(
            _narrowed(wanted, named, "response__"), waits_since__isnull=False, response__withdrawn_at=None
        )
        for role, office in scope.memberships:
            if role in REVIEWERS:
                mine = seats.filter(office=office, role=role)
                yield mine.distinct(), ("waits_since", "response_id")


_LIVE = {"withdrawn_at": None, "since_on__isnull": False}


def _places(scope: Scope, state: ResponseState, right: Action) -> Iterator[Q]:
    """Where the right is held: one clause a unit or office."""
    if state in AT_OFFICE:
        yield from (Q(office=one) for one in scope.units(Relation.OFFICE, right))
    else:
        yield from (Q(unit=one) for one in scope.units(Relation.OWN, right))
        yield from (Q(unit=one) & led(scope) for one in scope.units(Relation.MINE, right))


def _narrowed(wanted: Wanted, units: list[int] | None, path: str) -> Q:
    found = Q()
    if units is not None:
        found &= Q(**{f"{path}unit__in": units})
    if wanted.section:
        numbered = Q(**{f"{path}section__number": wanted.section})
        found &= numbered | Q(**{f"{path}section__title__contains": wanted.section})
    if wanted.since:
        found &= Q(**{f"{path}since_on__gte": wanted.since})
    if wanted.until:
        found &= Q(**{f"{path}since_on__lte": wanted.until})
    return found


def _returned(scope: Scope) -> Iterator[Listed]:
    """Lists of what was sent back to the units of whoever assesses."""
    units = {*scope.units(Relation.OWN, Action.ASSESS), *scope.units(Relation.DEPARTMENT, Action.ASSESS)}
    return _of_units(units, ResponseState.RETURNED)


def _working(scope: Scope) -> Iterator[Listed]:
    """Lists of what the people of the user's units work on; what came back is told apart."""
    units = {*scope.units(Relation.OWN, Action.RECORD), *scope.units(Relation.MINE, Action.RECORD)}
    return _of_units(units, ResponseState.PLANNED, ResponseState.IN_PROGRESS)


def _of_units(units: Iterable[int], *states: ResponseState) -> Iterator[Listed]:
    for unit in sorted(units):
        for state in states:
            yield Response.objects.filter(unit=unit, state=state, **_LIVE), _KEYS


class Asked(NamedTuple):
    """Something smaller that waits for the person, or a measure of theirs."""

    pk: int
    text: str
    unit: str
    by: str
    at: datetime | None
    first: date | None
    """The day that was to be moved; the last day of a measure."""
    second: date | None
    """The day that is asked for."""
    response: int


def asked(user: User) -> tuple[list[Asked], list[Asked], list[Asked]]:
    """Later days to decide, answers to diagnostics to decide, the person's own open measures; one query."""
    none, later = Cast(Value(None), DateField()), Cast(Value(None), DateTimeField())
    nothing, zero = Value(""), Value(0, output_field=BigIntegerField())
    unit = Coalesce(NullIf("feedback__unit__short_name", nothing), "feedback__unit__name")
    by = ("asked_by__person__name", "asked_at")
    answer = Concat("code", Value("："), "reason", output_field=TextField())
    lists = (
        extensions_for(user).values_list("pk", "measure__text", unit, *by, "old_due", "new_due", zero),
        waivers_for(user).values_list("pk", answer, unit, *by, none, none, zero),
        my_measures(user).values_list("pk", "text", unit, nothing, later, "due", none, "response_id"),
    )
    found = at_once(*(rows[:SHOWN] for rows in lists))
    first, second, third = ([Asked(*row) for row in rows] for rows in found)
    return first, second, third
