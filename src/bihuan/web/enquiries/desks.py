"""Enquiries on the desk of whoever has to do something with them; one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.base.links import url
from bihuan.web.enquiries.models import WAITING, Enquiry, EnquiryState, Showing
from bihuan.web.notices.desk import Entry, Pile, desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope

SHOWN = 8
WORDS = {
    "open": ("群众意见待答复", "答复"),
    "held": ("群众意见待核看", "核看"),
    "asked": ("意见和答复待批准公开", "审定"),
}


def _mine(scope: Scope) -> QuerySet[Any, tuple[Any, ...]]:
    handled = scope.units(Relation.OWN, Action.PUBLISH)
    approving = scope.units(Relation.OWN, Action.APPROVE)
    clause = Q(person=scope.person, state=EnquiryState.OPEN)
    if handled:
        clause |= Q(unit__in=handled, state__in=WAITING)
    if approving:
        clause |= Q(unit__in=approving, showing=Showing.ASKED)
    rows = Enquiry.objects.filter(clause).order_by("due", "id")
    return rows.values_list("pk", "text", "due", "state", "showing", "unit__name")[: SHOWN + 1]


_ROWS = ScopedQuery(_mine)


@desk
def enquiries(user: User, today: date) -> Iterator[Pile]:
    """What waits, one pile a kind; nothing is asked for whoever has no part in it."""
    del today
    if not user.scope().units(Relation.OWN, Action.READ):
        return
    rows = _ROWS.rows(user)
    for kind, (word, action) in WORDS.items():
        entries = tuple(
            Entry(
                title=text[:80],
                where=f"{unit}　群众意见{pk}",
                href=url("enquiries:enquiry", pk),
                action=action,
                due=due if kind != "asked" else None,
                when="等待批准" if kind == "asked" else "",
                status=f"enquiry_{kind}",
            )
            for pk, text, due, state, showing, unit in rows
            if kind == (Showing.ASKED if showing == Showing.ASKED else state)
        )
        if entries:
            more = url("enquiries:list") if len(rows) > SHOWN else ""
            yield Pile(word, "diamond", "ink", entries[:SHOWN], more)
