"""A corrected feedback beside the case: which findings are the same, changed, new, gone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bihuan.report import Report, nodes
    from bihuan.web.inspections.models import Finding

SAME_NUMBER, OTHER_NUMBER = 0.5, 0.7
"""How alike two titles must be to count as one finding reworded."""
WORK = 30_000_000
"""Pairs of characters that one comparison looks at (a few seconds): a feedback of ten thousand findings must
not stop the house. What is not reached counts as new and gone.
"""


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
    matching = _Matching(old, findings_of(report))
    matching.by(lambda one: one.title, 1.0)
    matching.by(lambda one: one.number or None, SAME_NUMBER)
    matching.by_likeness()
    pairs = sorted(matching.pairs, key=lambda pair: pair.new.leaf)
    same = tuple(pair for pair in pairs if _unchanged(pair))
    changed = tuple(pair for pair in pairs if not _unchanged(pair))
    return Comparison(same, changed, tuple(matching.right.values()), tuple(matching.left.values()))


class _Matching:
    """What is not matched yet, in the order of the text, and the work that may still be spent."""

    def __init__(self, old: Sequence[Finding], new: Iterable[nodes.Finding]) -> None:
        self.left, self.right = dict(enumerate(old)), dict(enumerate(new))
        self.pairs: list[Pair] = []
        self._work = WORK

    def by(self, key: Callable[[Any], str | None], least: float) -> None:
        """Pair what has the same key and is alike enough."""
        waiting: dict[str | None, list[int]] = {}
        for place, one in self.left.items():
            waiting.setdefault(key(one), []).append(place)
        for at, new in list(self.right.items()):
            places = waiting.get(key(new), []) if key(new) is not None else []
            for place in places:
                if self._likeness(self.left[place].title, new.title, least) >= least:
                    self._pair(place, at)
                    places.remove(place)
                    break

    def by_likeness(self) -> None:
        """Pair what is left with the first that reads nearly the same."""
        for at, new in list(self.right.items()):
            for place, old in self.left.items():
                if self._work <= 0:
                    return
                if self._likeness(old.title, new.title, OTHER_NUMBER) >= OTHER_NUMBER:
                    self._pair(place, at)
                    break

    def _pair(self, place: int, at: int) -> None:
        self.pairs.append(Pair(self.left.pop(place), self.right.pop(at)))

    def _likeness(self, a: str, b: str, least: float) -> float:
        """0 to 1; 0 for what is surely less than ``least``, and for everything when the work is used up."""
        if a == b:
            return 1.0
        a, b = a[:500], b[:500]
        self._work -= 1000
        if self._work <= 0 or 2 * min(len(a), len(b)) < least * (len(a) + len(b)):
            return 0.0
        self._work -= len(a) * len(b)
        return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _unchanged(pair: Pair) -> bool:
    return (pair.old.title, pair.old.number) == (pair.new.title, pair.new.number or "")
