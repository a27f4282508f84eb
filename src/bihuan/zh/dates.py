"""Date expressions of official Chinese, found and resolved. (dates worker completes this file)"""

from __future__ import annotations

from enum import StrEnum


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
