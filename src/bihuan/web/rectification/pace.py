"""What boards count of a case, as (figure, key) → number. Pure.

A figure whose key is a day counts by that day, because "overdue", "how old" and "how long" depend on the day
on which one looks; the day is kept as an ordinal.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from bihuan.web.inspections.models import FAR, OPEN
from bihuan.web.rectification.workflow import ENDED, ResponseState

if TYPE_CHECKING:
    from collections.abc import Iterable

    Counts = Counter[tuple[str, int]]


class Figure(StrEnum):
    """What is counted; ``held:`` and ``party:`` figures carry the state or the party behind the colon."""

    FINDINGS = "findings"
    OPEN_DUE = "open_due"
    """Open findings by their last day."""
    OPEN_GIVEN = "open_given"
    """Open findings by the day of the feedback; key 0 where it is not known."""
    RANK = "rank"
    """One for each case, by its open findings below zero: cases in order of what is left to do."""
    RUNNING_DUE = "running_due"
    """Responses that have not ended by their last day."""
    ENDED_DAYS = "ended_days"
    """Ended responses by days from the feedback to the end."""
    IN_TIME = "in_time"
    LATE = "late"
    UNDATED = "undated"
    """Ended, but there never was a last day."""
    ASSESSED = "assessed"
    """Responses handed in at least once."""
    RETURNED = "returned"
    """Responses sent back at least once."""
    ENDED = "ended:"
    HELD = "held:"
    """Running responses by the day on which their state began; in the co-review each party has its own."""
    PARTY = "party:"


@dataclass(frozen=True, slots=True)
class Told:
    """What the columns of a response say."""

    state: str
    since: date
    due: date | None
    assessed: bool
    returned: bool
    days: int | None
    in_time: bool | None
    parties: tuple[str, ...] = ()
    """Parties of a running co-review that have not agreed yet."""


def counted(
    tallies: Iterable[tuple[str, date, int]], given_on: date | None, responses: Iterable[Told]
) -> Counts:
    """Every figure of a case, from its tallies as (status, last day, findings) and its responses."""
    found: Counts = Counter()
    opened = 0
    for status, due, findings in tallies:
        found[Figure.FINDINGS, 0] += findings
        if status in OPEN:
            opened += findings
            found[Figure.OPEN_DUE, due.toordinal()] += findings
    found[Figure.OPEN_GIVEN, given_on.toordinal() if given_on else 0] += opened
    found[Figure.RANK, -opened] = 1
    for one in responses:
        found.update(_of(one))
    return Counter({key: n for key, n in found.items() if n})


def _of(one: Told) -> Iterable[tuple[str, int]]:
    if one.assessed:
        yield Figure.ASSESSED, 0
    if one.returned:
        yield Figure.RETURNED, 0
    if one.state in ENDED:
        yield f"{Figure.ENDED}{one.state}", 0
        yield {True: Figure.IN_TIME, False: Figure.LATE, None: Figure.UNDATED}[one.in_time], 0
        if one.days is not None:
            yield Figure.ENDED_DAYS, one.days
        return
    yield Figure.RUNNING_DUE, (one.due or FAR).toordinal()
    if one.state == ResponseState.UNDER_REVIEW:
        for party in one.parties:
            yield f"{Figure.PARTY}{party}", one.since.toordinal()
    else:
        yield f"{Figure.HELD}{one.state}", one.since.toordinal()
