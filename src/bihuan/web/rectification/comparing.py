"""A corrected feedback beside the case: which findings are the same, changed, new, gone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.checks.versions.titles import match_titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bihuan.report import Report, nodes
    from bihuan.web.inspections.models import Finding


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
    """What the corrected text makes of each finding of the case."""
    found = match_titles(old, list(findings_of(report)))
    pairs = [Pair(*pair) for pair in found.pairs]
    same = tuple(pair for pair in pairs if _unchanged(pair))
    changed = tuple(pair for pair in pairs if not _unchanged(pair))
    return Comparison(same, changed, found.added, found.gone)


def _unchanged(pair: Pair) -> bool:
    return (pair.old.title, pair.old.number) == (pair.new.title, pair.new.number or "")
