"""Regular duties and their traces: what kind of act is promised, and which acts are of that kind."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from bihuan.checks.acts import acts_of
from bihuan.zh.numerals import read_number
from bihuan.zh.vocab import entries, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bihuan.checks.acts import Act
    from bihuan.report.nodes import Commitment, Response

_EVERY = tuple(word for period in ("month", "quarter", "year") for word in words("commitments", period))
_ARRANGEMENT = words("commitments", "arrangement")
_KEPT = words("commitments", "kept")
ANY: tuple[str, ...] = ()
"""The kind of a duty told in words of no known kind: every dated act of its response may be a trace."""
_REACH = 200
_MOST = 500
"""Acts of one response that are looked at; a real one has a dozen."""


def kind_of_duty(duty: Commitment) -> tuple[str, ...] | None:
    """Words of the kind of act that stands first after 每月, ``ANY`` where none is known.

    None for a mere arrangement (随工资按月发放), which leaves no act to be told.
    """
    rest = duty.text[_rhythm(duty) :].partition("。")[0]
    places = [
        (place, kind)
        for name, kind in entries("events").items()
        if name not in ("filler", "inner", "occasion")
        for word in kind
        if (place := rest.find(word)) >= 0
    ]
    arranged = min((place for word in _ARRANGEMENT if (place := rest.find(word)) >= 0), default=len(rest))
    first = min(places, default=(len(rest), ANY))
    return None if arranged < first[0] else first[1]


def _rhythm(duty: Commitment) -> int:
    """Where 每月 ends in the duty's text."""
    return min((at + len(word) for word in _EVERY if (at := duty.text.find(word)) >= 0), default=0)


class Traces:
    """Dated acts and counts of a kind, looked up once for each response."""

    __slots__ = ("_acts", "_counts")

    def __init__(self) -> None:
        self._acts: dict[tuple[int, tuple[str, ...]], list[tuple[Act, bool]]] = {}
        self._counts: dict[tuple[int, tuple[str, ...]], int] = {}

    def days(
        self, response: Response, kind: tuple[str, ...], duty: Commitment
    ) -> Iterator[tuple[date, date]]:
        """First and last day of each act of the kind, and of what the duty's own sentence tells after 每月.

        The day on which the duty was set is none of them.
        """
        key = id(response), kind
        if key not in self._acts:
            self._acts[key] = [(act, _tells(act, kind)) for act in islice(acts_of(response), _MOST)]
        rhythm, end = duty.column + _rhythm(duty), duty.column + len(duty.text)
        for act, fits in self._acts[key]:
            line, column = act.position
            inside = line == duty.line and duty.column <= column < end
            if column >= rhythm if inside else fits:
                yield from ((one.start, one.end) for one in act.mentions)

    def counted(self, response: Response, kind: tuple[str, ...]) -> int:
        """Largest count of times that a sentence of the kind tells as done (已检查5次), else 0."""
        key = id(response), kind
        if key not in self._counts:
            self._counts[key] = max(_counts(response, kind), default=0)
        return self._counts[key]


def _tells(act: Act, kind: tuple[str, ...]) -> bool:
    sentence = act.measure.text[act.offset : act.offset + _REACH].partition("。")[0]
    return kind is ANY or any(word in sentence for word in kind)


def _counts(response: Response, kind: tuple[str, ...]) -> Iterator[int]:
    for measure in response.measures:
        for match in _times().finditer(measure.text):
            near = measure.text[max(0, match.start() - 20) : match.end() + 10]
            number = read_number(match["number"])
            if isinstance(number, int) and (kind is ANY or any(word in near for word in kind)):
                yield number


def told_as_kept(response: Response) -> bool:
    """True where the response says that no period was missed (每月均已…, 从未间断)."""
    return any(word in measure.text for measure in response.measures for word in _KEPT)


@cache
def _times() -> re.Pattern[str]:
    return re.compile(
        "(?:已|共|累计|先后|至今|迄今)[^，。；0-9]{0,12}?(?P<number>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})[次轮场期回遍]"
    )
