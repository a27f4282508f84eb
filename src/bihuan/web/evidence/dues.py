"""Evidence that expires, among what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.evidence.queries import expiring
from bihuan.web.notices.duties import Duties, Duty, source

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.accounts.models import User


@source
def evidence_dues(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Evidence in force whose term ends in first…last, soonest first."""
    rows = expiring(user, first, last)
    shown = [
        Duty(
            uid=f"evidence-{one.pk}",
            due=one.expires_on,
            title=f"佐证“{one.title}”有效期届满，请更新",
            where=str(one.unit),
            link=reverse("evidence:entry", args=[one.pk]),
        )
        for one in rows[:limit]
        if one.expires_on
    ]
    return Duties(shown, rows.count() if len(shown) == limit else len(shown))
