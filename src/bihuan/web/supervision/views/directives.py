"""任务分解: decisions of superiors, their tasks, progress, monthly checks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Department, Person, Unit
from bihuan.web.accounts.permissions import DENIED, Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refused_at
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.supervision import contexts, queries
from bihuan.web.supervision.forms import AssignmentForm, DirectiveForm, ReportForm, SettleForm
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import (
    assignment_add,
    assignment_report,
    assignment_settle,
    directive_add,
    directive_check,
)
from bihuan.web.supervision.services.assigning import bound, homes

OFFERED = 1_000
"""People and departments that a form offers; an office with more gives tasks to units."""


@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """Decisions, the newest first, and what is mine of their tasks."""
    user, today = signed_in(request), timezone.localdate()
    page = queries.directives_page(user, request.GET.get("page"))
    counts = queries.counts_of(page.rows, today)
    context = {
        "place": contexts.place(user.unit, ("任务分解", None)),
        "tabs": contexts.tabs("directives"),
        "page": page,
        "rows": [(one, *counts.get(one.pk, (0, 0, 0))) for one in page.rows],
        "mine": [contexts.task(one, (), today) for one in queries.given_to_me(user, 20)],
        "today": today,
        "may_add": bool(homes(user)),
    }
    return render_page(request, "supervision/directives.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def directive_new(request: HttpRequest) -> HttpResponse:
    """Enter a decision."""
    user = signed_in(request)
    units = list(Unit.objects.filter(pk__in=homes(user)).order_by("path"))
    if not units:
        raise PermissionDenied(DENIED)
    made: list[int] = []

    def save(told: dict[str, Any]) -> str:
        wanted = told.pop("unit")
        unit = next((one for one in units if one.pk == wanted), units[0])
        made.append(directive_add(actor=user, now=timezone.now(), unit=unit, **told).pk)
        return "已登记，请接着分解任务。"

    unit = Field("unit", "由谁分解", "pick" if len(units) > 1 else "hidden")
    asked = Asked(
        title="登记上级决定",
        case=None,
        place=contexts.place(user.unit, ("任务分解", reverse("supervision:directives")), ("登记", None)),
        fields=(
            unit,
            Field("title", "名称", "text", hint="如：市委七届五次全会精神。"),
            Field("document", "文号", "text"),
            Field("issuer", "发文机关", "text"),
            Field("issued_on", "发文日期", "date"),
            Field("note", "要求", rows=3),
        ),
        button="登记",
        back=reverse("supervision:directives"),
        draft="directive",
    )
    form = DirectiveForm(request.POST or None, initial={"unit": units[0].pk}, units=units)
    answer = ask(request, form, asked, save)
    return redirect("supervision:directive", made[0]) if made else answer


@require_safe
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision with its tasks."""
    user = signed_in(request)
    found = queries.directive_for(user, pk)
    context = contexts.directive_page(user, found, timezone.localdate())
    return render_page(request, "supervision/directive.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One more task."""
    user = signed_in(request)
    found = queries.directive_for(user, pk)
    require(user, Action.ASSIGN, found)
    units = list(bound(found.unit).order_by("path"))
    departments = Department.objects.filter(unit__in=units, closed_on=None).select_related("unit")
    people = Person.objects.filter(unit__in=units, left_on=None).select_related("unit")

    def save(told: dict[str, Any]) -> str:
        wanted = told.pop("unit")
        unit = next((one for one in units if one.pk == wanted), None)
        if unit is None:
            raise ServiceError("请选择责任单位。", field="unit")
        chosen = {f"{name}_id": told.pop(name) for name in ("department", "person")}
        assignment_add(actor=user, now=timezone.now(), directive=found, unit=unit, **chosen, **told)
        return "任务已分解，责任人会收到消息。"

    back = reverse("supervision:directive", args=[pk])
    asked = Asked(
        title="分解一项任务",
        case=None,
        place=contexts.place(found.unit, (str(found), back), ("分解任务", None)),
        fields=(
            Field("text", "任务", rows=3),
            Field("criteria", "完成标准", rows=2),
            Field("unit", "责任单位", "pick" if len(units) > 1 else "hidden"),
            Field("department", "责任科室", "pick"),
            Field("person", "责任人", "pick"),
            Field("due", "完成时限", "date", hint="可以不填；没有时限的任务不会逾期，但每月仍要填报进展。"),
        ),
        button="分解",
        back=back,
        draft=f"assignment-{pk}",
    )
    form = AssignmentForm(
        request.POST or None,
        initial={"unit": units[0].pk if units else ""},
        units=units,
        departments=list(departments.order_by("unit__path", "name")[:OFFERED]),
        people=list(people.order_by("unit__path", "name")[:OFFERED]),
    )
    return ask(request, form, asked, save)


@require_POST
@refused_at("supervision:directive")
def check_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze a month of the decision's tasks."""
    user = signed_in(request)
    found = queries.directive_for(user, pk)
    require(user, Action.ASSIGN, found)
    month = Month.read(request.POST.get("month", ""))
    if month is None:
        raise ServiceError("请选择月份。")
    made = directive_check(actor=user, now=timezone.now(), directive=found, month=month)
    messages.success(request, f"{month.label}的检查已经记下。")
    return redirect("supervision:check", made.pk)


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """A month of a decision, frozen."""
    found = queries.check_for(signed_in(request), pk)
    return render_page(request, "supervision/check.html", contexts.check_page(found))


@require_safe
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """A task and what was done on it."""
    user = signed_in(request)
    context = contexts.assignment_page(user, queries.assignment_for(user, pk), timezone.localdate())
    return render_page(request, "supervision/assignment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry of progress."""
    user = signed_in(request)
    one = queries.assignment_for(user, pk)
    require(user, Action.RECORD, one)

    def save(told: dict[str, Any]) -> str:
        assignment_report(actor=user, now=timezone.now(), assignment=one, **told)
        return "进展已登记。"

    back = reverse("supervision:assignment", args=[pk])
    asked = Asked(
        title="登记任务进展",
        case=None,
        place=contexts.place(one.unit, (str(one.directive), back), ("进展", None)),
        about=(one.text,),
        fields=(
            Field("on", "日期", "date"),
            Field("done", "已做"),
            Field("next", "下一步", rows=2),
            Field("obstacle", "困难", rows=2),
        ),
        button="登记",
        back=back,
        draft=f"report-{pk}",
    )
    form = ReportForm(request.POST or None, initial={"on": timezone.localdate().isoformat()})
    return ask(request, form, asked, save)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A task that was done."""
    user = signed_in(request)
    one = queries.assignment_for(user, pk)
    require(user, Action.RECORD, one)

    def save(told: dict[str, Any]) -> str:
        assignment_settle(actor=user, now=timezone.now(), assignment=one, **told)
        return "已登记为完成。"

    back = reverse("supervision:assignment", args=[pk])
    asked = Asked(
        title="登记任务完成",
        case=None,
        place=contexts.place(one.unit, (str(one.directive), back), ("完成", None)),
        about=(one.text,),
        facts=(("完成标准", one.criteria or "未写"),),
        fields=(
            Field("done_on", "完成日期", "date"),
            Field("result", "完成情况"),
            Field("version", "", "hidden"),
        ),
        button="登记完成",
        back=back,
        draft=f"settle-{pk}",
    )
    initial = {"done_on": timezone.localdate().isoformat(), "version": one.version}
    return ask(request, SettleForm(request.POST or None, initial=initial), asked, save)
