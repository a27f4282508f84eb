"""Letters to sign for and tasks to do, on the desk of whoever they are for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import IntegerField
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.inspections.lateness import past
from bihuan.web.inspections.models import FAR
from bihuan.web.notices.desk import NO_NUMBER, NOTHING, Desk, Entry, Pile, Waiting, announce_desk
from bihuan.web.supervision.levels import Level, reference
from bihuan.web.supervision.models import Addressee, AssignmentState
from bihuan.web.supervision.queries import my_assignments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.supervision.models import Assignment

SHOWN, FETCHED = 8, 40


def _waiting_letters(scope: Scope) -> QuerySet[Addressee, tuple[Any, ...]]:
    """Their level is the code, the day is that on which they were sent."""
    rows = Addressee.objects.filter(person=scope.person, received_at=None)
    told = ("missive_id", NOTHING, "missive__office__name", "missive__level", "missive__day")
    numbers = (Cast(f"missive__{one}", IntegerField()) for one in ("number", "year"))
    return rows.order_by("missive__day", "missive_id").values_list(*told, *numbers)[:FETCHED]


def _open_tasks(scope: Scope) -> QuerySet[Assignment, tuple[Any, ...]]:
    rows = my_assignments(scope).filter(state=AssignmentState.OPEN)
    day = Coalesce("due", FAR)
    told = ("pk", "text", "directive__title", NOTHING, day, NO_NUMBER, NO_NUMBER)
    return rows.order_by(day, "pk").values_list(*told)[:FETCHED]


def _wanted(user: User) -> bool:
    """Whether the account signs for letters or does tasks."""
    scope = user.scope()
    return any(scope.units(one, action) for one in Relation for action in (Action.RECEIPT, Action.RECORD))


def _piles(lists: Sequence[Sequence[Waiting]], today: date) -> Iterator[Pile]:
    """What waits for the person's signature, then their tasks."""
    letters, tasks = lists
    if letters:
        yield _letters(letters)
    if tasks:
        yield _tasks(tasks, today)


def _letters(rows: Sequence[Waiting]) -> Pile:
    entries = tuple(
        Entry(
            title=reference(Level(one.code), one.year, one.number),
            where=f"{one.where}发",
            href=reverse("supervision:missive", args=[one.pk]),
            action="签收",
            when=f"{one.day.month}月{one.day.day}日送达",
            status=f"missive_{one.code}",
        )
        for one in rows[:SHOWN]
    )
    more = reverse("supervision:missives") if len(rows) > SHOWN else ""
    return Pile("督办文书待签收", "up", "soon", entries, more)


def _tasks(rows: Sequence[Waiting], today: date) -> Pile:
    entries = tuple(
        Entry(
            title=one.title,
            where=f"任务分解：{one.where}",
            href=reverse("supervision:assignment", args=[one.pk]),
            action="登记进展",
            due=one.day if one.day != FAR else None,
            when="未定期限",
            status="late" if past(one.day, today) else "",
        )
        for one in rows[:SHOWN]
    )
    more = reverse("supervision:directives") if len(rows) > SHOWN else ""
    return Pile("分解任务", "ring", "doing", entries, more)


announce_desk(Desk((ScopedQuery(_waiting_letters), ScopedQuery(_open_tasks)), _wanted, _piles))
