"""Answers that should come from outside, among what falls due: daily letter and calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.assistance.models import AWAITED
from bihuan.web.assistance.queries import mine
from bihuan.web.base.links import url
from bihuan.web.notices.duties import NO_NUMBER, Duty, Listed, Row, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.assistance.models import AssistanceRequest

LONGEST = 60


def _awaited(scope: Scope, last: date) -> QuerySet[AssistanceRequest, tuple[Any, ...]]:
    """Requests in the person's hands to which no answer has come."""
    rows = mine(scope, AWAITED).filter(due__lte=last)
    return rows.order_by("due", "id").values_list("pk", "due", "question", "to_unit", "to_name", NO_NUMBER)


def _told(row: Row) -> Duty:
    return Duty(
        uid=f"assistance-{row.pk}",
        due=row.due,
        title=f"等对方答复：{row.title[:LONGEST]}",
        where=f"外部协办：{row.where}{row.more}",
        link=url("assistance:request", row.pk),
    )


ANSWERS_DUE = source(Listed("due", _awaited, _told))
