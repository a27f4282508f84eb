"""What falls due, asked of the apps above: each registers a source in a module ``dues.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.db.models import CharField, IntegerField, Value

from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.base.prepared import together

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.base.prepared import Prepared, Rows

    Part = tuple[Prepared, Hashable, Sequence[Any]]


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


NOTHING, NO_NUMBER = Value("", CharField()), Value(0, IntegerField())
"""Columns that a list has no use for."""


class Row(NamedTuple):
    """A row as every list of what falls due tells it: columns of these types in this order, so that one query
    asks for all lists. ``more`` and ``ref`` are what the list itself needs.
    """

    pk: int
    due: date
    title: str
    where: str
    more: str
    ref: int


class Listed:
    """A source that is one list; all of these are asked by one query, compiled once for all accounts whose
    roles look alike: for a thousand letters Django's compiler costs more than the database.

    ``build`` gets a scope and the last day and returns the columns of ``Row`` in the order of ``day``, its
    column; ``told`` makes a duty of a row.
    """

    def __init__(
        self,
        day: str,
        build: Callable[[Scope, date], QuerySet[Any, tuple[Any, ...]]],
        told: Callable[[Row], Duty],
    ) -> None:
        def cut(scope: Scope, last: date, *first: date, limit: int) -> QuerySet[Any, tuple[Any, ...]]:
            return self._rows(scope, last, *first)[:limit]

        self._day, self._build, self._told, self._prepared = day, build, told, ScopedQuery(cut)

    def __call__(self, user: User, *, first: date | None, last: date, limit: int) -> Duties:
        """One query, a second one where there are more than asked for."""
        [rows] = together(self.part(user, first, last, limit))
        return self.duties(user, first, last, limit, rows)

    def part(self, user: User, first: date | None, last: date, limit: int) -> Part:
        """The soonest rows as a part of ``together``."""
        return self._prepared.part(user, *_days(first, last), limit=limit)

    def duties(self, user: User, first: date | None, last: date, limit: int, rows: Rows) -> Duties:
        """In words; counted by a query of its own where there may be more than these."""
        more = len(rows) == limit
        total = self._rows(user.scope(), *_days(first, last)).count() if more else len(rows)
        return Duties([self._told(Row(*row)) for row in rows], total)

    def _rows(self, scope: Scope, last: date, *first: date) -> QuerySet[Any, tuple[Any, ...]]:
        rows = self._build(scope, last)
        return rows.filter(**{f"{self._day}__gte": first[0]}) if first else rows


def _days(first: date | None, last: date) -> tuple[date, ...]:
    return (last,) if first is None else (last, first)


class Source(Protocol):
    """Open duties that the account may see with their last day in first…last, soonest first."""

    def __call__(self, user: User, *, first: date | None, last: date, limit: int) -> Duties: ...


SOURCES: list[Source] = []


def source(found: Source) -> Source:
    """Ask this one too; also a decorator."""
    if found not in SOURCES:
        SOURCES.append(found)
    return found


def duties(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Of all sources together, soonest first."""
    found = Duties()
    for _, one in _asked(user, first, last, limit):
        found.add(one)
    return found.soonest(limit)


def _asked(user: User, first: date | None, last: date, limit: int) -> Iterator[tuple[Source, Duties]]:
    """What each source has: one query for all that are lists, the others in turn."""
    lists = [one for one in SOURCES if isinstance(one, Listed)]
    found = together(*(one.part(user, first, last, limit) for one in lists))
    for one, rows in zip(lists, found, strict=True):
        yield one, one.duties(user, first, last, limit, rows)
    for other in SOURCES:
        if not isinstance(other, Listed):
            yield other, other(user, first=first, last=last, limit=limit)


def late_and_soon(user: User, *, day: date, last: date, limit: int) -> tuple[Duties, Duties]:
    """What was due before the day, and from it to the last one: each source is asked once for both, and
    once for each only where it has more than both lists hold.
    """
    late, soon = Duties(), Duties()
    for one, both in _asked(user, None, last, 2 * limit):
        if both.total <= len(both.rows):
            before, after = both.parted(day)
        else:
            before = one(user, first=None, last=day - timedelta(1), limit=limit)
            after = one(user, first=day, last=last, limit=limit)
        late.add(before)
        soon.add(after)
    return late.soonest(limit), soon.soonest(limit)
