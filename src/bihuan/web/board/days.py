"""When a last day is late, soon or later: once, for everything on the home page. Pure."""

from __future__ import annotations

from datetime import date, timedelta

SOON = timedelta(days=7)


def when(due: date | None, today: date) -> str:
    """late, soon or later; without a last day nothing is late."""
    if due is None:
        return "later"
    return "late" if due < today else "soon" if due <= today + SOON else "later"
