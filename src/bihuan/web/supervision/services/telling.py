"""Telling people of their month."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.accounts.models import Membership
from bihuan.web.accounts.permissions import GRANTS, Action, Relation, Role
from bihuan.web.notices.services import notify_people
from bihuan.web.supervision.kinds import MONTHLY
from bihuan.web.supervision.lights import Light
from bihuan.web.supervision.months import Month

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.supervision.models import Sheet, Supervision

TOLD = (Role.LIAISON, Role.FIRST_PERSON)
"""Who hears of a month; everybody of the unit may look at it."""


def tell_month(
    now: datetime, record: Supervision, cases: Sequence[Feedback], sheets: Sequence[Sheet]
) -> None:
    """Once for each light that a month comes to have: a record made again says nothing new by itself."""
    people, month = holders([one.unit_id for one in cases], TOLD), Month(record.month)
    for sheet in sheets:
        light = Light(sheet.light)
        late = f"，逾期{sheet.late}项" if sheet.late else ""
        report = f"，未报进展{sheet.unreported}项" if sheet.unreported else ""
        notify_people(
            people[sheet.unit_id],
            now=now,
            kind=MONTHLY,
            text=f"{month.label}督导检查：{light.label}，应完成{sheet.due}项{late}{report}。",
            link=reverse("supervision:sheet", args=[sheet.pk]),
            about=sheet,
            key=f"month:{sheet.feedback_id}:{month}:{light}",
        )


def holders(units: Iterable[int], roles: Iterable[Role]) -> dict[int, list[int]]:
    """By unit the people with an enabled account who hold one of the roles; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Membership.objects.filter(
        unit__in=list(units), role__in=[role.value for role in roles], user__is_active=True
    )
    for unit, person in rows.order_by("unit_id", "id").values_list("unit_id", "user__person_id"):
        if person not in found[unit]:
            found[unit].append(person)
    return found


def roles_with(action: Action, relation: Relation) -> list[Role]:
    """Roles to which the table grants the action by the relation."""
    return [role for role in Role if action in GRANTS[role].get(relation, ())]
