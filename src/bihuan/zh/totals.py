"""Totals: how many findings, measures or tasks a text states, and how many of them are done.

One item is one statement: the sentence, for one of findings, measures, tasks or other things; a sentence
that counts findings and measures gives two items. What a following sentence adds without a total of its own
(长期整改任务3项。) belongs to the statement before and lengthens its text. Work that is 基本完成,
阶段性完成 or 长期坚持 counts as ongoing. A count of meetings, of rules or of people is no total, nor is
what an inspection of the unit's own found.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bihuan.zh.counts import NOUNS, Count, read_counts, sum_of
from bihuan.zh.numerals import read_number
from bihuan.zh.sentences import sentence_spans
from bihuan.zh.vocab import alternatives, words


class TotalsText(NamedTuple):
    """One statement of totals; ``rate`` is a fraction of 1, a count that is not stated is None."""

    offset: int
    text: str
    what: str
    """``findings``, ``measures``, ``tasks`` or ``other``."""
    total: int | None
    completed: int | None
    ongoing: int | None
    not_started: int | None
    rate: float | None


class _Statement:
    """What one sentence says, before it is sorted into items."""

    __slots__ = ("all_done", "counts", "end", "local", "rate", "rate_place", "start")

    def __init__(
        self, start: int, end: int, counts: list[Count], rate: tuple[int, float | None], sentence: str
    ) -> None:
        self.start = start
        self.end = end
        self.counts = counts
        self.rate_place, self.rate = rate
        self.all_done = bool(counts) and re.search(_ALL_DONE, sentence) is not None
        self.local = _is_local(sentence)


_RATE = (
    f"(?:{alternatives(words('totals', 'rates'))})(?:已|为|达到|达|均|是|约|:|：)*"
    "([0-9０-９]+(?:[.．][0-9０-９]+)?)[%％]"
)
_SHARE = (
    "(?:完成|落实|整改|办结|销号|解决)[^，。；,;]{0,10}[个项条件][，,]占[^，。；0-9０-９]{0,6}"
    "([0-9０-９]+(?:[.．][0-9０-９]+)?)[%％]"
)
_OTHER = (("问题线索", "other"), ("线索", "other"), ("信访", "other"), ("款项", "other"))
_LOOK_BACK = 120
_COARSE = words("totals", "coarse")
_CONTEXT = words("totals", "context")
_STATING = words("totals", "stating")
_LOCAL = words("totals", "local")
_RECORDS = words("totals", "records")
_INSPECTORS = words("totals", "inspectors")
_ON_A_DAY = "(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日[，,]"
_LOCAL_BESIDE = words("totals", "local_beside")
_ALL_DONE = "(?:全部|均|都)(?:已|已经)?(?:全部)?(?:完成|整改到位|整改完毕|办结|销号|落实到位|整改完成)"


def find_totals(text: str) -> list[TotalsText]:
    """Statements of totals in the order of the text; [] for a text without any."""
    if not any(sign in text for sign in ("整改", "问题", "任务", "措施", "率")):
        return []
    items: list[TotalsText] = []
    statements = [found for span in sentence_spans(text) if (found := _read(text, *span))]
    for index, found in enumerate(statements):
        before = statements[index - 1] if index else None
        near = before is not None and text[before.end : found.start].strip() == ""
        if not (near and _continues(items, found, text)):
            items += _sort(text, found, items if near else [])
    return items


def _read(text: str, start: int, end: int) -> _Statement | None:
    """What one sentence says, or None when it states no total."""
    sentence = text[start:end]
    rate = re.search(_RATE, sentence) if "率" in sentence else None
    if rate is None and "占" in sentence:
        rate = re.search(_SHARE, sentence)
    if not rate and not any(noun in sentence for noun in ("问题", "整改", "任务", "措施", "事项")):
        return None
    counts = read_counts(sentence)
    if not counts and not rate:
        return None
    fraction = None
    if rate and isinstance(percent := read_number(rate.group(1)), (int, float)):
        fraction = round(percent / 100, 6)
    found = _Statement(start, end, counts, (rate.start() if rate else 0, fraction), sentence)
    return found if _states_totals(sentence, found) else None


def _is_local(sentence: str) -> bool:
    """True where the sentence tells of the unit's own inspection, or its counting clause of meetings."""
    if any(word in sentence for word in _LOCAL):
        return True
    if any(word in sentence for word in _RECORDS) and not any(word in sentence for word in _INSPECTORS):
        return True
    return any(word in sentence for word in _LOCAL_BESIDE) and any(
        any(word in clause for word in _LOCAL_BESIDE) and any(word in clause for word in NOUNS)
        for clause in re.split("[，,；;]", sentence)
    )


def _states_totals(sentence: str, found: _Statement) -> bool:
    """True for totals of a rectification, told from counts that a measure mentions."""
    if found.rate is not None:
        return True
    if found.all_done and _is_done_that_day(sentence):
        return False
    if any(count.bucket for count in found.counts):
        whole = any(count.bucket is None for count in found.counts)
        return (
            whole
            or (found.all_done and any(count.noun for count in found.counts) and not found.local)
            or (not found.local and any(word in sentence for word in _CONTEXT))
        )
    if found.local:
        return False
    if len({count.noun for count in found.counts}) > 1:
        return True  # findings beside measures: an overview
    known = any(word in sentence for word in _CONTEXT) and any(word in sentence for word in _STATING)
    return known or (found.all_done and bool(found.counts))


def _is_done_that_day(sentence: str) -> bool:
    """2月28日，9个问题全部整改到位: what a measure did that day."""
    named = any(word in sentence for word in _INSPECTORS)
    return not named and re.match(_ON_A_DAY, sentence) is not None


def _continues(items: list[TotalsText], found: _Statement, text: str) -> bool:
    """Fold a sentence that only adds status counts or a rate into the statement before it."""
    stated = {count.bucket for count in found.counts if count.bucket or not count.part}
    if not items or None in stated or not (stated or found.rate is not None):
        return False
    what = next((count.noun for count in found.counts if count.noun), None) or _by_unit(items, found)
    index = next((i for i in range(len(items) - 1, -1, -1) if what in (None, items[i].what)), None)
    if index is None:
        return False
    item = items[index]
    own = [count for count in found.counts if count.noun in (None, item.what)]
    values = {name: sum_of(own, name) for name in ("completed", "ongoing", "not_started")}
    if any(value is not None and getattr(item, name) is not None for name, value in values.items()):
        return False
    items[index] = item._replace(
        text=text[item.offset : found.end],
        completed=item.completed if values["completed"] is None else values["completed"],
        ongoing=item.ongoing if values["ongoing"] is None else values["ongoing"],
        not_started=item.not_started if values["not_started"] is None else values["not_started"],
        rate=item.rate if found.rate is None else found.rate,
    )
    return True


def _by_unit(items: list[TotalsText], found: _Statement) -> str | None:
    """The item before whose total was counted in the same unit."""
    unit = found.counts[0].unit if found.counts else ""
    for item in reversed(items):
        if item.total is not None and unit and f"{item.total}{unit}" in item.text:
            return item.what
    return None


def _sort(text: str, found: _Statement, before: list[TotalsText]) -> list[TotalsText]:
    """Items of one sentence, one for each thing that is counted."""
    kinds = list(dict.fromkeys(count.noun for count in found.counts if count.noun and not count.bucket))
    if not kinds:
        kinds = list(dict.fromkeys(count.noun for count in found.counts if count.noun))[:1]
    if not kinds:
        kinds = [before[-1].what if before else _guess(text[max(0, found.start - _LOOK_BACK) : found.end])]
    rated = _rated(found, kinds)
    items = [_item(text, found, what, kinds, rated) for what in kinds]
    return [item._replace(what="other") for item in items] if found.local else items


def _guess(sentence: str) -> str:
    """What is counted where the sentence does not say it beside the number."""
    places = [(sentence.rfind(word), what) for word, what in (*NOUNS.items(), *_OTHER)]
    place, what = max(places)
    if place >= 0:
        return what
    return (
        "findings" if re.search("[0-9一二三四五六七八九十]个", sentence) and "整改" in sentence else "other"
    )


def _rated(found: _Statement, kinds: list[str]) -> str:
    """What the rate is of: the thing counted before it."""
    before = [count for count in found.counts if count.place < found.rate_place]
    if not before:
        return kinds[0] if found.rate_place and found.counts else kinds[-1]
    last = before[-1]
    return _owner(last, before, kinds) if last.bucket else last.noun or kinds[-1]


def _item(text: str, found: _Statement, what: str, kinds: list[str], rated: str) -> TotalsText:
    """The item for one thing: its total, and the status counts that belong to it."""
    totals = [count for count in found.counts if count.noun == what and not count.bucket]
    own = [count for count in found.counts if count.bucket and _owner(count, found.counts, kinds) == what]
    stated = [count for count in totals if own and count.place < own[0].place]
    chosen = _main(stated or totals)  # …；5个问题中前4个涉及金额: another count, behind the status
    last = what == kinds[-1] or len(kinds) == 1
    completed = sum_of(own, "completed")
    if completed is None and chosen and found.all_done and not own and last:
        completed = chosen.number
    total = chosen.number if chosen else None
    if total is None and found.all_done and len(own) == 1 and own[0].noun:
        total = own[0].number  # 25个问题已全部完成
    return TotalsText(
        found.start,
        text[found.start : found.end],
        what,
        total,
        completed,
        sum_of(own, "ongoing"),
        sum_of(own, "not_started"),
        found.rate if what == rated else None,
    )


def _owner(count: Count, counts: list[Count], kinds: list[str]) -> str:
    """What a status count counts: its noun, else the total in the same unit, else the last one named."""
    if count.noun in kinds:
        return count.noun
    for other in reversed(counts):
        if other.bucket is None and other.unit == count.unit and other.noun in kinds:
            return other.noun
    return kinds[-1]


def _main(totals: list[Count]) -> Count | None:
    """The count of the items themselves: not of classes, lower levels or parts, and 具体问题 before 问题."""
    fine = [count for count in totals if not count.part and count.unit not in _COARSE]
    whole = fine or [count for count in totals if not count.part]
    return whole[-1] if whole else None
