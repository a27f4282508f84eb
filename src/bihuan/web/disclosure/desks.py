"""Announcements and wishes to leave a finding out, on the desk of whoever decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Q, Value

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.base.links import url
from bihuan.web.disclosure.models import Edition, Omission, OmissionState
from bihuan.web.disclosure.workflow import Audience, State
from bihuan.web.inspections.models import FAR
from bihuan.web.notices.desk import NO_NUMBER, Desk, Entry, Pile, Waiting, announce_desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope

SHOWN = 8
TOLD = ("announcement_id", "announcement__unit__name", "announcement__audience")
"""The first columns; then the state of a version, or the number of a finding."""
EMPTY = (Value(FAR, DateField()), NO_NUMBER, NO_NUMBER)
"""Neither has a last day."""
TURNS = {State.CHECKING: Action.VET, State.VETTED: Action.APPROVE, State.APPROVED: Action.PUBLISH}
"""Which right takes a version out of the state in which it waits."""
VERBS = {State.CHECKING: "审查", State.VETTED: "批准", State.APPROVED: "发布"}


def _turns(scope: Scope) -> QuerySet[Edition, tuple[Any, ...]]:
    mine = Q()
    for state, right in TURNS.items():
        mine |= Q(state=state, announcement__unit__in=scope.units(Relation.OWN, right))
    return Edition.objects.filter(mine).order_by("id").values_list(*TOLD, "state", *EMPTY)[: SHOWN + 1]


def _asked(scope: Scope) -> QuerySet[Omission, tuple[Any, ...]]:
    rows = Omission.objects.filter(
        state=OmissionState.ASKED, announcement__office__in=scope.units(Relation.OFFICE, Action.REVIEW)
    )
    return rows.order_by("id").values_list(*TOLD, "finding__number", *EMPTY)[: SHOWN + 1]


def _wanted(user: User) -> bool:
    """Whether the account decides anything here."""
    scope = user.scope()
    own = any(scope.units(Relation.OWN, right) for right in TURNS.values())
    return own or bool(scope.units(Relation.OFFICE, Action.REVIEW))


def _piles(lists: Sequence[Sequence[Waiting]], today: date) -> Iterator[Pile]:
    """What waits to be examined, approved or published, then what the office is to decide."""
    del today
    versions, wishes = lists
    if versions:
        yield _versions(versions)
    if wishes:
        yield _wishes(wishes)


def _versions(rows: Sequence[Waiting]) -> Pile:
    entries = tuple(
        Entry(
            title=f"{one.title}{Audience(one.where).label}稿",
            where="公示",
            href=url("disclosure:publication", one.pk),
            action=VERBS[State(one.code)],
            when="等您办理",
            status=f"edition_{one.code}",
        )
        for one in rows[:SHOWN]
    )
    more = url("disclosure:announcements") + "?which=work" if len(rows) > SHOWN else ""
    return Pile("公示稿待办理", "diamond", "ink", entries, more)


def _wishes(rows: Sequence[Waiting]) -> Pile:
    entries = tuple(
        Entry(
            title=f"{one.title}拟不公开问题{one.code}",
            where=f"{Audience(one.where).label}稿",
            href=url("disclosure:omissions", one.pk),
            action="决定",
            when="等您决定",
        )
        for one in rows[:SHOWN]
    )
    more = url("disclosure:announcements") + "?which=work" if len(rows) > SHOWN else ""
    return Pile("拟不公开的问题", "diamond", "ink", entries, more)


announce_desk(Desk((ScopedQuery(_turns), ScopedQuery(_asked)), _wanted, _piles))
