"""Tasks of directives among what falls due: daily letter and calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.base.links import url
from bihuan.web.notices.duties import NO_NUMBER, NOTHING, Duty, Listed, Row, source
from bihuan.web.supervision.models import AssignmentState
from bihuan.web.supervision.queries import my_assignments

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.supervision.models import Assignment

LONGEST = 60


def _assignments(scope: Scope, last: date) -> QuerySet[Assignment, tuple[Any, ...]]:
    """Open tasks that the account's person has to do."""
    rows = my_assignments(scope).filter(state=AssignmentState.OPEN, due__lte=last)
    told = ("pk", "due", "text", "directive__title", NOTHING, NO_NUMBER)
    return rows.order_by("due", "id").values_list(*told)


def _told(row: Row) -> Duty:
    return Duty(
        uid=f"assignment-{row.pk}",
        due=row.due,
        title=row.title if len(row.title) <= LONGEST else f"{row.title[: LONGEST - 1]}…",
        where=f"任务分解：{row.where}",
        link=url("supervision:assignment", row.pk),
    )


ASSIGNMENTS_DUE = source(Listed("due", _assignments, _told))
