"""Status words: what a report claims for a response. (facts worker completes this file)"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The closed set of outcomes."""

    COMPLETED = "completed"
    MOSTLY_COMPLETED = "mostly_completed"
    STAGE = "stage"
    ONGOING = "ongoing"
    LONG_TERM = "long_term"
    NOT_STARTED = "not_started"
    UNKNOWN = "unknown"
