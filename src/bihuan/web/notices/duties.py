"""What falls due, asked of the apps above: each registers a source in a module ``dues.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.accounts.models import User


@dataclass(frozen=True, slots=True)
class Duty:
    """Something with a last day."""

    uid: str
    """Stays the same while the thing exists, e.g. ``finding-12``."""
    due: date
    title: str
    where: str
    """Unit and number, for people."""
    link: str
    """Path of its page."""


@dataclass(slots=True)
class Duties:
    """Some of them, and how many there are."""

    rows: list[Duty] = field(default_factory=list)
    total: int = 0


class Source(Protocol):
    """Open duties that the account may see with their last day in first…last, soonest first."""

    def __call__(self, user: User, *, first: date | None, last: date, limit: int) -> Duties: ...


SOURCES: list[Source] = []


def source(found: Source) -> Source:
    """Decorator: ask this function too."""
    if found not in SOURCES:
        SOURCES.append(found)
    return found


def duties(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Of all sources together, soonest first."""
    found = Duties()
    for one in SOURCES:
        part = one(user, first=first, last=last, limit=limit)
        found.rows += part.rows
        found.total += part.total
    found.rows = sorted(found.rows, key=lambda duty: (duty.due, duty.uid))[:limit]
    return found
