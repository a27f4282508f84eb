"""Letters to sign for and tasks to do, on the desk of whoever they are for; one query for both."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.inspections.lateness import past
from bihuan.web.inspections.models import FAR
from bihuan.web.notices.desk import Entry, Pile, desk
from bihuan.web.supervision.levels import Level, reference
from bihuan.web.supervision.models import Addressee, AssignmentState
from bihuan.web.supervision.queries import my_assignments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bihuan.web.accounts.models import User

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


def _rows(user: User) -> list[Row]:
    """Letters first, each kind by its day."""
    waiting = Addressee.objects.filter(person=user.scope().person, received_at=None)
    letters = waiting.annotate(
        kind=Value(LETTER, CharField()),
        of=F("missive_id"),
        words=F("missive__level"),
        origin=F("missive__office__name"),
        day=F("missive__day"),
        year=Cast("missive__year", IntegerField()),
        number=Cast("missive__number", IntegerField()),
    )
    tasks = my_assignments(user).filter(state=AssignmentState.OPEN)
    tasks = tasks.annotate(
        kind=Value(TASK, CharField()),
        of=F("pk"),
        words=F("text"),
        origin=F("directive__title"),
        day=Coalesce("due", FAR),
        year=Value(0, IntegerField()),
        number=Value(0, IntegerField()),
    )
    names = ("kind", "of", "words", "origin", "day", "year", "number")
    both = letters.values_list(*names).union(tasks.values_list(*names), all=True)
    return [Row(*row) for row in both.order_by("kind", "day", "of")[:FETCHED]]


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
