"""What a date is for: when something was carried out, or anything else."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bihuan.zh.dates.grammar import RANGE_MARKS
from bihuan.zh.dates.kinds import DateRole, Precision
from bihuan.zh.vocab import alternatives, entries

_WORDS = entries("dates")
_PROMISE_BEFORE = tuple(
    word + preposition for word in _WORDS["promise_before"] for preposition in ("", *_WORDS["preposition"])
)
_PROMISE_AFTER = tuple(comma + word for word in _WORDS["promise_after"] for comma in ("", "，", ","))
_WINDOW = 60
_NAME_WINDOW = 100
_NAME_MARKS = (("《", "》"), ("“", "”"), ("「", "」"))
_SENTENCE_MARKS = "。；;！"
_CLAUSE_MARKS = "，,：:）)】》”"
_COMMAS = ("，", ",")
_LONG = frozenset((Precision.YEAR, Precision.HALF_YEAR, Precision.QUARTER))


class Use(NamedTuple):
    """Role of a chain of dates; *planned* for a due date, *named* inside a title or a quotation."""

    role: DateRole
    planned: bool = False
    named: bool = False


_ACTION = Use(DateRole.ACTION)
_REFERENCE = Use(DateRole.REFERENCE)
PLANNED = Use(DateRole.REFERENCE, planned=True)
_NAMED = Use(DateRole.REFERENCE, named=True)


def use_of(text: str, start: int, end: int, precision: Precision) -> Use:
    """Use of the dates that stand at ``text[start:end]``."""
    followed = text[end : end + 1] in _COMMAS
    if start == 0:
        if followed and not text.startswith(_PROMISE_AFTER, end):
            return _ACTION
        sentence = clause = ""
    else:
        if _is_in_name(text, start):
            return _NAMED
        sentence = _after_last(text[max(0, start - _WINDOW) : start], _SENTENCE_MARKS)
        clause = _after_last(sentence, _CLAUSE_MARKS).strip()
    if _is_promise(text, sentence, clause, end):
        return PLANNED
    edge = _edge(text, clause, start, end)
    if edge is not None:
        return edge
    if sentence.endswith(("：", ":")) and sentence[:-1].endswith(_WORDS["limit"]):
        return PLANNED
    if followed and _is_marker(clause):
        return _ACTION
    return _by_clause(text, clause, end, precision)


def _is_in_name(text: str, start: int) -> bool:
    low = max(0, start - _NAME_WINDOW)
    for opening, closing in _NAME_MARKS:
        at = text.rfind(opening, low, start)
        if at >= 0 and text.find(closing, at, start) < 0:
            return True
    return False


def _after_last(text: str, marks: str) -> str:
    return text[max(map(text.rfind, marks)) + 1 :]


def _is_promise(text: str, sentence: str, clause: str, end: int) -> bool:
    if text.startswith(_PROMISE_AFTER, end):
        return not _is_done(clause)
    if not sentence:
        return False
    if clause and (clause.endswith(_PROMISE_BEFORE) or _promise().search(clause)):
        return not _is_done(clause)
    return _ahead().search(sentence) is not None


def _is_done(clause: str) -> bool:
    return any(word in clause for word in _WORDS["done"])


@cache
def _promise() -> re.Pattern[str]:
    return re.compile(alternatives(_WORDS["promise"]))


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(alternatives(_WORDS["ahead"]))


def _edge(text: str, clause: str, start: int, end: int) -> Use | None:
    """Starting points, cut-offs and due dates; None for other dates."""
    if not text.startswith(_WORDS["no_edge"], end):
        if text.startswith(_WORDS["before_after"], end):
            return _ACTION if _is_done(clause) else PLANNED
        if text.startswith(_WORDS["start_after"], end):
            return _REFERENCE
    if not clause.endswith(_WORDS["edge_before"]):
        return None
    ranged = any(mark in text[start:end] for mark in RANGE_MARKS)
    return None if ranged and clause.endswith(_WORDS["from_before"]) else _REFERENCE


def _is_marker(clause: str) -> bool:
    """Nothing before the date in its clause but the marker of an item (一是, 1.)."""
    return not clause or (len(clause) <= 3 and clause[-1] in "是.．、") or clause in ("并", "又", "同时")


def _by_clause(text: str, clause: str, end: int, precision: Precision) -> Use:
    at = clause.endswith(_WORDS["at"])
    if _attribute(text, end, at):
        return _REFERENCE
    followed = text.startswith(_WORDS["acts"], end) or text[end : end + 1] in _COMMAS
    if precision in _LONG:
        return _ACTION if followed and (at or _is_marker(clause)) else _REFERENCE
    if at or _is_marker(clause):
        return _ACTION
    if _about().search(clause, max(0, len(clause) - 6)):
        return _REFERENCE
    return _ACTION if followed or precision is Precision.DAY else _REFERENCE


@cache
def _about() -> re.Pattern[str]:
    return re.compile(alternatives(_WORDS["about"]))


def _attribute(text: str, end: int, at: bool) -> bool:
    """True for 3月5日印发的通知; not for 在3月5日召开的会议上, which tells when."""
    if text[end : end + 1] in _COMMAS:
        return False
    found = _attributive().match(text, end)
    return found is not None and not (at and _at_event().match(text, found.end()))


@cache
def _attributive() -> re.Pattern[str]:
    first = "".join(_WORDS["not_attribute"])
    return re.compile(rf"(?![{first}])[^，。；、：《“（的]{{0,6}}的")


@cache
def _at_event() -> re.Pattern[str]:
    return re.compile("[^，。；、]{1,12}[上中时]")
