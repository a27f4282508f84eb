"""Who may do what: questions to the one table in ``rights.py``.

Pages, services, queries, the API and the documentation all ask this module; nothing else knows a role.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce, wraps
from operator import or_
from typing import TYPE_CHECKING, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from bihuan.web.accounts.rights import (
    ACTIONS,
    ADMINISTRATORS,
    GRANTS,
    HARMLESS,
    LABELS,
    OVERSIGHT,
    RELATIONS,
    Action,
    Relation,
    Role,
)
from bihuan.web.base.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.http import HttpRequest, HttpResponse

    Shape = tuple[tuple[Role, int], ...]

__all__ = [
    "ACTIONS", "ADMINISTRATORS", "GRANTS", "HARMLESS", "LABELS", "OVERSIGHT", "RELATIONS",
    "Action", "Relation", "Role", "Scope", "guarded", "may", "require",
]  # fmt: skip

DENIED = "您的角色没有这项权限；确有需要，请安全管理员授予角色。"
ARCHIVED = "这一轮次已经归档，只能查阅。确需更正的，请巡察办先解除归档。"


@dataclass(frozen=True, slots=True)
class Place:
    """What an object tells about itself that rights depend on."""

    unit: int | None = None
    office: int | None = None
    department: int | None = None
    people: frozenset[int] = frozenset()
    """Ids of the people that the object names as leading it or responsible for it."""
    archived: bool = False

    @classmethod
    def of(cls, thing: Owned | None) -> Place:
        """From an object; None is the house. Everything beyond unit and office is optional."""
        if thing is None:
            return cls()
        return cls(
            thing.unit_id,
            thing.office_id,
            getattr(thing, "department_id", None),
            frozenset(getattr(thing, "people_ids", ())) - {None},
            getattr(thing, "archived_at", None) is not None,
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an account stands: (role, unit) pairs, its person and that person's department."""

    memberships: tuple[tuple[Role, int], ...]
    person: int | None = None
    department: int | None = None

    @classmethod
    def of(
        cls, pairs: Iterable[tuple[str, int]], person: int | None = None, department: int | None = None
    ) -> Scope:
        """From the roles and unit ids of memberships."""
        return cls(tuple((Role(role), unit) for role, unit in pairs), person, department)

    def apart(self) -> tuple[Shape, tuple[int | None, ...]]:
        """How the scope looks, and the ids in it: those that look alike ask in the same words."""
        homes = list(dict.fromkeys(unit for _, unit in self.memberships))
        shape = tuple((role, homes.index(unit)) for role, unit in self.memberships)
        return shape, (self.person, self.department, *homes)

    @classmethod
    def joined(cls, shape: Shape, ids: Sequence[int | None]) -> Scope:
        """The scope that was taken apart; with other ids one that looks alike."""
        person, department, *homes = ids
        return cls(tuple((role, homes[at] or 0) for role, at in shape), person, department)

    def scope(self) -> Scope:
        """Itself: a scope can stand for its account where only its rights are asked."""
        return self

    def units(self, relation: Relation, action: Action) -> list[int]:
        """Ids of the units (or offices) in which this relation grants the action."""
        return sorted({unit for role, unit in self.memberships if action in GRANTS[role].get(relation, ())})

    def clause(
        self,
        unit: str,
        office: str,
        action: Action = Action.READ,
        *,
        department: str = "",
        people: Sequence[str] = (),
    ) -> Q | None:
        """WHERE clause over a row's columns; None when no row can match.

        ``department`` and ``people`` name the row's columns for these relations, where it has them.
        """
        parts = [
            _among(column, ids)
            for column, relation in ((unit, Relation.OWN), (office, Relation.OFFICE))
            if (ids := self.units(relation, action))
        ]
        if department and self.department is not None and (ids := self.units(Relation.DEPARTMENT, action)):
            parts.append(_among(unit, ids) & Q(**{department: self.department}))
        if people and (ids := self.units(Relation.MINE, action)):
            nobody = Q(**{f"{one}__isnull": True for one in people})
            named = (Q(**{one: self.person}) for one in people if self.person is not None)
            parts.append(_among(unit, ids) & reduce(or_, named, nobody))
        return _either(parts)

    def visible(self, unit: str, office: str) -> Q | None:
        """WHERE clause over the two columns of a row; None when nothing of any unit may be seen."""
        return self.clause(unit, office)

    def allows(self, action: Action, place: Place) -> bool:
        """Whether the table grants the action on an object that stands there."""
        return any(
            action in GRANTS[role].get(relation, ())
            for role, home in self.memberships
            for relation in self._relations(home, place)
        )

    def _relations(self, home: int, place: Place) -> Iterable[Relation]:
        if place.unit == home:
            yield Relation.OWN
            if self.department is not None and place.department == self.department:
                yield Relation.DEPARTMENT
            if not place.people or self.person in place.people:
                yield Relation.MINE
        if place.office == home:
            yield Relation.OFFICE
        if place.unit is None and place.office is None:
            yield Relation.HOUSE


def _among(column: str, ids: list[int]) -> Q:
    """``=`` for the usual single membership: the planners know more about it than about ``IN``."""
    return Q(**{column: ids[0]}) if len(ids) == 1 else Q(**{f"{column}__in": ids})


def _either(parts: list[Q]) -> Q | None:
    found: Q | None = None
    for part in parts:
        found = part if found is None else found | part
    return found


class Account(Protocol):
    """Whoever acts."""

    def scope(self) -> Scope: ...


class Owned(Protocol):
    """An object of a unit, perhaps under an inspection office.

    It may also have ``department_id``, ``people_ids`` (leader and responsible) and ``archived_at``.
    """

    @property
    def unit_id(self) -> int | None: ...
    @property
    def office_id(self) -> int | None: ...


def may(account: Account, action: Action, thing: Owned | None = None) -> bool:
    """Whether the account may do this to the thing (None: to the house), archived or not considered too."""
    place = Place.of(thing)
    return (not place.archived or action in HARMLESS) and account.scope().allows(action, place)


def denied(*actions: Action) -> str:
    """The sentence of a refusal: what it takes, who has it, and who could give it."""
    holders = [
        _NARROW.get(relation, "") + role.label
        for role, relations in GRANTS.items()
        for relation, granted in relations.items()
        if granted.intersection(actions)
    ]
    if Action.READ in actions or not holders:  # nearly everybody reads: naming them all says nothing
        return DENIED
    words = "、".join(ACTIONS[one] for one in actions)
    return f"“{words}”由{'、'.join(dict.fromkeys(holders))}办理，{DENIED}"


_NARROW = {Relation.DEPARTMENT: "本科室的", Relation.MINE: "牵头或负责此事的"}
"""What stands before a role that may do it with part of its unit's things only."""


def require(account: Account, action: Action, thing: Owned | None = None) -> None:
    """Return when allowed; else ``PermissionDenied`` (403) with its sentence, and ``ServiceError`` where only
    the archive stands in the way.
    """
    require_at(account, action, Place.of(thing))


def require_at(account: Account, action: Action, place: Place) -> None:
    """The same for an object that is told by where it stands."""
    if not account.scope().allows(action, place):
        raise PermissionDenied(denied(action))
    if place.archived and action not in HARMLESS:
        raise ServiceError(ARCHIVED, code="archived")


def guarded(*actions: Action) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Page guard for what belongs to no unit: one of the actions is needed, else 403.

    The view keeps them as ``actions``; the permission matrix test reads them there.
    """

    def decorate(inner: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(inner)
        def outer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            account: Account = request.user  # type: ignore[assignment]
            if not any(may(account, action) for action in actions):
                raise PermissionDenied(denied(*actions))
            return inner(request, *args, **kwargs)

        outer.actions = actions  # type: ignore[attr-defined]
        return outer

    return decorate
