"""Answers that came from outside, on the desk of whoever asked; one query."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.assistance.models import RequestState
from bihuan.web.assistance.queries import mine
from bihuan.web.base.links import url
from bihuan.web.notices.desk import Entry, Pile, desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.assistance.models import AssistanceRequest

SHOWN = 8


def _answered(scope: Scope) -> QuerySet[AssistanceRequest, tuple[Any, ...]]:
    rows = mine(scope, (RequestState.ANSWERED,)).order_by("due", "id")
    return rows.values_list("pk", "question", "to_unit", "to_name")[: SHOWN + 1]


_ROWS = ScopedQuery(_answered)


@desk
def answered(user: User, today: date) -> Iterator[Pile]:
    """What waits to be accepted or sent back; nothing is asked for whoever could do neither."""
    del today
    if not user.scope().units(Relation.OWN, Action.ADD_EVIDENCE):
        return
    entries = tuple(
        Entry(
            title=question,
            where=f"外部协办：{to_unit}{to_name}",
            href=url("assistance:request", pk),
            action="核对",
            when="已经答复",
            status="assistance_answered",
        )
        for pk, question, to_unit, to_name in _ROWS.rows(user)
    )
    if entries:
        more = url("assistance:list") if len(entries) > SHOWN else ""
        yield Pile("外部答复待采纳", "diamond", "ink", entries[:SHOWN], more)
