"""``bihuan policy publish``: whether a decision was published in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.policy.publicity import Kind, publication, usual_limit

if TYPE_CHECKING:
    from bihuan.policy.calendar import Calendar
    from bihuan.policy.cases.fields import Fields


def answer(fields: Fields, calendar: Calendar) -> dict[str, Any]:
    """``due``, ``status``, ``workdays_used``; ``provisional`` only where it is true. Raises PolicyError."""
    kind = fields.choice("kind", Kind)
    decided_on = fields.day("decision_date")
    published_on = fields.day("publish_date") if fields.has("publish_date") else None
    limit = fields.whole("limit_workdays", at_least=1) if fields.has("limit_workdays") else usual_limit(kind)
    found = publication(decided_on, published_on, limit, calendar)
    result: dict[str, Any] = {
        "due": found.due.isoformat(),
        "status": found.status.value,
        "workdays_used": found.workdays_used,
    }
    return result | {"provisional": True} if found.provisional else result
