"""Which measure of the newer text is which of the older: first in the response that answers the same finding,
then anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bihuan.checks.likeness import Likeness
from bihuan.checks.versions.titles import Effort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.report.nodes import Response

LEAST = 0.5
"""How alike two measures of the same response are when one is the other reworded."""
LEAST_ELSEWHERE = 0.6
Place = tuple[int, int]
"""Index of the response, index of the measure in it."""


def match_measures(
    old: Sequence[Response], new: Sequence[Response], sources: Sequence[Sequence[int]]
) -> tuple[dict[Place, Place], set[Place]]:
    """For each measure of the newer text the one that it was, and which of them answered something else.

    ``sources``: for each newer response the older ones of the same findings.
    """
    matching = _Matching(old, new, sources)
    matching.by_words(near=True)
    matching.by_words(near=False)
    matching.by_likeness()
    matching.elsewhere()
    near = [set(places) for places in sources]
    return matching.became, {place for place, was in matching.became.items() if was[0] not in near[place[0]]}


class _Matching:
    def __init__(
        self, old: Sequence[Response], new: Sequence[Response], sources: Sequence[Sequence[int]]
    ) -> None:
        self._old, self._new, self._sources = _texts(old), _texts(new), sources
        self._left = dict.fromkeys(self._old)
        self._right = dict.fromkeys(self._new)
        self.became: dict[Place, Place] = {}

    def by_words(self, *, near: bool) -> None:
        """The very words; each old one once, in order."""
        waiting: dict[tuple[str, int], list[Place]] = defaultdict(list)
        for place in self._left:
            waiting[self._old[place], place[0] if near else -1].append(place)
        for at in list(self._right):
            for source in self._sources[at[0]] if near else (-1,):
                if places := waiting[self._new[at], source]:
                    self._pair(at, places.pop(0))
                    break

    def by_likeness(self) -> None:
        """The most alike among those of the same findings."""
        effort = Effort()
        waiting: dict[int, dict[Place, None]] = defaultdict(dict)
        for place in self._left:
            waiting[place[0]][place] = None
        for at in list(self._right):
            best, likest = None, LEAST
            for place in (place for source in self._sources[at[0]] for place in waiting[source]):
                if effort.left <= 0:
                    return
                alike = effort.likeness(self._old[place], self._new[at], likest)
                if alike >= likest and (best is None or alike > likest):
                    best, likest = place, alike
            if best:
                del waiting[best[0]][best]
                self._pair(at, best)

    def elsewhere(self) -> None:
        """Reworded and moved: only what shares a whole clause is compared."""
        known = Likeness()
        for place in self._left:
            known.add(place, 0, self._old[place])
        for at in list(self._right):
            for found, _ in known.alike(None, self._new[at], LEAST_ELSEWHERE):
                if found.key in self._left:
                    self._pair(at, found.key)
                    break

    def _pair(self, at: Place, place: Place) -> None:
        del self._left[place], self._right[at]
        self.became[at] = place


def _texts(responses: Sequence[Response]) -> dict[Place, str]:
    return {
        (place, n): str(measure.text)
        for place, one in enumerate(responses)
        for n, measure in enumerate(one.measures)
    }
