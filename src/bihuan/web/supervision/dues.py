"""Tasks of directives among what falls due: daily letter and calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from bihuan.web.notices.duties import DueRows, Duties, Duty, source
from bihuan.web.supervision.models import AssignmentState
from bihuan.web.supervision.queries import my_assignments

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.supervision.models import Assignment

LONGEST = 60


def _assignments(scope: Scope, last: date) -> QuerySet[Assignment, tuple[Any, ...]]:
    rows = my_assignments(scope).filter(state=AssignmentState.OPEN, due__lte=last)
    return rows.order_by("due", "id").values_list("pk", "due", "text", "directive__title")


_ROWS = DueRows("due", _assignments)


@source
def assignments_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Open tasks that the account's person has to do; one query, a second one where there are more."""
    rows, total = _ROWS(user, first, last, limit)
    found = [
        Duty(
            uid=f"assignment-{pk}",
            due=due,
            title=text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…",
            where=f"任务分解：{title}",
            link=reverse("supervision:assignment", args=[pk]),
        )
        for pk, due, text, title in rows
    ]
    return Duties(found, total)
