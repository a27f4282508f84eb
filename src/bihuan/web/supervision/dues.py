"""Tasks of directives among what falls due: daily letter and calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.notices.duties import Duties, Duty, source
from bihuan.web.supervision.models import AssignmentState
from bihuan.web.supervision.queries import my_assignments

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.accounts.models import User

LONGEST = 60


@source
def assignments_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Open tasks that the account's person has to do; one query, a second one where there are more."""
    rows = my_assignments(user).filter(state=AssignmentState.OPEN, due__lte=last)
    if first:
        rows = rows.filter(due__gte=first)
    columns = ("pk", "due", "text", "directive__title")
    found = [
        Duty(
            uid=f"assignment-{pk}",
            due=due,
            title=text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…",
            where=f"任务分解：{title}",
            link=reverse("supervision:assignment", args=[pk]),
        )
        for pk, due, text, title in rows.order_by("due", "id").values_list(*columns)[:limit]
        if due
    ]
    return Duties(found, rows.count() if len(found) == limit else len(found))
