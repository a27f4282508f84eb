"""Answers that came from outside, on the desk of whoever asked; one query."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.assistance.models import RequestState
from bihuan.web.assistance.queries import mine
from bihuan.web.base.links import url
from bihuan.web.notices.desk import NO_NUMBER, Desk, Entry, Pile, Waiting, announce_desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.assistance.models import AssistanceRequest

SHOWN = 8


def _answered(scope: Scope) -> QuerySet[AssistanceRequest, tuple[Any, ...]]:
    rows = mine(scope, (RequestState.ANSWERED,)).order_by("due", "id")
    told = ("pk", "question", "to_unit", "to_name", "due", NO_NUMBER, NO_NUMBER)
    return rows.values_list(*told)[: SHOWN + 1]


def _wanted(user: User) -> bool:
    """Whether the account could accept an answer or send it back."""
    return bool(user.scope().units(Relation.OWN, Action.ADD_EVIDENCE))


def _piles(lists: Sequence[Sequence[Waiting]], today: date) -> Iterator[Pile]:
    del today
    [rows] = lists
    entries = tuple(
        Entry(
            title=one.title,
            where=f"外部协办：{one.where}{one.code}",
            href=url("assistance:request", one.pk),
            action="核对",
            when="已经答复",
            status="assistance_answered",
        )
        for one in rows[:SHOWN]
    )
    if entries:
        more = url("assistance:list") if len(rows) > SHOWN else ""
        yield Pile("外部答复待采纳", "diamond", "ink", entries, more)


announce_desk(Desk((ScopedQuery(_answered),), _wanted, _piles))
