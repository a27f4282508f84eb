"""Who supports a measure and who is kept informed of it, beside who leads it and who answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.models import Department, Person
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.rectification.models import Involvement, Measure, Part
from bihuan.web.rectification.services.locking import case_touched, locked_measure, refuse_frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import User

MOST = 40
Who = tuple[str, int]
"""``person`` or ``department``, and its id."""


@transaction.atomic
def parts_write(*, actor: User, now: datetime, measure: Measure, parts: Mapping[Part, Sequence[Who]]) -> None:
    """All of them anew. Whoever leads or answers for the measure is not listed a second time."""
    case, response, found = locked_measure(measure)
    require(actor, Action.EDIT, case)
    refuse_frozen(response)
    wanted: dict[Who, Part] = {}
    for part in Part:
        for who in parts.get(part, ()):
            if who in wanted:
                raise ServiceError("同一人或科室不能既配合又知悉，请只选一处。")
            wanted[who] = part
    if len(wanted) > MOST:
        raise ServiceError(f"一项措施最多列{MOST}个配合和知悉的人或科室。")
    own = {("person", found.leader_id), ("person", found.person_id), ("department", found.department_id)}
    wanted = {who: part for who, part in wanted.items() if who not in own}
    names = _names(case.unit_id, wanted)
    rows = Involvement.objects.filter(measure=found)
    before = {
        (("person", one.person_id) if one.person_id else ("department", one.department_id)): Part(one.part)
        for one in rows
    }
    if before == wanted:
        return
    old = _names(case.unit_id, before)
    rows.delete()
    Involvement.objects.bulk_create(
        Involvement(feedback=case, unit_id=case.unit_id, measure=found, part=part, **{f"{kind}_id": pk})
        for (kind, pk), part in wanted.items()
    )
    changes = {
        part.value: [_said(before, old, part), _said(wanted, names, part)]
        for part in Part
        if _said(before, old, part) != _said(wanted, names, part)
    }
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="parts_write", thing=found, changes=changes
    )
    case_touched(case)


def _names(unit: int, wanted: Mapping[Who, Part]) -> dict[Who, str]:
    """Names of people and departments of the unit; refused where one is not of it."""
    found: dict[Who, str] = {}
    for kind, table in (("person", Person), ("department", Department)):
        ids = [pk for one, pk in wanted if one == kind]
        if ids:
            rows = table._default_manager.filter(unit=unit, pk__in=ids).values_list("pk", "name")
            found |= {(kind, pk): name for pk, name in rows}
    if len(found) < len(wanted):
        raise ServiceError("配合和知悉的人、科室要从本单位选择。")
    return found


def _said(parts: Mapping[Who, Part], names: Mapping[Who, str], part: Part) -> str:
    return "、".join(names[who] for who, one in parts.items() if one is part)
