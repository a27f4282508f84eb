"""Evidence that expires, among what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.base.links import url
from bihuan.web.evidence.queries import expiring
from bihuan.web.notices.duties import NO_NUMBER, Duty, Listed, Row, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.evidence.models import Evidence


def _expiring(scope: Scope, last: date) -> QuerySet[Evidence, tuple[Any, ...]]:
    """Evidence in force whose term ends."""
    told = ("pk", "expires_on", "title", "unit__name", "unit__short_name", NO_NUMBER)
    return expiring(scope, None, last).values_list(*told)


def _told(row: Row) -> Duty:
    return Duty(
        uid=f"evidence-{row.pk}",
        due=row.due,
        title=f"佐证“{row.title}”有效期届满，请更新",
        where=row.more or row.where,
        link=url("evidence:entry", row.pk),
    )


EVIDENCE_DUE = source(Listed("expires_on", _expiring, _told))
