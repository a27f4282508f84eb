"""What falls due, asked of the apps above: each registers a source in a module ``dues.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bihuan.web.accounts.scoped import ScopedQuery

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.base.prepared import Rows


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

    def add(self, more: Duties) -> None:
        """Those of another source."""
        self.rows += more.rows
        self.total += more.total

    def soonest(self, limit: int) -> Duties:
        """The first of them, counted as all."""
        return Duties(sorted(self.rows, key=lambda duty: (duty.due, duty.uid))[:limit], self.total)

    def parted(self, day: date) -> tuple[Duties, Duties]:
        """Those before the day and the others; only where none is left out."""
        before = [one for one in self.rows if one.due < day]
        after = [one for one in self.rows if one.due >= day]
        return Duties(before, len(before)), Duties(after, len(after))


class DueRows:
    """Rows of a source, compiled once for all accounts whose roles look alike: for a thousand letters
    Django's compiler costs more than the database.

    ``build`` gets a scope and the last day and returns plain rows in the order of ``day``, its column.
    """

    def __init__(self, day: str, build: Callable[[Scope, date], QuerySet[Any, tuple[Any, ...]]]) -> None:
        def cut(scope: Scope, last: date, *first: date, limit: int) -> QuerySet[Any, tuple[Any, ...]]:
            return self._rows(scope, last, *first)[:limit]

        self._day, self._build, self._prepared = day, build, ScopedQuery(cut)

    def __call__(self, user: User, first: date | None, last: date, limit: int) -> tuple[Rows, int]:
        """The soonest rows, and how many there are: one query, a second one where there may be more."""
        days = (last,) if first is None else (last, first)
        rows = self._prepared.rows(user, *days, limit=limit)
        return rows, len(rows) if len(rows) < limit else self._rows(user.scope(), *days).count()

    def _rows(self, scope: Scope, last: date, *first: date) -> QuerySet[Any, tuple[Any, ...]]:
        rows = self._build(scope, last)
        return rows.filter(**{f"{self._day}__gte": first[0]}) if first else rows


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
        found.add(one(user, first=first, last=last, limit=limit))
    return found.soonest(limit)


def late_and_soon(user: User, *, day: date, last: date, limit: int) -> tuple[Duties, Duties]:
    """What was due before the day, and from it to the last one: each source is asked once for both, and
    once for each only where it has more than both lists hold.
    """
    late, soon = Duties(), Duties()
    for one in SOURCES:
        both = one(user, first=None, last=last, limit=2 * limit)
        if both.total <= len(both.rows):
            before, after = both.parted(day)
        else:
            before = one(user, first=None, last=day - timedelta(1), limit=limit)
            after = one(user, first=day, last=last, limit=limit)
        late.add(before)
        soon.add(after)
    return late.soonest(limit), soon.soonest(limit)
