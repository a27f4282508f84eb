"""Deadlines of findings, for the daily letter and the calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from bihuan.web.inspections.models import Finding
from bihuan.web.notices.duties import DueRows, Duties, Duty, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope

_COLUMNS = ("pk", "due_key", "number", "title", "feedback__unit__short_name", "feedback__unit__name")


def _findings(scope: Scope, last: date) -> QuerySet[Finding, tuple[Any, ...]]:
    rows = Finding.objects.visible_to(scope).filter(is_open=True, due_key__lte=last)
    return rows.order_by("due_key", "id").values_list(*_COLUMNS)


_ROWS = DueRows("due_key", _findings)


@source
def findings_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Open findings that the account may see; one query, a second one where there are more than asked for."""
    rows, total = _ROWS(user, first, last, limit)
    found = [
        Duty(
            uid=f"finding-{pk}",
            due=due,
            title=title,
            where=f"{short or unit}，问题{number}" if number else short or unit,
            link=reverse("rectification:finding", args=[pk]),
        )
        for pk, due, number, title, short, unit in rows
    ]
    return Duties(found, total)
