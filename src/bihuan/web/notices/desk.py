"""What waits on somebody's desk, asked of every app that has something: home shows it without knowing them.

An app registers its source in a module ``desks.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bihuan.web.accounts.models import User


@dataclass(frozen=True, slots=True)
class Entry:
    """A line with its one action."""

    title: str
    where: str
    href: str
    action: str
    due: date | None = None
    when: str = ""
    """Shown where there is no last day."""
    status: str = ""
    """A code of ``config.states``; empty: no badge."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Lines of one kind under one word, with the shape and tone of its mark."""

    word: str
    shape: str
    tone: str
    entries: tuple[Entry, ...]
    more: str = ""
    """Where the rest is, if there is more."""


class Desk(Protocol):
    """The piles of an account that are not empty; one query."""

    def __call__(self, user: User, today: date) -> Iterable[Pile]: ...


DESKS: list[Desk] = []


def desk(found: Desk) -> Desk:
    """Decorator: ask this function too."""
    if found not in DESKS:
        DESKS.append(found)
    return found


def piles(user: User, today: date) -> list[Pile]:
    """All that waits for the account, in the order in which the apps registered."""
    return [pile for one in DESKS for pile in one(user, today)]
