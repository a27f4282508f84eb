"""Deadlines of findings, for the daily letter and the calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from bihuan.web.base.links import url
from bihuan.web.inspections.models import Finding
from bihuan.web.notices.duties import NO_NUMBER, Duty, Listed, Row, source

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.permissions import Scope

_UNIT = Coalesce(NullIf("feedback__unit__short_name", Value("")), "feedback__unit__name")


def _findings(scope: Scope, last: date) -> QuerySet[Finding, tuple[Any, ...]]:
    """Open findings that the account may see."""
    rows = Finding.objects.visible_to(scope).filter(is_open=True, due_key__lte=last)
    told = ("pk", "due_key", "title", _UNIT, "number", NO_NUMBER)
    return rows.order_by("due_key", "id").values_list(*told)


def _told(row: Row) -> Duty:
    return Duty(
        uid=f"finding-{row.pk}",
        due=row.due,
        title=row.title,
        where=f"{row.where}，问题{row.more}" if row.more else row.where,
        link=url("rectification:finding", row.pk),
    )


FINDINGS_DUE = source(Listed("due_key", _findings, _told))
