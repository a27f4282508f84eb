"""What upper apps announce to this one, in their ``AppConfig.ready``: objects that rights open, and things
that a person holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bihuan.web.base.journal_words import ACTIONS, announce

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bihuan.web.accounts.models import Person, User
    from bihuan.web.base.guards import ScopedQuerySet
    from bihuan.web.base.services import Told


@dataclass(frozen=True, slots=True)
class Kind:
    """Objects that rights open or close; the preview of a change of rights counts them."""

    label: str
    rows: Callable[[], ScopedQuerySet[Any]]
    department: str = ""
    """The column with the department, where there is one; likewise the person's."""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Something that a person holds and that goes to the next one when they move."""

    label: str
    unit: str
    """How it is counted: 项, 条."""
    count: Callable[[Person], int]
    move: Callable[[Person, Person, User | None, datetime], int]
    """Gives all of it to the second person within the caller's transaction; how many."""
    told: Callable[[Person, Person], list[Told]] | None = None
    """What each thing's own history says of the move, asked before it; None where things have no history."""


KINDS: list[Kind] = []
HOLDINGS: list[Holding] = []


def announce_kind(kind: Kind) -> None:
    """Once, however often the app gets ready."""
    if all(one.label != kind.label for one in KINDS):
        KINDS.append(kind)


def announce_holding(holding: Holding) -> None:
    """Once, however often the app gets ready."""
    if all(one.label != holding.label for one in HOLDINGS):
        HOLDINGS.append(holding)


ACTION_WORDS = ACTIONS
"""What the journal's entries are called; each app announces its own."""


def announce_actions(words: dict[str, str]) -> None:
    """Names of an app's entries."""
    announce(actions=words)
