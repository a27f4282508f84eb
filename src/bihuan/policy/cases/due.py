"""``bihuan policy due``: the last day of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.policy.deadlines import Period, Unit, deadline

if TYPE_CHECKING:
    from bihuan.policy.calendar import Calendar
    from bihuan.policy.cases.fields import Fields


def answer(fields: Fields, calendar: Calendar) -> dict[str, Any]:
    """``due`` and ``steps``, with ``provisional`` only where it is true. Raises PolicyError."""
    start = fields.day("start")
    n = fields.whole("n", at_least=1)
    unit = fields.choice("unit", Unit)
    period = Period(n, unit, fields.flag("holiday_rollover", default=False))
    found = deadline(start, period, calendar)
    result: dict[str, Any] = {"due": found.due.isoformat(), "steps": list(found.steps)}
    return result | {"provisional": True} if found.provisional else result
