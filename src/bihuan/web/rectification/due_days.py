"""The last day that a plan proposes for a measure, with the reason. Pure over the policy of the case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bihuan.policy.deadlines import Period, Unit, deadline
from bihuan.web.rectification.models import MeasureKind

if TYPE_CHECKING:
    from bihuan.policy.calendar import Calendar

IMMEDIATE = Period(15, Unit.WORKDAY)
"""立行立改: no rule gives a number; the house's default, shown as such (待核)."""


class Proposal(NamedTuple):
    """A day and why."""

    due: date | None
    why: str


def propose(kind: str, given_on: date | None, rectify_by: date | None, calendar: Calendar) -> Proposal:
    """By the type of the measure: immediate ones soon after the feedback, all others by the case's last
    day.
    """
    if kind == MeasureKind.IMMEDIATE and given_on:
        due = deadline(given_on, IMMEDIATE, calendar).due
        if rectify_by:
            due = min(due, rectify_by)
        return Proposal(due, f"立行立改：反馈后{IMMEDIATE.text}内（缺省值，待核）")
    if rectify_by is None:
        return Proposal(None, "没有反馈日期，期限不能推算，请自行填写")
    if kind == MeasureKind.LASTING:
        return Proposal(rectify_by, "长期坚持：集中整改期内建立机制，此后按定期任务办理")
    return Proposal(rectify_by, "限期整改：按集中整改期限")


def too_early(due: date, inspected_from: date | None) -> bool:
    """Whether the day lies before the inspection began: nothing can be due before it was found."""
    return inspected_from is not None and due < inspected_from
