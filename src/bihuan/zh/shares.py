"""Shares of a whole told side by side: 10项已完成9项，完成率90%; 27条措施落实23条，其余4条推进.

``find_totals`` gives one statement for findings and one for measures; a sentence may state more wholes than
that, each with its own part, rest or rate. Only what stands side by side in one unit is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bihuan.zh.numerals import read_number

_DONE = ("完成", "落实", "办结", "整改", "销号", "采纳", "解决")
_RATE = "率"
_REST = ("其余", "余下", "剩余", "剩下", "另")


class WrongShare(NamedTuple):
    """A whole and its part, from ``start`` to ``end`` of the text, with what is wrong about them."""

    start: int
    end: int
    told: str


def find_wrong_shares(text: str) -> list[WrongShare]:
    """Wholes whose part and rest, or whose rate, contradict them; in the order of the text."""
    if not any(word in text for word in _DONE):
        return []
    if _RATE not in text and not any(word in text for word in _REST):
        return []
    return list(_wrong(text))


def has_right_rate(text: str, percent: float) -> bool:
    """Whether a whole and its part stand right before this rate and agree with it."""
    if _RATE not in text:
        return False
    told = [match for match in _share().finditer(text) if match["rate"]]
    wrong = {one.start for one in _wrong(text)}
    return any(match.start() not in wrong and abs(float(match["rate"]) - percent) < 1e-6 for match in told)


def _wrong(text: str) -> Iterator[WrongShare]:
    for match in _share().finditer(text):
        whole, part = read_number(match["whole"]), read_number(match["part"])
        if not (isinstance(whole, int) and isinstance(part, int) and 0 < part <= whole):
            continue
        rest, rate = match["rest"], match["rate"]
        if rest is not None and isinstance(left := read_number(rest), int) and part + left != whole:
            yield WrongShare(match.start(), match.end(), f"{part}+{left}={part + left}，与总数{whole}不符")
        elif rate is not None:
            decimals = len(rate.partition(".")[2])
            true = 100 * part / whole
            if abs(true - float(rate)) > 0.5 * 10**-decimals + 1e-9:
                yield WrongShare(
                    match.start(), match.end(), f"{part}÷{whole}={true:.1f}%，与所写的{rate}%不符"
                )


@cache
def _share() -> re.Pattern[str]:
    number = "[0-9]{1,4}|[一二两三四五六七八九十百]{1,4}"
    return re.compile(
        f"(?<![第0-9.一二三四五六七八九十百])(?P<whole>{number})(?P<unit>[个项条件])"
        "[^，。；0-9其另余剩]{0,12}?[，,]?(?:截[至止][^，。；]{1,10}?)?(?:已|均|现|目前|共)*(?:全部)?"
        f"(?:完成|落实|办结|整改|销号|采纳|解决)[^，。；0-9一二两三四五六七八九十百]{{0,4}}(?P<part>{number})(?P=unit)"
        f"(?:[，,、](?:其余|余下|剩余|剩下|另)(?:的|外|有)?(?P<rest>{number})(?P=unit)(?=[^，。；]{{0,8}}(?:推进|正在|持续|尚|未|仍|长期|在办|进行))"
        "|[，,](?:整改)?(?:完成|落实|办结|整改|销号|采纳|解决|到位)率(?:为|达到|达|是|约)?(?P<rate>[0-9]+(?:\\.[0-9]+)?)[%％])"
    )
