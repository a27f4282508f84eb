"""What the tree says of a row, as the columns that repeat it: dates and tense of a measure, status of an
outcome.

Pure over the tree; used when a report is taken in and again after every edit.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from bihuan.web.inspections.models import NO_STATUS
from bihuan.zh.dates import DateRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bihuan.report.nodes import Leaf, Measure, Mention, Response


JOINT_KEPT = 30
"""Each finding repeats so many of those it is answered with; all would be the square of a long list."""


def status_of(response: Response) -> str:
    """The status that the text claims, ``none`` where it claims nothing."""
    return response.outcome.status.value if response.outcome else NO_STATUS


def measure_facts(measure: Measure) -> dict[str, Any]:
    """Columns of a measure that follow from its text."""
    begun, ended = _span([one for one in measure.dates if one.role is DateRole.ACTION])
    return {
        "tense": measure.tense.value,
        "begun_on": begun,
        "ended_on": ended,
        "dates": [_mention(one, measure) for one in measure.dates],
    }


def _span(mentions: Sequence[Mention]) -> tuple[date | None, date | None]:
    if not mentions:
        return None, None
    return min(one.start for one in mentions), max(one.end for one in mentions)


def _mention(mention: Mention, measure: Measure) -> dict[str, Any]:
    return {
        "text": mention.text,
        "offset": _offset(mention, measure),
        "start": mention.start.isoformat(),
        "end": mention.end.isoformat(),
        "precision": mention.precision.value,
        "role": mention.role.value,
    }


def _offset(mention: Mention, measure: Measure) -> int:
    """Where the date stands in the measure's text, counted from 0."""
    if mention.line == measure.line:
        return mention.column - measure.column
    from bihuan.report.joined import offset_in

    # The row keeps the line ends that the joined text leaves out.
    return offset_in(measure.text, measure.line, measure.column, (mention.line, mention.column), surface=True)


class Places:
    """From a line and column of the text to the index of the leaf in which it stands."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._starts = [(leaf.line, leaf.column) for leaf in leaves]

    def leaf_at(self, line: int, column: int) -> int | None:
        """Index of the last leaf that begins there or before; None in front of the first."""
        found = bisect_right(self._starts, (line, column)) - 1
        return found if found >= 0 else None


def first_leaf(response: Response) -> int:
    """Index of the first leaf of a response."""
    leaves = [one.leaf for one in response.findings] + [one.leaf for one in response.measures]
    return min(leaves + ([response.outcome.leaf] if response.outcome else []))


def joint_answers(
    answered: Iterable[Sequence[int]], numbers: Mapping[int, str]
) -> dict[int, list[list[Any]]]:
    """For each finding of a joint response ``[[id, number], …]`` of all that it answers, in text order, at
    most ``JOINT_KEPT``.
    """
    found: dict[int, list[list[Any]]] = {}
    for findings in answered:
        shown = [[pk, numbers.get(pk, "")] for pk in findings[:JOINT_KEPT]]
        for one in findings if len(findings) > 1 else ():
            own = found.setdefault(one, [])
            if len(own) < JOINT_KEPT:
                own += [pair for pair in shown if pair not in own][: JOINT_KEPT - len(own)]
    return found
