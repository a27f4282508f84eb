"""What upper apps announce to this one, in their ``AppConfig.ready``: objects that rights open, things that a
person holds, and what keeps a department or a unit from being dissolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.permissions import Action
from bihuan.web.base.journal_words import ACTIONS, announce

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import Department, Deputy, Person, Unit, User
    from bihuan.web.base.guards import ScopedQuerySet
    from bihuan.web.base.services import Told


@dataclass(frozen=True, slots=True)
class Kind:
    """Objects that rights open or close; the preview of a change of rights counts them."""

    label: str
    rows: Callable[[], ScopedQuerySet[Any]]
    department: str = ""
    """The column with the department, where there is one."""
    leader: str = ""
    """The column with whoever leads it, where there is one."""
    person: str = ""
    """The column with whoever answers for it and so records on it, as its leader does."""

    def people(self, action: Action) -> list[str]:
        """Columns of the people whose own it is for this action; none where the action asks nobody's name."""
        doing = self.person if action is Action.RECORD or not self.leader else ""
        return [column for column in (self.leader, doing) if column]


@dataclass(frozen=True, slots=True)
class Holding:
    """Something that a person holds and that goes to the next one when they move."""

    label: str
    unit: str
    """How it is counted: 项, 条."""
    rows: Callable[[Person], QuerySet[Any]]
    """All of it."""
    move: Callable[[Person, Person, User | None, datetime], int]
    """Gives all of it to the second person within the caller's transaction; how many."""
    told: Callable[[Person, Person], list[Told]] | None = None
    """What each thing's own history says of the move, asked before it; None where things have no history."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Something that a department still has to do and that goes to the next one when it is dissolved."""

    label: str
    unit: str
    """How it is counted: 项, 个."""
    rows: Callable[[Department, date], QuerySet[Any]]
    """What is left of it on a day."""
    move: Callable[[QuerySet[Any], Department], int] | None = None
    """Gives these rows to another department within the caller's transaction; None where they go along with
    something else.
    """


@dataclass(frozen=True, slots=True)
class Business:
    """Something that a unit has to bring to an end before it can be dissolved."""

    label: str
    unit: str
    rows: Callable[[Unit, date], QuerySet[Any]]


KINDS: list[Kind] = []
HOLDINGS: list[Holding] = []
CHARGES: list[Charge] = []
BUSINESS: list[Business] = []
DEPUTY_CHANGED: list[Callable[[Deputy, User, datetime], None]] = []
"""Told within the transaction: somebody was asked to stand in, or the time was ended early; by whom, when."""


def announce_kind(kind: Kind) -> None:
    """Once, however often the app gets ready."""
    if all(one.label != kind.label for one in KINDS):
        KINDS.append(kind)


def announce_holding(holding: Holding) -> None:
    """Once, however often the app gets ready."""
    if all(one.label != holding.label for one in HOLDINGS):
        HOLDINGS.append(holding)


def announce_charge(charge: Charge) -> None:
    """Once, however often the app gets ready."""
    if all(one.label != charge.label for one in CHARGES):
        CHARGES.append(charge)


def announce_business(business: Business) -> None:
    """Once, however often the app gets ready."""
    if all(one.label != business.label for one in BUSINESS):
        BUSINESS.append(business)


ACTION_WORDS = ACTIONS
"""What the journal's entries are called; each app announces its own."""


def announce_actions(words: dict[str, str]) -> None:
    """Names of an app's entries."""
    announce(actions=words)
