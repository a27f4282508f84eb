"""Enquiries on the desk of whoever has to do something with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, Q, Value, When

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.base.links import url
from bihuan.web.enquiries.models import WAITING, Enquiry, EnquiryState, Showing
from bihuan.web.notices.desk import NO_NUMBER, Desk, Entry, Pile, Waiting, announce_desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope

SHOWN, LONGEST = 8, 80
WORDS = {
    "open": ("群众意见待答复", "答复"),
    "held": ("群众意见待核看", "核看"),
    "asked": ("意见和答复待批准公开", "审定"),
}
"""What waits, by state; ``asked`` is an answered one that somebody wants to show."""
_CODE = Case(When(showing=Showing.ASKED, then=Value("asked")), default=F("state"), output_field=CharField())


def _mine(scope: Scope) -> QuerySet[Enquiry, tuple[Any, ...]]:
    clause = Q(person=scope.person, state=EnquiryState.OPEN)
    clause |= Q(unit__in=scope.units(Relation.OWN, Action.PUBLISH), state__in=WAITING)
    clause |= Q(unit__in=scope.units(Relation.OWN, Action.APPROVE), showing=Showing.ASKED)
    rows = Enquiry.objects.filter(clause).order_by("due", "id")
    return rows.values_list("pk", "text", "unit__name", _CODE, "due", NO_NUMBER, NO_NUMBER)[: SHOWN + 1]


def _wanted(user: User) -> bool:
    """Whether the account belongs to a unit that answers."""
    return bool(user.scope().units(Relation.OWN, Action.COMMENT))


def _piles(lists: Sequence[Sequence[Waiting]], today: date) -> Iterator[Pile]:
    """A pile a kind."""
    del today
    [rows] = lists
    more = url("enquiries:list") if len(rows) > SHOWN else ""
    for code, (word, action) in WORDS.items():
        entries = tuple(_entry(one, action) for one in rows if one.code == code)
        if entries:
            yield Pile(word, "diamond", "ink", entries[:SHOWN], more)


def _entry(one: Waiting, action: str) -> Entry:
    return Entry(
        title=one.title[:LONGEST],
        where=f"{one.where}　群众意见{one.pk}",
        href=url("enquiries:enquiry", one.pk),
        action=action,
        due=one.day if one.code != "asked" else None,
        when="等待批准",
        status=f"enquiry_{one.code}",
    )


announce_desk(Desk((ScopedQuery(_mine),), _wanted, _piles))
