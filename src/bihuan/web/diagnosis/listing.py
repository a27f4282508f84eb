"""The examination of a case, folded by rule. Pure over stored diagnostics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bihuan.web.diagnosis.words import Note, note, rule_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.web.diagnosis.models import Diagnostic

WEIGHTS = ("error", "warning", "info")
OPEN_AT_FIRST = 6
"""Rules with more places than this stay folded: never a wall of red."""


@dataclass(slots=True)
class Place:
    """One place that a rule remarked on."""

    note: Note
    finding: int | None
    numbers: str


@dataclass(slots=True)
class Folder:
    """All places of one rule at one weight."""

    code: str
    severity: str
    title: str
    why: str
    basis: str
    places: list[Place] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether it is unfolded when the page opens."""
        return self.severity == "error" and len(self.places) <= OPEN_AT_FIRST


def by_rule(diagnostics: Iterable[Diagnostic]) -> list[Folder]:
    """Heaviest first, then by code; places in the order of the text."""
    folders: dict[tuple[int, str], Folder] = {}
    for one in diagnostics:
        key = WEIGHTS.index(one.severity), one.code
        if key not in folders:
            words = rule_words(one.code)
            folders[key] = Folder(one.code, one.severity, words.title, words.why, words.basis)
        folders[key].places.append(Place(note(one), one.finding_id, "、".join(one.findings)))
    return [folders[key] for key in sorted(folders)]


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many of each weight."""
    found = dict.fromkeys(WEIGHTS, 0)
    for one in diagnostics:
        found[one.severity] += 1
    return found
