"""Answers to diagnostics whose term ends, among what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.diagnosis.models import Waiver, WaiverState
from bihuan.web.notices.duties import DueRows, Duties, Duty, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope


def _waivers(scope: Scope, last: date) -> QuerySet[Waiver, tuple[Any, ...]]:
    rows = Waiver.objects.filter(
        Q(finding=None) | Q(finding__is_open=True),
        unit__in=scope.units(Relation.OWN, Action.EDIT),
        state=WaiverState.GRANTED,
        until__lte=last,
    )
    told = ("pk", "until", "code", "reason", "unit__name", "feedback_id")
    return rows.order_by("until", "id").values_list(*told)


_ROWS = DueRows("until", _waivers)


@source
def waivers_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Answers in force, of whoever may give them anew; those of findings that have ended matter no more."""
    rows, total = _ROWS(user, first, last, limit)
    found = [
        Duty(
            uid=f"waiver-{pk}",
            due=until,
            title=f"体检说明到期（{code}）：{reason[:40]}",
            where=unit,
            link=reverse("diagnosis:waivers", args=[case]),
        )
        for pk, until, code, reason, unit, case in rows
    ]
    return Duties(found, total)
