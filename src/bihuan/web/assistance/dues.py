"""Answers that should come from outside, among what falls due: daily letter and calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.assistance.models import AWAITED
from bihuan.web.assistance.queries import mine
from bihuan.web.base.links import url
from bihuan.web.notices.duties import DueRows, Duties, Duty, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.assistance.models import AssistanceRequest

LONGEST = 60


def _awaited(scope: Scope, last: date) -> QuerySet[AssistanceRequest, tuple[Any, ...]]:
    rows = mine(scope, AWAITED).filter(due__lte=last)
    return rows.order_by("due", "id").values_list("pk", "due", "to_unit", "to_name", "question")


_ROWS = DueRows("due", _awaited)


@source
def answers_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Requests in the person's hands to which no answer has come; one query, two where there are more."""
    rows, total = _ROWS(user, first, last, limit)
    found = [
        Duty(
            uid=f"assistance-{pk}",
            due=due,
            title=f"等对方答复：{question[:LONGEST]}",
            where=f"外部协办：{to_unit}{to_name}",
            link=url("assistance:request", pk),
        )
        for pk, due, to_unit, to_name, question in rows
    ]
    return Duties(found, total)
