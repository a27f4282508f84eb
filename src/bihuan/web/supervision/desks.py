"""Letters to sign for and tasks to do, on the desk of whoever they are for; one query for both."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import IntegerField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.base.prepared import together
from bihuan.web.inspections.lateness import past
from bihuan.web.inspections.models import FAR
from bihuan.web.notices.desk import Entry, Pile, desk
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
LETTER, TASK = "letter", "task"


class Row(NamedTuple):
    """A letter (``words`` is its level, ``day`` when it was sent) or a task (``day`` is its last)."""

    kind: str
    pk: int
    words: str
    origin: str
    day: date
    year: int
    number: int


@desk
def supervised(user: User, today: date) -> Iterator[Pile]:
    """What waits for the person's signature, then their tasks."""
    scope = user.scope()
    if any(scope.units(one, action) for one in Relation for action in (Action.RECEIPT, Action.RECORD)):
        for kind, found in groupby(_rows(user), key=lambda row: row.kind):
            rows = list(found)
            yield _letters(rows) if kind == LETTER else _tasks(rows, today)


def _waiting_letters(scope: Scope) -> QuerySet[Addressee, tuple[Any, ...]]:
    rows = Addressee.objects.filter(person=scope.person, received_at=None)
    told = ("missive_id", "missive__level", "missive__office__name", "missive__day")
    year, number = (Cast(f"missive__{one}", IntegerField()) for one in ("year", "number"))
    return rows.order_by("missive__day", "missive_id").values_list(*told, year, number)[:FETCHED]


def _open_tasks(scope: Scope) -> QuerySet[Assignment, tuple[Any, ...]]:
    rows = my_assignments(scope).filter(state=AssignmentState.OPEN)
    zero, day = Value(0, IntegerField()), Coalesce("due", FAR)
    return rows.order_by(day, "pk").values_list("pk", "text", "directive__title", day, zero, zero)[:FETCHED]


_LETTERS, _TASKS = ScopedQuery(_waiting_letters), ScopedQuery(_open_tasks)


def _rows(user: User) -> list[Row]:
    """Letters first, each kind by its day; one query for both."""
    letters, tasks = together(_LETTERS.part(user), _TASKS.part(user))
    return [*(Row(LETTER, *one) for one in letters), *(Row(TASK, *one) for one in tasks)]


def _letters(rows: Sequence[Row]) -> Pile:
    entries = tuple(
        Entry(
            title=reference(Level(one.words), one.year, one.number),
            where=f"{one.origin}发",
            href=reverse("supervision:missive", args=[one.pk]),
            action="签收",
            when=f"{one.day.month}月{one.day.day}日送达",
            status=f"missive_{one.words}",
        )
        for one in rows[:SHOWN]
    )
    more = reverse("supervision:missives") if len(rows) > SHOWN else ""
    return Pile("督办文书待签收", "up", "soon", entries, more)


def _tasks(rows: Sequence[Row], today: date) -> Pile:
    entries = tuple(
        Entry(
            title=one.words,
            where=f"任务分解：{one.origin}",
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
