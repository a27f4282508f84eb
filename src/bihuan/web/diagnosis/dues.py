"""Answers to diagnostics whose term ends, among what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.diagnosis.models import Waiver, WaiverState
from bihuan.web.notices.duties import Duties, Duty, source

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.accounts.models import User


@source
def waivers_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Answers in force, of whoever may give them anew; those of findings that have ended matter no more."""
    rows = Waiver.objects.filter(
        Q(finding=None) | Q(finding__is_open=True),
        unit__in=user.scope().units(Relation.OWN, Action.EDIT),
        state=WaiverState.GRANTED,
        until__lte=last,
    )
    if first:
        rows = rows.filter(until__gte=first)
    columns = ("pk", "until", "code", "reason", "unit__name", "feedback_id")
    found = [
        Duty(
            uid=f"waiver-{pk}",
            due=until,
            title=f"体检说明到期（{code}）：{reason[:40]}",
            where=unit,
            link=reverse("diagnosis:waivers", args=[case]),
        )
        for pk, until, code, reason, unit, case in rows.order_by("until", "id").values_list(*columns)[:limit]
    ]
    return Duties(found, rows.count() if len(found) == limit else len(found))
