"""Traffic lights: what an item and a month look like, and how a month is marked. Pure.

A month that was once missed never turns green again: it is *made up* when everything is caught up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from bihuan.web.inspections.lateness import past

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Light(StrEnum):
    """From the calmest to the one that must be seen first."""

    NORMAL = "normal"
    SOON = "soon"
    MADE_UP = "made_up"
    LATE = "late"

    @property
    def label(self) -> str:
        """The light's word."""
        return LABELS[self]


LABELS = {Light.NORMAL: "正常", Light.SOON: "临期", Light.MADE_UP: "已补", Light.LATE: "逾期"}
_RISING = tuple(Light)


@dataclass(frozen=True, slots=True)
class Stand:
    """What the light of an item depends on."""

    due: date | None
    done_on: date | None
    """None while it is open."""


def light_of(stand: Stand, judged_on: date, soon: timedelta) -> Light:
    """Of one item as of a day. What was done after its last day is made up; no last day is never late."""
    due, done = stand.due, stand.done_on
    if done is not None and (done <= judged_on or (due is not None and past(due, judged_on))):
        return Light.MADE_UP if due is not None and done > due else Light.NORMAL
    if past(due, judged_on):
        return Light.LATE
    return Light.SOON if due is not None and due - judged_on <= soon else Light.NORMAL


def worst(lights: Iterable[Light]) -> Light:
    """The one that a whole month shows."""
    return max(lights, key=_RISING.index, default=Light.NORMAL)


@dataclass(frozen=True, slots=True)
class Figures:
    """A unit's month in numbers."""

    active: int = 0
    """In work at some time of the month."""
    due: int = 0
    """To be done by the end of the month, with what was carried over."""
    on_time: int = 0
    made_up: int = 0
    late: int = 0
    pending: int = 0
    """To be done by the end of a month that still runs, and their day has not come."""
    soon: int = 0
    unreported: int = 0
    """In work without a single entry of progress in the month."""
    returned: int = 0
    unplanned: int = 0
    """Findings without an approved plan."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One term of the score."""

    code: str
    points: int


def parts(figures: Figures) -> dict[str, tuple[int, int]]:
    """By code of the term: (how many were well, of how many)."""
    settled, due = figures.on_time + figures.made_up, figures.due - figures.pending
    return {
        "on_time": (figures.on_time, due),
        "settled": (settled, due),
        "reported": (figures.active - figures.unreported, figures.active),
        "accepted": (max(figures.active - figures.returned, 0), figures.active),
    }


def score(figures: Figures, weights: Sequence[Weight]) -> int:
    """Tenths of a point, rounded half up; a term that has nothing to count gives its full points."""
    told = parts(figures)
    total = sum(
        (weight.points * Fraction(good, whole) if whole else Fraction(weight.points))
        for weight in weights
        for good, whole in [told[weight.code]]
    )
    return int(total * 10 + Fraction(1, 2))


TERMS = {
    "on_time": "按期完成率（按期完成÷应完成）",
    "settled": "办结率（按期完成与已补之和÷应完成）",
    "reported": "进展填报率（当月填报过进展的÷在办）",
    "accepted": "未被退回率（在办减去退回次数÷在办）",
}


def formula(weights: Sequence[Weight]) -> str:
    """The score in one sentence."""
    told = "＋".join(f"{TERMS[one.code]}×{one.points}" for one in weights)
    return f"得分＝{told}；某一项没有可计算的内容时，该项按满分计，结果保留一位小数。"
