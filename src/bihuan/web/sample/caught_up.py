"""A month in which the culture bureau was late, and caught up: yellow in the grid ever after."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.rectification.due_days import too_early
from bihuan.web.rectification.models import Measure, MeasureState, Response
from bihuan.web.rectification.services import MeasurePlan, measure_settle, plan_write, response_step
from bihuan.web.rectification.workflow import ResponseState, Step
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import months_catch_up

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback


def fall_behind(now: datetime, case: Feedback, people: dict[str, User]) -> list[Measure]:
    """A plan of two months ago, its measures due last month and not carried out; those."""
    then, liaison, boss = now - timedelta(60), people["fangcaiwei"], people["shenyuexi"]
    drafts = Response.objects.filter(feedback=case, state=ResponseState.DRAFT, withdrawn_at=None)
    response = drafts.filter(measures__isnull=False).order_by("position").first()
    due = Month.of(timezone.localdate(now)).before.first.replace(day=20)
    if response is None or too_early(due, case.inspected_from):  # a sample of before its own inspection
        return []
    plan = MeasurePlan(
        kind="limited",
        criteria="抽查没有同类问题。",
        due=due,
        leader_id=people["luqinghe"].person_id,
        person_id=people["hanxu"].person_id,
    )
    rows = list(Measure.objects.filter(response=response).order_by("position"))
    target, plans = "同类问题不再发生。", {one.pk: plan for one in rows}
    plan_write(actor=liaison, now=then, response=response, target=target, measures=plans)
    for actor, step in ((liaison, Step.SUBMIT_PLAN), (boss, Step.APPROVE_PLAN)):
        response = response_step(actor=actor, now=then, response=response, step=step)
    return rows


def catch_up(now: datetime, measures: list[Measure], people: dict[str, User]) -> None:
    """All of them done today."""
    for one in measures:
        measure_settle(
            actor=people["hanxu"],
            now=now,
            measure=one,
            state=MeasureState.DONE,
            done_on=timezone.localdate(now),
            result="督导指出逾期后抓紧办理，已经落实，达到完成标准。",
        )
    months_catch_up(now=now)
