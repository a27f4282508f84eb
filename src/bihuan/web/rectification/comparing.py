"""A corrected feedback beside the case: which findings are the same, changed, new, gone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bihuan.report import Report, nodes
    from bihuan.web.inspections.models import Finding

SAME_NUMBER, OTHER_NUMBER = 0.5, 0.7
"""How alike two titles must be to count as one finding reworded."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A finding of the case and what the corrected text makes of it."""

    old: Finding
    new: nodes.Finding


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything in the order of the text."""

    same: tuple[Pair, ...]
    changed: tuple[Pair, ...]
    """Another wording or number."""
    added: tuple[nodes.Finding, ...]
    gone: tuple[Finding, ...]

    def kept(self) -> dict[int, Finding]:
        """The finding of the case by the leaf of the corrected text."""
        return {pair.new.leaf: pair.old for pair in (*self.same, *self.changed)}


def findings_of(report: Report) -> Iterator[nodes.Finding]:
    """All findings in order."""
    for section in report.sections:
        for response in section.responses:
            yield from response.findings


def compare(old: Sequence[Finding], report: Report) -> Comparison:
    """Match first by the very words, then by number and likeness, then by likeness alone."""
    left, right, pairs = list(old), list(findings_of(report)), []
    for rule in (_identical, _numbered, _alike):
        for new in list(right):
            found = next((one for one in left if rule(one, new)), None)
            if found is not None:
                pairs.append(Pair(found, new))
                left.remove(found)
                right.remove(new)
    pairs.sort(key=lambda pair: pair.new.leaf)
    same = tuple(pair for pair in pairs if _unchanged(pair))
    changed = tuple(pair for pair in pairs if not _unchanged(pair))
    return Comparison(same, changed, tuple(right), tuple(left))


def _unchanged(pair: Pair) -> bool:
    return (pair.old.title, pair.old.number) == (pair.new.title, pair.new.number or "")


def _identical(old: Finding, new: nodes.Finding) -> bool:
    return old.title == new.title


def _numbered(old: Finding, new: nodes.Finding) -> bool:
    return bool(old.number) and old.number == new.number and _likeness(old.title, new.title) >= SAME_NUMBER


def _alike(old: Finding, new: nodes.Finding) -> bool:
    return _likeness(old.title, new.title) >= OTHER_NUMBER


def _likeness(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a[:500], b[:500], autojunk=False)
    return 0.0 if matcher.real_quick_ratio() < SAME_NUMBER else matcher.ratio()
