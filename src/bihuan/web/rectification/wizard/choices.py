"""Units and rounds that an account may import for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from bihuan.web.accounts.models import Unit, UnitKind
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.inspections.queries import rounds_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Round

UNITS_SHOWN, ROUNDS_SHOWN = 200, 30


def units_for(user: User) -> QuerySet[Unit]:
    """Own units, and for an inspection office every unit below its superior."""
    scope = user.scope()
    wanted = Q(pk__in=scope.units(Relation.OWN, Action.IMPORT))
    offices = Unit.objects.filter(pk__in=scope.units(Relation.OFFICE, Action.IMPORT))
    for path in offices.values_list("parent__path", flat=True):
        if path:
            wanted |= Q(path__startswith=path, kind=UnitKind.UNIT)
    return Unit.objects.filter(wanted).order_by("path")


def unit_named(user: User, name: str) -> Unit | None:
    """By full or short name."""
    return units_for(user).filter(Q(name=name) | Q(short_name=name)).first()


def rounds_shown(user: User) -> list[Round]:
    """The newest rounds; older ones are reached by the year in the document."""
    return list(rounds_for(user)[:ROUNDS_SHOWN])


def may_import(user: User) -> bool:
    """Whether the account may import anywhere at all."""
    scope = user.scope()
    return any(scope.units(relation, Action.IMPORT) for relation in (Relation.OWN, Relation.OFFICE))
