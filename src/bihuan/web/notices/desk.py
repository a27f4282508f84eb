"""What waits on somebody's desk, asked of every app that has something: home shows it without knowing them.

An app registers its source in a module ``desks.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import CharField, IntegerField, Value

from bihuan.web.base.prepared import together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.scoped import ScopedQuery


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


NOTHING, NO_NUMBER = Value("", CharField()), Value(0, IntegerField())
"""Columns that a desk's query has no use for."""


class Waiting(NamedTuple):
    """A row as every desk's query tells it, columns of these types in this order, so that one query asks for
    all desks. A desk says itself what its texts and numbers are; without a last day ``day`` is ``FAR``.
    """

    pk: int
    title: str
    where: str
    code: str
    day: date
    number: int
    year: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What an app has waiting: ``queries`` find it, a list each, ``piles`` puts it into words; nothing is
    asked for an account that ``wanted`` turns away.
    """

    queries: tuple[ScopedQuery, ...]
    wanted: Callable[[User], bool]
    piles: Callable[[Sequence[Sequence[Waiting]], date], Iterable[Pile]]


DESKS: list[Desk] = []


def announce_desk(found: Desk) -> None:
    """Ask these queries too."""
    if found not in DESKS:
        DESKS.append(found)


def piles(user: User, today: date) -> list[Pile]:
    """All that waits for the account, in the order in which the apps registered; one query for all desks."""
    asked = [one for one in DESKS if one.wanted(user)]
    lists = iter(together(*(query.part(user) for one in asked for query in one.queries)))
    return [
        pile
        for one in asked
        for pile in one.piles([[Waiting(*row) for row in next(lists)] for _ in one.queries], today)
    ]
