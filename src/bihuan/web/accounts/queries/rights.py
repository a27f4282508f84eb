"""What a change of roles takes away and gives, counted before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.web.accounts.permissions import ACTIONS, Action, Relation, Role, Scope
from bihuan.web.accounts.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Q

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.registry import Kind


@dataclass(frozen=True, slots=True)
class Change:
    """Objects of a kind on which the same actions are lost or gained."""

    kind: str
    actions: str
    lost: int
    gained: int


@dataclass(frozen=True, slots=True)
class Preview:
    """All of it; ``house`` are the actions that belong to no unit."""

    objects: list[Change]
    house_lost: list[str]
    house_gained: list[str]

    @property
    def empty(self) -> bool:
        """Nothing changes."""
        return not (self.objects or self.house_lost or self.house_gained)


def preview(user: User, wanted: Iterable[tuple[Role, int]]) -> Preview:
    """The difference between the roles now and those wanted; numbers only, no content."""
    now = user.scope()
    then = Scope(tuple(wanted), now.person, now.department)
    lost, gained = _house(now) - _house(then), _house(then) - _house(now)
    return Preview(
        [change for kind in KINDS for change in _changes(kind, now, then)],
        [ACTIONS[one] for one in Action if one in lost],
        [ACTIONS[one] for one in Action if one in gained],
    )


def _house(scope: Scope) -> set[Action]:
    return {action for action in Action if scope.units(Relation.HOUSE, action)}


def _changes(kind: Kind, now: Scope, then: Scope) -> list[Change]:
    """Actions that reach the same objects are told together and counted once."""
    groups: list[tuple[Q | None, Q | None, list[str]]] = []
    for action in Action:
        before, after = _clause(kind, now, action), _clause(kind, then, action)
        if before == after:
            continue
        same = next((words for old, new, words in groups if (old, new) == (before, after)), None)
        if same is None:
            groups.append((before, after, [ACTIONS[action]]))
        else:
            same.append(ACTIONS[action])
    counted = [
        Change(kind.label, "、".join(words), _only(kind, before, after), _only(kind, after, before))
        for before, after, words in groups
    ]
    return [one for one in counted if one.lost or one.gained]


def _clause(kind: Kind, scope: Scope, action: Action) -> Q | None:
    rows = kind.rows()
    return scope.clause(
        rows.unit_path,
        rows.office_path,
        action,
        department=kind.department,
        people=kind.people(action),
    )


def _only(kind: Kind, first: Q | None, second: Q | None) -> int:
    """How many objects the first clause reaches and the second does not."""
    if first is None:
        return 0
    rows = kind.rows().filter(first)
    return (rows if second is None else rows.exclude(pk__in=kind.rows().filter(second).values("pk"))).count()
