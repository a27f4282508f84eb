"""Evidence that expires, among what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from bihuan.web.evidence.queries import expiring
from bihuan.web.notices.duties import DueRows, Duties, Duty, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.evidence.models import Evidence


def _expiring(scope: Scope, last: date) -> QuerySet[Evidence, tuple[Any, ...]]:
    return expiring(scope, None, last).values_list(
        "pk", "expires_on", "title", "unit__short_name", "unit__name"
    )


_ROWS = DueRows("expires_on", _expiring)


@source
def evidence_dues(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Evidence in force whose term ends in first…last, soonest first."""
    rows, total = _ROWS(user, first, last, limit)
    shown = [
        Duty(
            uid=f"evidence-{pk}",
            due=due,
            title=f"佐证“{title}”有效期届满，请更新",
            where=short or unit,
            link=reverse("evidence:entry", args=[pk]),
        )
        for pk, due, title, short, unit in rows
    ]
    return Duties(shown, total)
