"""Decisions of superiors, their tasks, monthly checks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import DENIED, Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.routes.supervision import month_told
from bihuan.web.api.seen import seen_version
from bihuan.web.api.shapes import directives as shapes
from bihuan.web.api.shapes.common import Cursor, Id, Rows
from bihuan.web.api.shapes.supervision import MonthTold
from bihuan.web.base.errors import ServiceError
from bihuan.web.supervision import queries
from bihuan.web.supervision.services import (
    assignment_add,
    assignment_report,
    assignment_settle,
    directive_add,
    directive_check,
)
from bihuan.web.supervision.services.assigning import bound, homes

operations = Operations(Area.SUPERVISION)


@operations.get("/directives", "任务分解清单", Rows[shapes.DirectiveLine], about="新的在前。")
def directives_list(request: HttpRequest, cursor: Cursor = "") -> Any:
    """Decisions that the account sees."""
    found = queries.directives_page(signed_in(request), cursor or None)
    return rows(found, [shapes.directive_line(one) for one in found.rows])


@operations.post("/directives", "登记上级决定", shapes.DirectiveLine, status=201)
def directive_add_(request: HttpRequest, told: shapes.DirectiveTold) -> Any:
    """Enter a decision."""
    user = signed_in(request)
    own = homes(user)
    if not own:
        raise PermissionDenied(DENIED)
    wanted = told.unit or own[0]
    if wanted not in own:
        raise ServiceError("没有这个单位，或者不归您分解，请核对编号。", field="unit")
    words = told.model_dump(exclude={"unit"})
    unit = Unit.objects.get(pk=wanted)
    return shapes.directive_line(directive_add(actor=user, now=timezone.now(), unit=unit, **words))


@operations.get("/directives/{int:directive}", "一项上级决定", shapes.DirectiveShown)
def directive_get(request: HttpRequest, directive: Id) -> Any:
    """A decision with its tasks and checks."""
    found = queries.directive_for(signed_in(request), directive)
    return shapes.directive_shown(found, queries.tasks_of(found), queries.checks_of(found))


@operations.post("/directives/{int:directive}/assignments", "分解任务", shapes.AssignmentLine, status=201)
def assignment_add_(request: HttpRequest, directive: Id, told: shapes.AssignmentTold) -> Any:
    """One more task."""
    user = signed_in(request)
    found = queries.directive_for(user, directive)
    require(user, Action.ASSIGN, found)
    unit = bound(found.unit).filter(pk=told.unit).first()
    if unit is None:
        raise ServiceError("请选择责任单位。", field="unit")
    words = told.model_dump(exclude={"unit", "department", "person"})
    made = assignment_add(
        actor=user, now=timezone.now(), directive=found, unit=unit,
        department_id=told.department, person_id=told.person, **words,
    )  # fmt: skip
    return shapes.assignment_line(made)


@operations.post("/directives/{int:directive}/checks", "生成一个月的检查", shapes.CheckShown, status=201)
def directive_check_(request: HttpRequest, directive: Id, told: MonthTold) -> Any:
    """Freeze a month of the decision's tasks."""
    user = signed_in(request)
    found = queries.directive_for(user, directive)
    require(user, Action.ASSIGN, found)
    month = month_told(told.month)
    return shapes.check_shown(directive_check(actor=user, now=timezone.now(), directive=found, month=month))


@operations.get("/directive-checks/{int:check}", "一个月的检查", shapes.CheckShown)
def check_get(request: HttpRequest, check: Id) -> Any:
    """A month of a decision, frozen."""
    return shapes.check_shown(queries.check_for(signed_in(request), check))


@operations.get("/assignments/{int:assignment}", "一项任务", shapes.AssignmentShown)
def assignment_get(request: HttpRequest, assignment: Id) -> Any:
    """A task and what was done on it."""
    found = queries.assignment_for(signed_in(request), assignment)
    return shapes.assignment_shown(found, queries.reports_of([found]).get(found.pk, []))


@operations.post("/assignments/{int:assignment}/progress", "登记任务进展", shapes.ReportShown, status=201)
def assignment_report_(request: HttpRequest, assignment: Id, told: shapes.ReportTold) -> Any:
    """One entry of progress."""
    user = signed_in(request)
    found = queries.assignment_for(user, assignment)
    require(user, Action.RECORD, found)
    now = timezone.now()
    return shapes.report_shown(assignment_report(actor=user, now=now, assignment=found, **told.model_dump()))


@operations.post("/assignments/{int:assignment}/settle", "登记任务完成", shapes.AssignmentLine, seen=True)
def assignment_settle_(request: HttpRequest, assignment: Id, told: shapes.SettleTask) -> Any:
    """A task that was done."""
    user = signed_in(request)
    found = queries.assignment_for(user, assignment)
    require(user, Action.RECORD, found)
    version = seen_version(request, told.version)
    words = told.model_dump(exclude={"version"})
    now = timezone.now()
    made = assignment_settle(actor=user, now=now, assignment=found, version=version, **words)
    return shapes.assignment_line(made)
