"""Counts of hits, misses and false ones, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Note(NamedTuple):
    """One difference between label and answer."""

    report: str
    line: int
    key: str
    """A rule's code, or a field of the reading."""
    fault: str
    """``missed`` or ``false``."""
    said: str
    """What was labelled and not found, or found and not labelled."""


class Tally:
    """Counts of one key; a plain class, because it is added to."""

    __slots__ = ("characters", "false", "fired", "hits", "missed")

    def __init__(self, hits: int = 0, missed: int = 0, false: int = 0) -> None:
        self.hits = hits
        self.missed = missed
        self.false = false
        self.fired = 0
        """How often the rule fired in reports that do not label it."""
        self.characters = 0
        """Characters of those reports."""

    @property
    def precision(self) -> float:
        """Share of what was found that was labelled; 1 where nothing was found."""
        found = self.hits + self.false
        return self.hits / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was labelled that was found; 1 where nothing was labelled."""
        labelled = self.hits + self.missed
        return self.hits / labelled if labelled else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def per_thousand(self) -> float:
        """How often the rule fires per 1,000 characters of reports without such a label."""
        return 1000 * self.fired / self.characters if self.characters else 0.0

    def add(self, other: Tally) -> None:
        """Add the counts of another one."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def told(self) -> dict[str, float | int]:
        """Counts and figures for JSON, figures with four digits."""
        figures = {
            name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1", "per_thousand")
        }
        return {"hits": self.hits, "missed": self.missed, "false": self.false, **figures}


def grouped(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    """The tallies of codes added up by group (``CL``), and all of them as ``all``."""
    groups: dict[str, Tally] = {}
    for code, tally in sorted(tallies.items()):
        for name in (code[:2], "all"):
            groups.setdefault(name, Tally()).add(tally)
    return groups
