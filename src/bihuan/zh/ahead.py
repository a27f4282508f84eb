"""Plans of a text whose dates are known: a day tells more than the words around it.

剩余1户9月底前缴清 has no word that looks ahead; in a report of July it is a promise all the same. And
12月31日前全部办结 looks like one, but in a report of the next April it tells a deed.
"""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.zh.dates import DateMention, DateRole
from bihuan.zh.plans import PROMISE, clause_start, find_plans
from bihuan.zh.recurrence import names_period, starts_duty
from bihuan.zh.vocab import words

_DEMANDS = words("dates", "demand")
_LONGEST_QUOTE = 120


def find_dated_plans(text: str, mentions: Sequence[DateMention]) -> list[tuple[int, str, str]]:
    """What ``find_plans`` finds, less the limits that passed, and the days to come that the text sets.

    *mentions* are the dates of the same text, in order; without any this is ``find_plans``.
    """
    plans = find_plans(text)
    if not mentions:
        return plans
    if plans:
        passed = {found.offset + len(found.text) for found in mentions if found.role is DateRole.ACTION}
        plans = [plan for plan in plans if plan[0] not in passed]
    ahead = [found.offset for found in mentions if found.ahead and _is_set(text, found)]
    if ahead:
        known = {clause_start(text, place) for place, _, _ in plans}
        plans += [
            (place, _clause(text, place), PROMISE)
            for place in ahead
            if clause_start(text, place) not in known
        ]
        plans.sort()
    return plans


def _is_set(text: str, mention: DateMention) -> bool:
    """True for a day that the text itself sets; not for what it demands of others, nor 自1月1日起施行."""
    place = mention.offset
    before = text[clause_start(text, place) : place]
    if any(word in before for word in _DEMANDS):
        return False
    if not starts_duty(text, mention):
        return True
    stop = text.find("。", place)
    return "每" in (duty := text[place : stop if stop >= 0 else len(text)]) or names_period(duty) is not None


def _clause(text: str, place: int) -> str:
    ends = [at for mark in "，。；,;\n" if (at := text.find(mark, place, place + _LONGEST_QUOTE)) >= 0]
    return text[place : min(ends, default=min(len(text), place + _LONGEST_QUOTE))]
