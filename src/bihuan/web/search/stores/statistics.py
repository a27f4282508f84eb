"""What PostgreSQL knows of the passages without looking: how frequent tokens are, how keys are spread."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.search.stores.answers import Sought

KEPT = 600.0
"""Seconds for which the statistics are remembered."""
SELDOM, OFTEN = 0.02, 0.2
"""Parts of all passages, for what is rare and what is nearly everywhere."""
LEAST, LONGER = 0.01, 2
"""To look into the index for some days costs as much as to gather a hundredth of the passages."""


class Statistics(NamedTuple):
    """As of the last ANALYZE; they decide how a search goes about it, never what it finds."""

    passages: float
    parts: dict[int, float]
    """What part of the passages has each of the most frequent tokens."""
    least: float
    """Any other token is rarer than this."""
    bounds: list[int]
    """Keys with equally many passages between them."""

    def part(self, sought: Sought) -> float:
        """What part of the passages is sought at most: all tokens together are no more frequent than the
        rarest of them.
        """
        rarest = min((self._part(one) for one in sought.tokens), default=1.0)
        return min(rarest, self.part_of_places(sought))

    def part_of_places(self, sought: Sought) -> float:
        """The same by places alone."""
        return sum(map(self._part, sought.places)) if sought.places else 1.0

    def telling(self, tokens: Sequence[int], *, apart: bool = False) -> list[int]:
        """The rare ones; where there are none, the two rarest: to look up a frequent token costs more than it
        narrows. Of words ``apart`` two frequent ones as well: what holds the rare word need not hold the
        other, and its text would have to be read to see that.
        """
        told = sorted(tokens, key=self._part)
        parts = {one: self._part(one) for one in told}
        rare = [one for one in told if parts[one] <= SELDOM]
        often = [one for one in told if SELDOM < parts[one] <= OFTEN][:2]
        if rare:
            return rare + (often if apart else [])
        return often or told[:1]

    def _part(self, token: int) -> float:
        return self.parts.get(token, self.least)

    def spans(self, behind: int, before: int, wanted: int) -> list[int]:
        """Keys at which to stop: about so many passages before the first of them, each span longer than the
        last.
        """
        among = self.bounds[bisect_right(self.bounds, behind) : bisect_left(self.bounds, before)]
        step = at = wanted * len(self.bounds) / max(self.passages, 1)
        ends = list[int]()
        while at < len(among):
            ends.append(among[int(at)])
            step = max(step * LONGER, LEAST * len(self.bounds))
            at += step
        return ends


_KNOWN: dict[str, tuple[float, Statistics]] = {}


def known() -> Statistics:
    """Of the database in use; one query now and then."""
    name = str(connection.settings_dict["NAME"])
    when, statistics = _KNOWN.get(name, (0.0, None))
    if statistics is None or when < time.monotonic():
        statistics = _read()
        _KNOWN[name] = time.monotonic() + KEPT, statistics
    return statistics


def forget() -> None:
    """They have changed."""
    _KNOWN.clear()


def _read() -> Statistics:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.reltuples, g.most_common_elems::text::int4[], g.most_common_elem_freqs,"
            " k.histogram_bounds::text::int8[] FROM pg_class c"
            " LEFT JOIN pg_stats g ON g.schemaname = current_schema() AND g.tablename = c.relname"
            " AND g.attname = 'grams'"
            " LEFT JOIN pg_stats k ON k.schemaname = current_schema() AND k.tablename = c.relname"
            " AND k.attname = 'key' WHERE c.oid = 'search_passage'::regclass"
        )
        passages, tokens, parts, bounds = cursor.fetchone() or (0, None, None, None)
    told = dict(zip(tokens or (), parts or (), strict=False))
    return Statistics(float(max(passages or 0, 0)), told, min(told.values(), default=0.0), bounds or [])
