"""Which places of a report tell of the same day's same occasion, however they word it.

Stricter rules ask ``events``; for figures that must agree it is enough that the day is the same and that
either the first words are alike or the occasion has the same name (“百日攻坚”誓师大会).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bihuan.checks.acts import offset_in_measure
from bihuan.checks.events import normal, occasions_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bihuan.report.nodes import Measure, Response

REACH = 90
"""Characters after a day in which a figure belongs to what was done then."""
_HEAD = 20
_MOST = 40
"""Occasions kept apart on one day."""


class Telling(NamedTuple):
    """A day that a measure names, with the words up to the next day or the end of the sentence."""

    measure: Measure
    day: tuple[date, date]
    offset: int
    text: str


def tellings(responses: Iterable[Response]) -> Iterator[Telling]:
    """Every day of every measure that has a figure behind it."""
    for response in responses:
        for measure in response.measures:
            starts = [offset_in_measure(measure, one) for one in measure.dates]
            for index, mention in enumerate(measure.dates):
                begin = starts[index] + len(mention.text)
                end = min([begin + REACH, *starts[index + 1 : index + 2]])
                text = measure.text[begin:end].partition("。")[0]
                if any(map(str.isdecimal, text)):
                    yield Telling(measure, (mention.start, mention.end), begin, text)


def same_occasions(found: Iterable[Telling]) -> Iterator[list[Telling]]:
    """Groups of two or more that tell the same occasion, in the order of their first places."""
    by_day: dict[tuple[date, date], list[Telling]] = {}
    for one in found:
        by_day.setdefault(one.day, []).append(one)
    for day_of in by_day.values():
        groups: list[tuple[set[str], list[frozenset[str]], list[Telling]]] = []
        for telling in day_of:
            names, pairs = occasions_in(telling.text), _pairs(normal(_head(telling.text)))
            for known_names, heads, group in groups:
                if known_names & names or any(_alike(pairs, head) for head in heads):
                    known_names |= names
                    heads.append(pairs)
                    group.append(telling)
                    break
            else:
                if len(groups) < _MOST:
                    groups.append((set(names), [pairs], [telling]))
        yield from (group for _, _, group in groups if len(group) > 1)


def _head(text: str) -> str:
    """The first clause behind the day."""
    return re.split("[，。；：,;]", text.lstrip("，,、 ")[:_HEAD])[0]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Most pairs of characters of the shorter head stand in the longer one."""
    shorter = min(len(one), len(other))
    return shorter > 1 and len(one & other) >= 0.6 * shorter


def _pairs(head: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(head)))
