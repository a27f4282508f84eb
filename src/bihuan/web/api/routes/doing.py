"""Progress, what was carried out, later days, remarks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.seen import seen_version
from bihuan.web.api.shapes import doing as shapes
from bihuan.web.api.shapes.common import Done, Id
from bihuan.web.api.shapes.measures import MeasureShown, measure_shown
from bihuan.web.base.guards import get_for_user
from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.loop.queries import measure_for, response_for
from bihuan.web.rectification.models import Comment, Extension, Measure, MeasureState, Progress
from bihuan.web.rectification.services import (
    comment_add,
    comment_resolve,
    extension_ask,
    extension_decide,
    measure_settle,
    measures_settle_as_told,
    progress_add,
)
from bihuan.web.rectification.services.locking import Standing, standing_of

operations = Operations(Area.WORK)


def _measure(request: HttpRequest, pk: int) -> Measure:
    """The measure, if the account may record on it."""
    user = signed_in(request)
    found = measure_for(user, pk)
    require(user, Action.RECORD, standing_of(found))
    return found


@operations.get("/measures/{int:measure}/progress", "一项措施的进展", list[shapes.ProgressShown])
def progress_list(request: HttpRequest, measure: Id) -> Any:
    """Dated entries, the newest first; two hundred at most."""
    found = measure_for(signed_in(request), measure)
    rows = Progress.objects.filter(measure=found).select_related("by__person").order_by("-on", "-id")
    return [shapes.progress_shown(one) for one in rows[:200]]


@operations.post("/measures/{int:measure}/progress", "登记进展", shapes.ProgressShown, status=201)
def progress_add_(request: HttpRequest, measure: Id, told: shapes.ProgressTold) -> Any:
    """A dated entry; the first one starts an approved plan."""
    found = _measure(request, measure)
    user = signed_in(request)
    made = progress_add(actor=user, now=timezone.now(), measure=found, **told.model_dump())
    return shapes.progress_shown(made)


@operations.post("/measures/{int:measure}/settle", "登记落实情况", MeasureShown, seen=True)
def measure_settle_(request: HttpRequest, measure: Id, told: shapes.SettleTold) -> Any:
    """Carried out, turned into a regular duty, or open after all."""
    found = _measure(request, measure)
    made = measure_settle(
        actor=signed_in(request),
        now=timezone.now(),
        measure=found,
        state=MeasureState(told.state),
        done_on=told.done_on,
        result=told.result,
        version=seen_version(request, told.version),
    )
    return measure_shown(made, timezone.localdate())


@operations.post("/responses/{int:response}/settle", "按措施文字登记落实", Done)
def measures_settle(request: HttpRequest, response: Id) -> Any:
    """Every measure whose words say that it was done."""
    user = signed_in(request)
    found = response_for(user, response)
    require(user, Action.RECORD, Standing(found.feedback, found, doing=True))
    count = measures_settle_as_told(actor=user, now=timezone.now(), response=found)
    return {"said": f"已按措施文字登记{count}项落实，请逐项核对并附上佐证。"}


@operations.post("/measures/{int:measure}/extensions", "申请延期", shapes.ExtensionShown, status=201)
def extension_ask_(request: HttpRequest, measure: Id, told: shapes.ExtendTold) -> Any:
    """A later day is asked for; the one in force holds until it is granted."""
    found = _measure(request, measure)
    made = extension_ask(actor=signed_in(request), now=timezone.now(), measure=found, **told.model_dump())
    return shapes.extension_shown(made)


def _extension(request: HttpRequest, pk: int) -> Extension:
    people = ("asked_by__person", "decided_by__person")
    case = ("feedback__round", "feedback__unit", "measure__response")
    rows = Extension.objects.select_related(*case, *people)
    found: Extension = get_for_user(rows, signed_in(request), pk=pk)
    return found


@operations.get("/extensions/{int:extension}", "一份延期申请", shapes.ExtensionShown)
def extension_get(request: HttpRequest, extension: Id) -> Any:
    """Who asked for how long and why, and what became of it."""
    return shapes.extension_shown(_extension(request, extension))


@operations.post("/extensions/{int:extension}/decision", "审批延期", shapes.ExtensionShown)
def extension_decide_(request: HttpRequest, extension: Id, told: shapes.DecideTold) -> Any:
    """Grant or refuse; never by whoever asked."""
    user, found = signed_in(request), _extension(request, extension)
    require(user, Action.APPROVE, found.feedback)
    made = extension_decide(actor=user, now=timezone.now(), extension=found, **told.model_dump())
    return shapes.extension_shown(made)


@operations.get("/responses/{int:response}/comments", "一项整改的意见", list[shapes.CommentShown])
def comments_list(request: HttpRequest, response: Id) -> Any:
    """Remarks, the oldest first; five hundred at most."""
    found = response_for(signed_in(request), response)
    rows = Comment.objects.filter(response=found).select_related("by__person").order_by("id")
    return [shapes.comment_shown(one) for one in rows[:500]]


@operations.post("/responses/{int:response}/comments", "发表意见", shapes.CommentShown, status=201)
def comment_add_(request: HttpRequest, response: Id, told: shapes.CommentTold) -> Any:
    """Say something; whoever is mentioned learns of it."""
    user = signed_in(request)
    found = response_for(user, response)
    require(user, Action.COMMENT, found.feedback)
    about = found.measures.filter(pk=told.measure).first() if told.measure else None
    if told.measure and about is None:
        raise Refused(422, "not_of_response", "这项措施不属于这项整改，请核对编号。")
    made = comment_add(
        actor=user, now=timezone.now(), response=found, measure=about, text=told.text, people=told.people
    )
    return shapes.comment_shown(made)


def _finding(request: HttpRequest, pk: int) -> Finding:
    rows = Finding.objects.select_related("feedback__round", "feedback__unit")
    return get_for_user(rows, signed_in(request), pk=pk)


@operations.get("/findings/{int:finding}/comments", "一个问题的意见", list[shapes.CommentShown])
def talk_list(request: HttpRequest, finding: Id) -> Any:
    """Remarks on the finding itself, the oldest first; five hundred at most."""
    found = _finding(request, finding)
    rows = Comment.objects.filter(finding=found).select_related("by__person").order_by("id")
    return [shapes.comment_shown(one) for one in rows[:500]]


@operations.post("/findings/{int:finding}/comments", "就问题发表意见", shapes.CommentShown, status=201)
def talk_add(request: HttpRequest, finding: Id, told: shapes.TalkTold) -> Any:
    """Say something before there is an answer, or beside it."""
    user, found = signed_in(request), _finding(request, finding)
    require(user, Action.COMMENT, found.feedback)
    now = timezone.now()
    made = comment_add(actor=user, now=now, finding=found, text=told.text, people=told.people)
    return shapes.comment_shown(made)


@operations.post("/comments/{int:comment}/resolve", "标记意见已解决", shapes.CommentShown)
def comment_resolve_(request: HttpRequest, comment: Id, told: shapes.ResolveTold) -> Any:
    """Resolved, or open again."""
    user = signed_in(request)
    rows = Comment.objects.select_related("feedback", "by__person")
    found = get_for_user(rows, user, pk=comment)
    require(user, Action.COMMENT, found.feedback)
    made = comment_resolve(actor=user, now=timezone.now(), comment=found, resolved=told.resolved)
    return shapes.comment_shown(made)
