"""Rounds and deadlines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.policy import policy_for, policy_named
from bihuan.policy.errors import PolicyDataError, PolicyError
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import HOUSE, journal_append
from bihuan.web.inspections.models import Deadline, DeadlinePurpose, Finding, Round, RoundKind, YearNotice
from bihuan.web.inspections.queries import calendar_now, open_deadlines, policy_notice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bihuan.policy import Policy
    from bihuan.policy.calendar import Calendar
    from bihuan.policy.deadlines import Deadline as Computed
    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.inspections.models import Feedback


@transaction.atomic
def round_create(
    *,
    actor: User,
    now: datetime,
    office: Unit | None,
    name: str,
    kind: str = RoundKind.INSPECTION,
    starts_on: date | None = None,
    ends_on: date | None = None,
    policy: str = "",
) -> Round:
    """A new round of an office."""
    require(actor, Action.MANAGE_ROUNDS)
    if starts_on and ends_on and ends_on < starts_on:
        raise ServiceError("结束日期早于开始日期，请核对。", field="ends_on")
    if policy:
        _policy_named(policy)
    made = round_open(office, name.strip(), kind=kind, starts_on=starts_on, ends_on=ends_on, policy=policy)
    chain = office.pk if office else HOUSE
    changes = {"name": ["", made.name]}
    journal_append(actor=actor, now=now, chain=chain, action="round_create", thing=made, changes=changes)
    return made


def round_open(
    office: Unit | None,
    name: str,
    *,
    kind: str = RoundKind.INSPECTION,
    starts_on: date | None = None,
    ends_on: date | None = None,
    policy: str = "",
) -> Round:
    """The row of a new round, for services that journal it themselves."""
    if not name:
        raise ServiceError("请填写轮次名称。", field="name")
    if Round.objects.filter(office=office, name=name).exists():
        raise ServiceError(f"已经有“{name}”这个轮次了，请换一个名称。", field="name")
    return Round.objects.create(
        office=office, name=name, kind=kind, starts_on=starts_on, ends_on=ends_on, policy=policy
    )


def deadlines_compute(feedback: Feedback, now: datetime) -> date | None:
    """Store the deadlines of a case by the policy in force; the last day of rectification, None without a
    policy.

    A deadline that comes out as before is left alone; a new result closes the old row and refers to it.
    """
    policy = policy_of(feedback)
    if policy is None or feedback.given_on is None:
        return None
    calendar = calendar_now()
    found = policy.deadline(feedback.given_on, calendar)
    _store(feedback, feedback.given_on, DeadlinePurpose.RECTIFICATION, policy, found, now)
    plan = policy.plan_deadline(feedback.given_on, calendar)
    if plan:
        _store(feedback, feedback.given_on, DeadlinePurpose.PLAN, policy, plan, now)
    return found.due


def policy_of(feedback: Feedback) -> Policy | None:
    """The round's policy, else the one in force on the feedback date; None where nothing says which."""
    if feedback.given_on is None:
        return None
    name = feedback.round.policy
    return _policy_named(name) if name else policy_for(feedback.given_on)


def _policy_named(name: str) -> Policy:
    try:
        return policy_named(name)
    except PolicyError as error:
        raise ServiceError(str(error), field="policy") from error


def _store(
    feedback: Feedback,
    starts_on: date,
    purpose: DeadlinePurpose,
    policy: Policy,
    found: Computed,
    now: datetime,
) -> Deadline | None:
    """The new row, None where nothing changed."""
    old = Deadline.objects.filter(feedback=feedback, purpose=purpose, superseded_at=None).first()
    steps = list(found.steps)
    if old and (old.due, old.steps, old.provisional) == (found.due, steps, found.provisional):
        return None
    if old:
        old.superseded_at = now
        old.save(update_fields=["superseded_at"])
    return Deadline.objects.create(
        feedback=feedback,
        purpose=purpose,
        starts_on=starts_on,
        policy=policy.id,
        due=found.due,
        steps=steps,
        provisional=found.provisional,
        computed_at=now,
        replaces=old,
    )


@transaction.atomic
def year_notice_enter(
    *,
    actor: User,
    now: datetime,
    year: int,
    document: str,
    days_off: Sequence[date],
    working_days: Sequence[date],
) -> list[Deadline]:
    """Enter (or correct) the yearly notice; every open deadline that it may move is computed anew.

    Returns the deadlines that changed, each with ``replaces``; findings and counts follow in the same
    transaction.
    """
    require(actor, Action.MANAGE_POLICY)
    if not document.strip():
        raise ServiceError("请填写放假通知的文号，以便查对。", field="document")
    notice = YearNotice(
        year=year,
        document=document.strip(),
        days_off=sorted({day.isoformat() for day in days_off}),
        working_days=sorted({day.isoformat() for day in working_days}),
        entered_by=actor,
        entered_at=now,
    )
    _validate(notice)
    old = YearNotice.objects.filter(year=year).first()
    before = [*old.days_off, *old.working_days] if old else []
    YearNotice.objects.filter(year=year).delete()
    notice.save()
    changes = {"document": [old.document if old else "", notice.document], "days": [before, notice.days_off]}
    journal_append(
        actor=actor, now=now, chain=HOUSE, action="year_notice_enter", thing=notice, changes=changes
    )
    return deadlines_recompute(now=now, calendar=calendar_now(), year=year)


def _validate(notice: YearNotice) -> None:
    if not 2000 <= notice.year <= 2200:
        raise ServiceError("年份应写成四位数字，例如 2027。", field="year")
    try:
        policy_notice(notice)
    except PolicyDataError as error:
        raise ServiceError(str(error), field="days_off") from error


def deadlines_recompute(*, now: datetime, calendar: Calendar, year: int) -> list[Deadline]:
    """Compute deadlines anew that the notice of a year may move; the rows that changed."""
    changed = []
    for old in open_deadlines(year):
        policy = policy_named(old.policy)
        rectify = old.purpose == DeadlinePurpose.RECTIFICATION
        found = (
            policy.deadline(old.starts_on, calendar)
            if rectify
            else policy.plan_deadline(old.starts_on, calendar)
        )
        new = (
            _store(old.feedback, old.starts_on, DeadlinePurpose(old.purpose), policy, found, now)
            if found
            else None
        )
        if new:
            changed.append(new)
            if rectify and old.due != new.due:
                _move_findings(old.feedback, old.due, new.due)
    return changed


def _move_findings(feedback: Feedback, old: date, new: date) -> None:
    """Findings that follow the case's deadline move with it; whoever counts by date is told."""
    Finding.objects.filter(feedback=feedback, due=old).update(due=new)
    for follow in DUE_MOVED:
        follow(feedback, old, new)


DUE_MOVED: list[Callable[[Feedback, date, date], None]] = []
"""What upper apps do when the deadline of a case moves; they register in ``AppConfig.ready``."""
