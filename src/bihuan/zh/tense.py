"""Tense: whether a measure tells what was done or what is planned.

Planned: nothing but plans is told. Mixed: a sentence, or a clause before the plan, tells a deed beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from bihuan.zh.ahead import find_dated_plans
from bihuan.zh.dates import DateMention
from bihuan.zh.plans import CLAUSE_END, COUNTED, NOT_DONE, PROMISE, clause_start, find_plans
from bihuan.zh.sentences import sentence_spans
from bihuan.zh.vocab import words

__all__ = ["NOT_DONE", "PROMISE", "Tense", "find_plans", "read_tense"]


class Tense(StrEnum):
    """Done, planned, or both in one measure."""

    DONE = "done"
    PLANNED = "planned"
    MIXED = "mixed"


_DONE_MARKS = words("tense", "done_marks")
_ACTS = words("tense", "act")
_INTRODUCTIONS = words("tense", "introduction")
_DAY_ALONE = re.compile(r"月[0-9０-９]{1,2}[日号]\Z")
"""A clause that is a day: what follows it was carried out then."""
_MARKER = r"\s*(?:[（(]?[0-9０-９一二三四五六七八九十]{1,3}(?:[）).．、]|是(?!否))|[①-⑳])"
_SHORT_HEADING = 16
_SHORTEST_DEED = 5


def read_tense(text: str, mentions: Sequence[DateMention] = ()) -> Tense:
    """Tense of one measure: planned when nothing but plans is told, mixed when deeds stand beside them.

    *mentions* are the dates of the same text; by them a limit is told that lies ahead of the report.
    """
    plans = find_dated_plans(text, mentions)
    if not plans:
        return Tense.DONE
    return Tense.MIXED if _tells_deed(text, [place for place, _, _ in plans]) else Tense.PLANNED


def _tells_deed(text: str, plans: list[int]) -> bool:
    """True when a sentence without plans, or the clauses before the plan in its sentence, tell something
    done.
    """
    index = 0
    for start, end in sentence_spans(text, semicolons=True):
        while index < len(plans) and plans[index] < start:
            index += 1
        ahead = index < len(plans) and plans[index] < end
        told = text[start : clause_start(text, plans[index])] if ahead else text[start:end]
        if _has_deed(told, whole=not ahead):
            return True
    return False


def _has_deed(told: str, *, whole: bool) -> bool:
    """True when a clause of it is more than an introduction or a run-in heading."""
    marker = re.match(_MARKER, told)
    if marker:
        told = told[marker.end() :]
    if whole and len(told) <= _SHORT_HEADING and not re.search("[已了没现0-9]", told):
        return told.startswith(_ACTS)
    dated = False
    for clause in CLAUSE_END.split(told):
        bare = clause.strip()
        if len(bare) < _SHORTEST_DEED:
            dated = dated or _DAY_ALONE.search(bare) is not None
            continue
        if whole or re.search("[已了]", bare):
            return True
        if _DAY_ALONE.search(bare):
            dated = True
        elif not bare.startswith(_INTRODUCTIONS) and (dated or _has_mark(bare) or re.search(COUNTED, bare)):
            return True
    return False


def _has_mark(clause: str) -> bool:
    return any(mark in clause for mark in _DONE_MARKS)
