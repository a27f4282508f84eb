"""Answers to diagnostics whose term ends, among what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.links import url
from bihuan.web.diagnosis.models import Waiver, WaiverState
from bihuan.web.notices.duties import Duty, Listed, Row, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.permissions import Scope


def _waivers(scope: Scope, last: date) -> QuerySet[Waiver, tuple[Any, ...]]:
    """Answers in force, of whoever may give them anew; those of findings that have ended matter no more."""
    rows = Waiver.objects.filter(
        Q(finding=None) | Q(finding__is_open=True),
        unit__in=scope.units(Relation.OWN, Action.EDIT),
        state=WaiverState.GRANTED,
        until__lte=last,
    )
    told = ("pk", "until", "reason", "unit__name", "code", "feedback_id")
    return rows.order_by("until", "id").values_list(*told)


def _told(row: Row) -> Duty:
    return Duty(
        uid=f"waiver-{row.pk}",
        due=row.due,
        title=f"体检说明到期（{row.more}）：{row.title[:40]}",
        where=row.where,
        link=url("diagnosis:waivers", row.ref),
    )


WAIVERS_DUE = source(Listed("until", _waivers, _told))
