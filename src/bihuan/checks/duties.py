"""Regular duties and their traces: what kind of act is promised, and which acts are of that kind."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bihuan.zh.numerals import read_number
from bihuan.zh.vocab import entries, words

if TYPE_CHECKING:
    from bihuan.checks.acts import Act
    from bihuan.report.nodes import Commitment, Response

_EVERY = tuple(word for period in ("month", "quarter", "year") for word in words("commitments", period))
_REACH = 200


def kind_of_duty(duty: Commitment) -> tuple[str, ...] | None:
    """Words of the kind of act that stands first after 每月; None for a duty of no known kind."""
    starts = [place + len(word) for word in _EVERY if (place := duty.text.find(word)) >= 0]
    if not starts:
        return None
    rest = duty.text[min(starts) :].partition("。")[0]
    places = [
        (place, kind)
        for name, kind in entries("events").items()
        if name != "filler"
        for word in kind
        if (place := rest.find(word)) >= 0
    ]
    return min(places)[1] if places else None


def tells(act: Act, duty: Commitment, kind: tuple[str, ...]) -> bool:
    """True when the act is of the kind and does not stand in the sentence that sets the duty."""
    first = act.mentions[0]
    if first.line == duty.line and duty.column <= first.column < duty.column + len(duty.text):
        return False
    text = act.measure.text
    sentence = text[act.offset : act.offset + _REACH].partition("。")[0]
    return any(word in sentence for word in kind)


def counted(response: Response, kind: tuple[str, ...]) -> int:
    """Largest count of times that a sentence of the kind tells as done (已检查5次), else 0."""
    most = 0
    for measure in response.measures:
        for match in _times().finditer(measure.text):
            near = measure.text[max(0, match.start() - 20) : match.end() + 10]
            number = read_number(match["number"])
            if isinstance(number, int) and any(word in near for word in kind):
                most = max(most, number)
    return most


@cache
def _times() -> re.Pattern[str]:
    return re.compile(
        "(?:已|共|累计|先后)[^，。；0-9]{0,12}?(?P<number>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})[次轮场期]"
    )
