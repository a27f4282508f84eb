"""How well a rule is proved."""

from __future__ import annotations

from enum import StrEnum


class Confidence(StrEnum):
    """Only A and B may be hard rules; L is a default, C must be shown as 待核."""

    TEXT = "A"
    QUOTED = "B"
    LOCAL = "L"
    WEAK = "C"

    @property
    def label(self) -> str:
        """What readers see."""
        return {"A": "一手文本", "B": "引文", "L": "地方做法", "C": "待核"}[self.value]

    def cite(self, source: str, article: str) -> str:
        """Source and article in one, with 待核 where the source is weak."""
        return f"{source}{article}{'（待核）' if self is Confidence.WEAK else ''}"
