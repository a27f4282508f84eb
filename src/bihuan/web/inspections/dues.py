"""Deadlines of findings, for the daily letter and the calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.inspections.models import Finding
from bihuan.web.notices.duties import Duties, Duty, source

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.accounts.models import User

_COLUMNS = ("pk", "due_key", "number", "title", "feedback__unit__short_name", "feedback__unit__name")


@source
def findings_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Open findings that the account may see; one query, a second one where there are more than asked for."""
    rows = Finding.objects.visible_to(user).filter(is_open=True, due_key__lte=last)
    if first:
        rows = rows.filter(due_key__gte=first)
    found = [
        Duty(
            uid=f"finding-{pk}",
            due=due,
            title=title,
            where=f"{short or unit}，问题{number}" if number else short or unit,
            link=reverse("rectification:finding", args=[pk]),
        )
        for pk, due, number, title, short, unit in rows.order_by("due_key", "id").values_list(*_COLUMNS)[
            :limit
        ]
    ]
    return Duties(found, rows.count() if len(found) == limit else len(found))
