"""Texts that are nearly word for word alike, found without comparing every pair.

Two texts are compared only when they share a whole clause; then the share of common three-character runs
decides. A clause that stands in very many texts is boilerplate and proves nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from bihuan.report.nodes import Report

_DAYS = re.compile(
    "(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|[上中下]旬|底|初)?|(?<=[^0-9.])[0-9.]+(?=[^0-9.])"
)
"""Days and figures: the same words with another day are the same words."""
_STOPS = re.compile("[，,。；;：:、！？!?\\s]+")
_SHORTEST_CLAUSE = 7
_MOST = 4
"""Texts remembered for one clause, and candidates looked at for one text."""
SHORTEST = 18
"""Characters below which two texts may be alike by chance."""


class Known:
    """A text that was put into the index; ``key`` says whose it is, texts of one owner are not compared."""

    __slots__ = ("_bare", "_runs", "key", "line")

    def __init__(self, key: Hashable, line: int, bare: str) -> None:
        self.key = key
        self.line = line
        self._bare = bare
        self._runs: frozenset[str] | None = None

    @property
    def runs(self) -> frozenset[str]:
        """All its runs of three characters, made when they are first asked for."""
        if self._runs is None:
            self._runs = runs_of(self._bare)
        return self._runs


class Likeness:
    """An index of texts by their clauses."""

    __slots__ = ("_by_clause",)

    def __init__(self) -> None:
        self._by_clause: dict[str, list[Known]] = {}

    def add(self, key: Hashable, line: int, text: str) -> None:
        """Remember a text; short ones are not worth it."""
        bare, clauses = _told(text)
        if len(bare) >= SHORTEST:
            known = Known(key, line, bare)
            for clause in clauses:
                places = self._by_clause.setdefault(clause, [])
                if len(places) < _MOST:
                    places.append(known)

    def add_report(self, name: str, report: Report) -> None:
        """Remember every measure of a report under its name."""
        for section in report.sections:
            for response in section.responses:
                for measure in response.measures:
                    self.add(name, measure.line, measure.text)

    def alike(self, key: Hashable, text: str, least: float) -> Iterator[tuple[Known, float]]:
        """Texts of others that are at least so much alike (0 … 1), each once, in the order they came."""
        bare, clauses = _told(text)
        if len(bare) < SHORTEST:
            return
        candidates = {
            id(known): known
            for clause in clauses
            for known in self._by_clause.get(clause, ())
            if known.key != key
        }
        runs = runs_of(bare) if candidates else frozenset()
        for known in islice(candidates.values(), _MOST):
            share = 2 * len(runs & known.runs) / (len(runs) + len(known.runs))
            if share >= least:
                yield known, share


@lru_cache(maxsize=1)
def _told(text: str) -> tuple[str, list[str]]:
    """The text without marks, and the clauses that are long enough to tell something, each once; kept for the
    next question about the same text.
    """
    parts = _STOPS.split(_DAYS.sub("", text))
    return "".join(parts), list(dict.fromkeys(one for one in parts if len(one) >= _SHORTEST_CLAUSE))


def runs_of(bare: str) -> frozenset[str]:
    """All runs of two characters."""
    return frozenset(map("".join, pairwise(bare)))
