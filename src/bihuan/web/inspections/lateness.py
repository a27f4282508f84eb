"""When a last day is over. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def past(due: date | None, today: date) -> bool:
    """The one definition for a row in hand, as ``queries.overdue`` is for rows of a table: the last day lies
    before today. No last day is never past.
    """
    return due is not None and due < today
