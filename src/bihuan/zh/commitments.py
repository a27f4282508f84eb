"""Commitments: sentences that promise something for later, once or again and again.

A sentence is a commitment when it holds a plan that someone means to carry out (下一步将…, 计划下半年…,
拟于…), or a regular duty with its start (从4月份开始，每月…). 暂未… and 正在… alone promise nothing; a
regular duty told as running (每月交纳) is no commitment either. Dates come from ``bihuan.zh.dates``; none
is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bihuan.zh.ahead import find_dated_plans
from bihuan.zh.dates import DateMention, DateRole, Precision
from bihuan.zh.plans import clause_start
from bihuan.zh.recurrence import names_period, starts_duty
from bihuan.zh.sentences import sentence_spans
from bihuan.zh.vocab import words


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


_CUT_OFF = words("dates", "edge_before")
_RUN_UP = 10
"""How far before its promise a date may stand (2022年上半年，计划…)."""
_NO_PROMISE = (
    "暂",
    "尚",
    "还",
    "仍",
    "至今",
    "目前",
    "正在",
    "未",
    "没",
    "要等",
    "只",
    "就差",
    "名额",
    "岗位",
    "位置",
    "退不",
    "收不",
    "追不",
    "办不",
    "推不",
    "拆不",
    "搬不",
    "签不",
    "补不",
    "凑不",
    "落实不了",
    "解决不了",
)
_YEAR_END = ("年内", "年底", "年末", "今年内", "岁末")


def find_commitments(text: str, mentions: Sequence[DateMention]) -> list[CommitmentText]:
    """Commitments in the order of the text, one a sentence; ``mentions`` are the dates of the same text.

    ``due`` is the end of the last day named at or after the promise, or of a 6月底前 before it; 年内 and
    年底 take the year of the nearest date before and are None without one. Sentences end at 。, not at ；.
    """
    promises = [
        place for place, quote, _ in find_dated_plans(text, mentions) if not quote.startswith(_NO_PROMISE)
    ]
    if not promises and names_period(text) is None:
        return []
    return list(_commitments(text, mentions, promises))


def _clause_before(text: str, mention: DateMention) -> str:
    place = mention.offset
    return text[clause_start(text, place) : place]


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
        every = names_period(text[start:end])
        begun = next((found for found in dates if starts_duty(text, found)), None)
        if place is None and not (every and begun):
            continue
        due = _due(text, dates, place, begun) if place is not None else None
        if due is None and place is not None:
            due = _year_end(text[start:end], mentions[mention - 1] if mention else None)
        yield CommitmentText(start, text[start:end], due, every, begun.start if begun else None)


def _due(text: str, dates: Sequence[DateMention], place: int, begun: DateMention | None) -> date | None:
    """Last day named for the promise that starts at ``place``."""
    days = [
        found.end
        for found in dates
        if found is not begun
        and not _names_period(text, found)
        and (found.offset >= place or _limits(text, found) or _runs_up(text, found, place))
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


def _runs_up(text: str, mention: DateMention, place: int) -> bool:
    """2022年上半年，计划…; 9月15日，我局将…: the day right before its promise; not what was done that day."""
    end = mention.offset + len(mention.text)
    between = text[end:place]
    return (
        mention.role is DateRole.REFERENCE
        and len(between) <= _RUN_UP
        and not any(mark in between for mark in "。；：、")
        and between.count("，") + between.count(",") <= 1
        and not _clause_before(text, mention).endswith(_CUT_OFF)
    )


def _year_end(sentence: str, before: DateMention | None) -> date | None:
    """年内, 年底: the last day of the year that the dates before stand in."""
    if before is None or not any(word in sentence for word in _YEAR_END):
        return None
    return date(before.end.year, 12, 31)
