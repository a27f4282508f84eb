"""Filters that a person may use, and what stands above a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Q, Value
from django.db.models.functions import Coalesce

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.saved.models import ListTaste, SavedFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from bihuan.web.accounts.models import User
    from bihuan.web.saved.pages import ListPage

SHOWN = 40


def filters_for(user: User) -> QuerySet[SavedFilter]:
    """One's own, and those shared in the units in which one has a role."""
    units = [one.unit_id for one in user.roles()]
    return SavedFilter.objects.filter(Q(owner=user.pk) | Q(unit__in=units))


def shares_in(user: User) -> list[int]:
    """Units whose common filters the person keeps: the liaison's own, and the inspection office."""
    scope = user.scope()
    return sorted({*scope.units(Relation.OWN, Action.EDIT), *scope.units(Relation.OFFICE, Action.REVIEW)})


@dataclass(frozen=True, slots=True)
class Choice:
    """A saved filter as a link."""

    id: int
    name: str
    href: str
    here: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands above a list: saved filters, the filter in force, columns."""

    page: ListPage
    path: str
    query: str
    choices: list[Choice] = field(default_factory=list)
    default: str | None = None
    """Address with which the list opens."""
    columns: Sequence[str] = ()
    share: str = ""
    """With whom the person may share: the unit's name."""

    @property
    def new(self) -> bool:
        """Whether the filter in force has no name yet."""
        return bool(self.query) and not any(one.here for one in self.choices)


def bar(request: HttpRequest, user: User, page: ListPage) -> Bar:
    """One query: the filters of the list, and the person's taste as one more row of the answer."""
    path, query = request.path, page.query(request.META.get("QUERY_STRING", ""))
    taste = ListTaste.objects.filter(user=user.pk, page=page.code)
    rows = filters_for(user).filter(page=page.code).values_list("pk", "name", "query", "unit_id")
    told = rows.union(
        taste.values_list(
            Value(0), Value(""), "columns", Coalesce("default_id", Value(0), output_field=BigIntegerField())
        ),
        all=True,
    )
    found = sorted(told, key=lambda one: (one[3] is None, one[1]))
    liked = next((one for one in found if not one[0]), (0, "", "", 0))
    choices = [
        Choice(pk, name, f"{path}?{kept}", kept == query, unit is not None)
        for pk, name, kept, unit in found
        if pk
    ][:SHOWN]
    default = next((one.href for one in choices if one.id == liked[3]), None)
    return Bar(page, path, query, choices, default, page.chosen(request.GET, liked[2]), _share(user))


def opens_with(request: HttpRequest, above: Bar) -> str | None:
    """Where a list opens that was asked for without any filter; ``?all=1`` asks for all of it."""
    return above.default if not request.META.get("QUERY_STRING") else None


def _share(user: User) -> str:
    """Named by the person's own roles, which came with the account."""
    units = shares_in(user)
    return next((str(one.unit) for one in user.roles() if one.unit_id in units), "")
