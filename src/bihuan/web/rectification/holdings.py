"""What this app announces to the accounts: objects that rights open, and what a person holds. What a
department or a unit still has to do is announced by ``charges``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.registry import Holding, Kind, announce_holding, announce_kind
from bihuan.web.base.services import Told
from bihuan.web.inspections.models import Feedback, Finding
from bihuan.web.rectification.charges import announce_charges, once_each
from bihuan.web.rectification.journal import announce_words
from bihuan.web.rectification.models import Involvement, Measure, RegularDuty
from bihuan.web.rectification.naming import forget

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from bihuan.web.accounts.models import Person, User

HELD: tuple[tuple[str, str, type[Model], str], ...] = (
    ("牵头的措施", "项", Measure, "leader"),
    ("负责的措施", "项", Measure, "person"),
    ("定期任务", "项", RegularDuty, "person"),
    ("配合或知悉的措施", "项", Involvement, "person"),
)
"""Label, counting word, rows and the column that names the person."""


def announce() -> None:
    """Called once the app is ready."""
    announce_kind(Kind("台账", Feedback.objects.all))
    announce_kind(Kind("问题", Finding.objects.all))
    announce_kind(
        Kind("措施", Measure.objects.all, department="department_id", leader="leader_id", person="person_id")
    )
    for label, word, rows, column in HELD:
        announce_holding(
            Holding(label, word, partial(_held, rows, column), _mover(rows, column), _teller(rows, column))
        )
    announce_charges()
    announce_words()


def _held(rows: type[Model], column: str, person: Person) -> QuerySet[Any]:
    """By unit first: it is what the rows are found by."""
    return rows._default_manager.filter(unit=person.unit_id, **{column: person})


def _mover(rows: type[Model], column: str) -> Callable[[Person, Person, User | None, datetime], int]:
    def move(person: Person, to: Person, actor: User | None, now: datetime) -> int:
        del actor, now
        held = _held(rows, column, person)
        if rows is Involvement:
            once_each(held, person=to)
        if rows is Measure:
            forget(held, {column})
        moved: int = held.update(**{column: to})
        return moved

    return move


def _teller(rows: type[Model], column: str) -> Callable[[Person, Person], list[Told]]:
    def tell(person: Person, to: Person) -> list[Told]:
        both = {column: [person.name, to.name]}
        return [Told.of(one, both) for one in _held(rows, column, person).order_by("pk")]

    return tell
