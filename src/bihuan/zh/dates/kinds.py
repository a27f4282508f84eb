"""What a date expression is: how exact, what for, and where it stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Precision(StrEnum):
    """How exactly the text says it."""

    DAY = "day"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class DateRole(StrEnum):
    """``action`` says when a measure was carried out; everything else is ``reference``."""

    ACTION = "action"
    REFERENCE = "reference"


class DateMention(NamedTuple):
    """One expression, resolved to its first and its last calendar day."""

    text: str
    offset: int
    """0-based in the given string."""
    start: date
    end: date
    precision: Precision
    role: DateRole
    ahead: bool = False
    """A due date or the start of a duty that the report was written before."""
