"""Tense: whether a sentence tells what was done or what is planned. (facts worker completes this file)"""

from __future__ import annotations

from enum import StrEnum


class Tense(StrEnum):
    """Done, planned, or both in one measure."""

    DONE = "done"
    PLANNED = "planned"
    MIXED = "mixed"
