"""Enquiries that have to be answered, among what falls due: daily letter and calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.base.links import url
from bihuan.web.enquiries.queries import waiting
from bihuan.web.notices.duties import NO_NUMBER, NOTHING, Duty, Listed, Row, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.permissions import Scope

LONGEST = 60


def _due(scope: Scope, last: date) -> QuerySet[Any, tuple[Any, ...]]:
    """What somebody wrote and nobody has answered."""
    rows = waiting(scope).filter(due__lte=last).order_by("due", "id")
    return rows.values_list("pk", "due", "text", "unit__name", NOTHING, NO_NUMBER)


def _told(row: Row) -> Duty:
    return Duty(
        uid=f"enquiry-{row.pk}",
        due=row.due,
        title=f"答复群众意见：{row.title[:LONGEST]}",
        where=f"{row.where}　群众意见{row.pk}",
        link=url("enquiries:enquiry", row.pk),
    )


ENQUIRIES_DUE = source(Listed("due", _due, _told))
