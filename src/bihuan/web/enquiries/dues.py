"""Enquiries that have to be answered, among what falls due: daily letter and calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.base.links import url
from bihuan.web.enquiries.queries import waiting
from bihuan.web.notices.duties import DueRows, Duties, Duty, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope

LONGEST = 60


def _due(scope: Scope, last: date) -> QuerySet[Any, tuple[Any, ...]]:
    rows = waiting(scope).filter(due__lte=last).order_by("due", "id")
    return rows.values_list("pk", "due", "text", "unit__name")


_ROWS = DueRows("due", _due)


@source
def enquiries_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """One query, two where there are more."""
    rows, total = _ROWS(user, first, last, limit)
    found = [
        Duty(
            uid=f"enquiry-{pk}",
            due=due,
            title=f"答复群众意见：{text[:LONGEST]}",
            where=f"{unit}　群众意见{pk}",
            link=url("enquiries:enquiry", pk),
        )
        for pk, due, text, unit in rows
    ]
    return Duties(found, total)
