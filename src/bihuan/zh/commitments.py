"""Commitments: sentences that promise something for later, once or again and again.

A sentence is a commitment when it holds a plan that someone means to carry out (下一步将…, 计划下半年…,
拟于…), or a regular duty with its start (从4月份开始，每月…). 暂未… and 正在… alone promise nothing; a
regular duty told as running (每月交纳) is no commitment either. Dates come from ``bihuan.zh.dates``; none
is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bihuan.zh.dates import DateMention, Precision
from bihuan.zh.sentences import sentence_spans
from bihuan.zh.tense import find_plans
from bihuan.zh.vocab import alternatives, words


class CommitmentText(NamedTuple):
    """One promise as the text makes it."""

    offset: int
    text: str
    due: date | None
    """Last day that the text names for it."""
    every: str | None
    """``month``, ``quarter`` or ``year``."""
    from_: date | None
    """First day of a duty that starts (从7月份开始)."""


_EVERY = {word: period for period in ("quarter", "month", "year") for word in words("commitments", period)}
_RECURRING = re.compile(f"(?:{alternatives(tuple(_EVERY))})(?![龄级])")
_BEGINNING = words("commitments", "beginning")
_BEGUN = words("commitments", "begun")
_NO_PROMISE = ("暂", "尚", "还", "仍", "至今", "目前", "正在", "未", "没有")
_YEAR_END = ("年内", "年底", "年末", "今年内", "岁末")


def find_commitments(text: str, mentions: Sequence[DateMention]) -> list[CommitmentText]:
    """Commitments in the order of the text, one a sentence; ``mentions`` are the dates of the same text.

    ``due`` is the end of the last day named at or after the promise, or of a 6月底前 before it; 年内 and
    年底 take the year of the nearest date before and are None without one. Sentences end at 。, not at ；.
    """
    promises = [place for place, quote, _ in find_plans(text) if not quote.startswith(_NO_PROMISE)]
    if not promises and not _RECURRING.search(text):
        return []
    return list(_commitments(text, mentions, promises))


def _commitments(text: str, mentions: Sequence[DateMention], promises: list[int]) -> Iterator[CommitmentText]:
    """Walk sentences, promises and dates side by side."""
    promise = mention = 0
    for start, end in sentence_spans(text):
        while promise < len(promises) and promises[promise] < start:
            promise += 1
        while mention < len(mentions) and mentions[mention].offset < start:
            mention += 1
        stop = mention
        while stop < len(mentions) and mentions[stop].offset < end:
            stop += 1
        dates = mentions[mention:stop]
        place = promises[promise] if promise < len(promises) and promises[promise] < end else None
        every = _period(text[start:end])
        begun = next((found for found in dates if _begins(text, found)), None)
        if place is None and not (every and begun):
            continue
        due = _due(text, dates, place, begun) if place is not None else None
        if due is None and place is not None:
            due = _year_end(text[start:end], mentions[mention - 1] if mention else None)
        yield CommitmentText(start, text[start:end], due, every, begun.start if begun else None)


def _period(sentence: str) -> str | None:
    """How often: the first such word of the sentence."""
    match = _RECURRING.search(sentence)
    return _EVERY[match.group()] if match else None


def _begins(text: str, mention: DateMention) -> bool:
    """从7月份开始, 自2024年起: the date starts a duty."""
    end = mention.offset + len(mention.text)
    after = text[end : end + 4].lstrip("份度 ，,")
    if not after.startswith(_BEGUN):
        return False
    return text[max(0, mention.offset - 1) : mention.offset] in _BEGINNING or after.startswith(("起", "开始"))


def _due(text: str, dates: Sequence[DateMention], place: int, begun: DateMention | None) -> date | None:
    """Last day named for the promise that starts at ``place``."""
    days = [
        found.end
        for found in dates
        if found is not begun
        and not _names_period(text, found)
        and (found.offset >= place or _limits(text, found))
    ]
    return max(days) if days else None


def _names_period(text: str, mention: DateMention) -> bool:
    """2024年度计划 names what is planned, not when."""
    end = mention.offset + len(mention.text)
    return mention.text.endswith("年度") or (
        mention.precision is Precision.YEAR and not text.startswith(("内", "底", "前", "末", "完成"), end)
    )


def _limits(text: str, mention: DateMention) -> bool:
    """6月底前: a limit that may stand before its promise."""
    end = mention.offset + len(mention.text)
    return mention.text.endswith(("前", "之前")) or text.startswith(("前", "之前", "以前", "底前"), end)


def _year_end(sentence: str, before: DateMention | None) -> date | None:
    """年内, 年底: the last day of the year that the dates before stand in."""
    if before is None or not any(word in sentence for word in _YEAR_END):
        return None
    return date(before.end.year, 12, 31)
