"""Whether a decision was published in time. Limits and their sources: rules ``publicity.*`` in rules.toml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bihuan.policy.deadlines import Period, Unit, deadline, provisional_steps
from bihuan.policy.errors import PolicyError
from bihuan.policy.parameters import parameter
from bihuan.policy.wording import plainly, said

if TYPE_CHECKING:
    from bihuan.policy.calendar import Calendar


class Kind(StrEnum):
    """What was decided."""

    PENALTY = "penalty"
    OTHER = "other"


class Timeliness(StrEnum):
    """How publication stands to its last day."""

    ON_TIME = "on_time"
    LATE = "late"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Publication:
    """A decision's last day for publication, and what became of it."""

    due: date
    status: Timeliness
    workdays_used: int | None
    """Working days in (decision, publication]; None while nothing is published."""
    steps: tuple[str, ...]
    provisional: bool


def usual_limit(kind: Kind) -> int:
    """Working days allowed where nothing else is prescribed."""
    return parameter(f"publicity.{kind}").whole()


def publication(decided_on: date, published_on: date | None, limit: int, calendar: Calendar) -> Publication:
    """Judge one publication; the day of decision is left out.

    Raises PolicyError for a publication before the decision and for a limit below 1.
    """
    if limit < 1:
        raise PolicyError("公示期限 limit_workdays 应为大于0的工作日数，请改正后重算。")
    if published_on and published_on < decided_on:
        raise PolicyError(
            f"公示日期{plainly(published_on)}早于决定日期{plainly(decided_on)}，请核对两个日期。"
        )
    counted = deadline(decided_on, Period(limit, Unit.WORKDAY), calendar)
    status = _status(published_on, counted.due)
    used = calendar.count(decided_on, published_on) if published_on else None
    last = max(counted.due, published_on or counted.due)
    unknown = calendar.unknown_years(decided_on + timedelta(1), last)
    # The start and the rule; a rollover is no question where working days are counted.
    steps = (
        *counted.steps[:2],
        _verdict(published_on, used, counted.due, status),
        *provisional_steps(unknown, calendar),
    )
    return Publication(counted.due, status, used, steps, bool(unknown))


def _status(published_on: date | None, due: date) -> Timeliness:
    if published_on is None:
        return Timeliness.PENDING
    return Timeliness.LATE if published_on > due else Timeliness.ON_TIME


def _verdict(published_on: date | None, used: int | None, due: date, status: Timeliness) -> str:
    if published_on is None:
        return f"结论：尚未公示，最迟于{said(due)}公示。"
    verdict = "逾期" if status is Timeliness.LATE else "按期"
    return f"结论：{said(published_on)}公示，用时{used}个工作日，最迟为{said(due)}，{verdict}。"
