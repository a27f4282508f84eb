"""Plan, steps, review: the workflow's table decides, here as on the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.seen import seen_stamp, show_version
from bihuan.web.api.shapes import plans
from bihuan.web.api.shapes import work as shapes
from bihuan.web.api.shapes.common import Cursor, Done, Id
from bihuan.web.api.shapes.measures import ResponseLine, measure_shown, response_line
from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.cases import case_for
from bihuan.web.inspections.queries import calendar_now
from bihuan.web.rectification.due_days import propose
from bihuan.web.rectification.loop import lists_of
from bihuan.web.rectification.loop.forms import people_of
from bihuan.web.rectification.loop.queries import (
    case_measures,
    case_responses,
    numbers_of,
    response_for,
    response_page,
)
from bihuan.web.rectification.loop.turns import turns
from bihuan.web.rectification.loop.waiting import Wanted
from bihuan.web.rectification.models import Measure, MeasureKind
from bihuan.web.rectification.services import plan_write, response_mark, response_step, seat_claim
from bihuan.web.rectification.services.locking import stamp_of
from bihuan.web.rectification.services.planning import MeasurePlan, plans_of
from bihuan.web.rectification.workflow import Step

operations = Operations(Area.WORK)
QUEUED = "每页 50 项；退回的和正在整改的，只随未筛选的第一页给出。"
LISTS = "kind：problems 问题清单、tasks 任务清单、duties 责任清单。"
STEPS = "能办哪些步骤、须写什么，见整改的 steps；不具备条件时答 422，code 为 conditions_missing。"


@operations.get("/queue", "等我办理的", shapes.QueueShown, about=QUEUED)
def queue_get(request: HttpRequest, asked: Query[shapes.QueueFilters], cursor: Cursor = "") -> Any:
    """What waits for this person, narrowed as on the page; what came back and what their people work on."""
    found = turns(signed_in(request), Wanted(**asked.model_dump(), page=cursor))
    lists = {"waiting": found.waiting.rows, "returned": found.returned, "working": found.working}
    findings = numbers_of(one.pk for rows in lists.values() for one in rows)
    told = {word: [response_line(one, findings[one.pk]) for one in rows] for word, rows in lists.items()}
    page = found.waiting
    return {**told, "more": page.next is not None, "next": page.next, "previous": page.previous}


@operations.get("/cases/{int:case}/responses", "一份台账的各项整改", list[plans.PlanLine])
def responses_list(request: HttpRequest, case: Id) -> Any:
    """Responses in the order of the text, with how far their plans are filled in."""
    found = case_for(signed_in(request), case)
    rows, measures = case_responses(found), case_measures(found)
    findings = numbers_of(one.pk for one in rows)
    return [plans.plan_line(one, findings[one.pk], measures[one.pk]) for one in rows]


@operations.get("/cases/{int:case}/lists/{kind}", "三张清单", plans.ListShown, about=LISTS)
def lists_get(request: HttpRequest, case: Id, kind: Literal["problems", "tasks", "duties"]) -> Any:
    """问题清单, 任务清单, 责任清单; the last one by leader."""
    found = case_for(signed_in(request), case)
    rows, measures = case_responses(found), case_measures(found)
    findings = numbers_of(one.pk for one in rows)
    problems = [plans.plan_line(one, findings[one.pk], measures[one.pk]) for one in rows]
    tasks = [plans.task_line(measure, findings[one.pk]) for one in rows for measure in measures[one.pk]]
    if kind == "duties":
        tasks.sort(key=lambda one: (not one.leader, one.leader))
    told = {"problems": problems, "tasks": []} if kind == "problems" else {"problems": [], "tasks": tasks}
    return {"title": lists_of.KINDS[kind], **told}


@operations.get("/responses/{int:response}", "一项整改", shapes.ResponseShown)
def response_get(request: HttpRequest, answer: HttpResponse, response: Id) -> Any:
    """How far a response has come, what is missing, what can be done; its stamp comes as ETag too."""
    user, today = signed_in(request), timezone.localdate()
    found = shapes.response_shown(response_page(user, response_for(user, response), today), today)
    show_version(answer, found.stamp)
    return found


def _line(pk: int, request: HttpRequest) -> Any:
    """The response as it stands after the write."""
    found = response_for(signed_in(request), pk)
    return response_line(found, numbers_of([pk])[pk])


@operations.get("/responses/{int:response}/plan", "填方案要用的", plans.PlanShown)
def plan_get(request: HttpRequest, response: Id) -> Any:
    """Whom one may choose, which days policy proposes, and the stamp to send back."""
    user = signed_in(request)
    row = response_for(user, response)
    require(user, Action.EDIT, row.feedback)
    measures = list(Measure.objects.filter(response=row).order_by("position"))
    findings = numbers_of([row.pk])[row.pk]
    case, calendar = row.feedback, calendar_now()
    rectify_by = min((one.due for one in findings if one.due), default=None)
    kinds = {kind: propose(kind, case.given_on, rectify_by, calendar) for kind in MeasureKind.values}
    return {
        "target": row.target,
        "stamp": stamp_of(row, measures),
        "measures": [measure_shown(one, timezone.localdate()) for one in measures],
        "people": [{"id": one.pk, "name": one.name, "post": one.post} for one in people_of(case.unit)],
        "departments": [{"id": one.pk, "name": one.name} for one in case.unit.departments.order_by("id")],
        "proposals": [{"kind": kind, "due": one.due, "why": one.why} for kind, one in kinds.items()],
    }


@operations.put("/responses/{int:response}/plan", "填写方案", ResponseLine, seen=True)
def plan_write_(request: HttpRequest, response: Id, told: plans.PlanTold) -> Any:
    """Target, and who does what by when; what is left out stays."""
    user = signed_in(request)
    row = response_for(user, response)
    require(user, Action.EDIT, row.feedback)
    stamp = seen_stamp(request, told.stamp)
    stored = plans_of(list(Measure.objects.filter(response=row)))
    target = row.target if told.target is None else told.target
    wanted = {one.id: _plan(one, stored.get(one.id, MeasurePlan())) for one in told.measures}
    now = timezone.now()
    plan_write(
        actor=user, now=now, response=row, target=target, measures=wanted, stamp=stamp,
        new=[(one.text, _plan(one, MeasurePlan())) for one in told.new],
    )  # fmt: skip
    return _line(response, request)


def _plan(told: plans.MeasurePlanTold | plans.NewMeasureTold, stored: MeasurePlan) -> MeasurePlan:
    """What was told laid over what is stored; ``null`` takes a person or a day away, a text stays."""
    names = {"leader": "leader_id", "department": "department_id", "person": "person_id"}
    found = told.model_dump(exclude_unset=True, exclude={"id", "text"})
    texts = ("kind", "category", "criteria")
    changed = {
        names.get(name, name): value
        for name, value in found.items()
        if value is not None or name not in texts
    }
    return replace(stored, **changed)


@operations.post("/responses/{int:response}/steps/{step}", "办理一步", ResponseLine, seen=True, about=STEPS)
def step_take(request: HttpRequest, response: Id, step: shapes.StepName, told: shapes.StepTold) -> Any:
    """Submit, approve, return, assess, endorse, agree, withdraw, reopen: one service for all."""
    user = signed_in(request)
    row = response_for(user, response)
    stamp = seen_stamp(request, told.stamp)
    words = told.model_dump(exclude={"stamp"})
    now = timezone.now()
    made = response_step(actor=user, now=now, response=row, step=Step(step), stamp=stamp, **words)
    return _line(made.pk, request)


@operations.post("/cases/{int:case}/steps", "成批报批或批准方案", list[shapes.StepResult])
def steps_take(request: HttpRequest, case: Id, told: shapes.StepsTold) -> Any:
    """What is complete is submitted or approved together, with a result for each."""
    user = signed_in(request)
    found = case_for(user, case)
    require(user, Action.APPROVE if told.step == "approve_plan" else Action.EDIT, found)
    rows = {one.pk: one for one in case_responses(found)}
    if not set(told.responses) <= rows.keys():
        raise Refused(422, "not_of_case", "有的整改不属于这份台账，请核对编号。")
    results = []
    for pk in dict.fromkeys(told.responses):
        try:
            response_step(actor=user, now=timezone.now(), response=rows[pk], step=Step(told.step))
        except ServiceError as error:
            results.append({"response": pk, "done": False, "said": str(error)})
        else:
            results.append({"response": pk, "done": True, "said": ""})
    return results


@operations.post("/responses/{int:response}/mark", "列为或不再列为重点问题", ResponseLine)
def mark_set(request: HttpRequest, response: Id, told: shapes.MarkTold) -> Any:
    """The co-review of a severe finding is stricter."""
    user = signed_in(request)
    row = response_for(user, response)
    require(user, Action.REVIEW, row.feedback)
    now = timezone.now()
    response_mark(actor=user, now=now, response=row, severe=told.severe, reason=told.opinion)
    return _line(response, request)


@operations.post("/responses/{int:response}/claim", "承办审核", Done)
def seat_claim_(request: HttpRequest, response: Id) -> Any:
    """Take the review on the desk for a day."""
    user = signed_in(request)
    row = response_for(user, response)
    seat = seat_claim(actor=user, now=timezone.now(), response=row)
    if seat.claimed_until is None:
        raise PermissionDenied
    until = timezone.localtime(seat.claimed_until)
    return {"said": f"已由您承办{seat.title}的审核，到{until.month}月{until.day}日{until:%H:%M}为止。"}
