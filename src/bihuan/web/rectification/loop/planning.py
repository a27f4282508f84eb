"""The plan: of one response, of a whole case, and the three lists made from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import worded
from bihuan.web.diagnosis.words import notes_at
from bihuan.web.inspections.cases import case_for, due_of
from bihuan.web.inspections.queries import calendar_now
from bihuan.web.rectification import gates
from bihuan.web.rectification.due_days import propose
from bihuan.web.rectification.loop import contexts, lists_of
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.rectification.loop.forms import ReasonForm, departments_of, people_of
from bihuan.web.rectification.loop.queries import (
    case_measures,
    case_responses,
    next_draft,
    numbers_of,
    response_for,
)
from bihuan.web.rectification.models import Category, Measure, MeasureKind, Response
from bihuan.web.rectification.services import MeasurePlan, plan_write, response_mark, response_step
from bihuan.web.rectification.services.locking import refuse_unplannable, stamp_of
from bihuan.web.rectification.workflow import WORKING, Gates, ResponseState, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from bihuan.web.inspections.models import Feedback

SHARED = ("leader", "department", "person", "criteria")
"""Fields that may be filled in once for every measure that leaves them empty, beside type and day."""
_NUMBER = re.compile(r"[0-9]{1,15}")


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Target, and who does what by when; saved as far as it is filled in."""
    user = signed_in(request)
    row = response_for(user, pk)
    require(user, Action.EDIT, row.feedback)
    if request.method != "POST":
        refuse_unplannable(row)
    measures = list(Measure.objects.filter(response=row).order_by("position"))
    typed: Mapping[str, str] = request.POST if request.method == "POST" else {}
    error: ServiceError | None = None
    if request.method == "POST":
        try:
            plan_write(
                actor=user,
                now=timezone.now(),
                response=row,
                target=typed.get("target", row.target),
                measures={one.pk: _read(typed, one) for one in measures},
                new=_new(typed),
                stamp=typed.get("stamp", ""),
            )
        except ServiceError as refused:
            error = refused
        else:
            messages.success(request, "方案已保存。")
            return redirect(_onward(row, typed))
    return render_page(request, "loop/plan.html", _plan_context(row, measures, typed, error))


def _onward(row: Response, typed: Mapping[str, str]) -> str:
    """The page of the response; where the next plan is wanted, that of the next draft of the case, behind the
    last one the plan of the whole case.
    """
    if "next" not in typed:
        return reverse("loop:response", args=[row.pk])
    following = next_draft(row)
    if following is None:
        return reverse("loop:case_plan", args=[row.feedback_id])
    return reverse("loop:plan", args=[following])


def _new(typed: Mapping[str, str]) -> list[tuple[str, MeasurePlan]]:
    """Measures to be added, one a line, planned by what was typed for all."""
    lines = [line.strip() for line in typed.get("new", "").splitlines()]
    return [(line, _read(typed, Measure())) for line in lines if line]


def _read(typed: Mapping[str, str], one: Measure) -> MeasurePlan:
    """The plan of one measure from its fields; a field that was not shown keeps what is stored. A measure
    that is not there yet has no fields of its own.
    """

    def field(name: str) -> str | None:
        """What was typed for the measure, else what was typed for all; None where the field was not shown."""
        raw = typed.get(f"m{one.pk}-{name}") if one.pk else ""
        return raw if raw is None or raw.strip() else typed.get(f"all-{name}", "")

    def text(name: str, stored: str) -> str:
        raw = field(name)
        return stored if raw is None else raw.strip()

    def number(name: str, stored: int | None) -> int | None:
        raw = field(name)
        return stored if raw is None else (int(raw) if _NUMBER.fullmatch(raw) else None)

    raw = field("due")
    return MeasurePlan(
        text("kind", one.kind),
        text("category", one.category),
        text("criteria", one.criteria),
        one.due if raw is None else _day(raw, one),
        number("leader", one.leader_id),
        number("department", one.department_id),
        number("person", one.person_id),
    )


def _day(raw: str, one: Measure) -> Any:
    if not raw.strip():
        return None
    try:
        found = parse_date(raw.strip())
    except ValueError:
        found = None
    if found is None:
        raise ServiceError(f"完成时限“{raw[:20]}”不是日期，请写成 2026-03-08。", field=f"m{one.pk}-due")
    return found


def _plan_context(
    row: Response, measures: list[Measure], typed: Mapping[str, str], error: ServiceError | None
) -> dict[str, Any]:
    case = row.feedback
    notes = notes_at(case, [one.position for one in measures])
    findings = numbers_of([row.pk])[row.pk]
    rectify_by = min((one.due for one in findings if one.due), default=None)
    calendar = calendar_now()
    people = [pk for one in measures for pk in (one.leader_id, one.person_id)]
    departments = [one.department_id for one in measures]
    proposals = {kind: propose(kind, case.given_on, rectify_by, calendar) for kind in MeasureKind.values}
    return {
        "case": case,
        "response": row,
        "findings": findings,
        "place": contexts.place(row, findings, "方案"),
        "title": f"{contexts.called(findings)}整改方案".replace("整改整改", "整改"),
        "new": typed.get("new", ""),
        "following": next_draft(row),
        "target": typed.get("target", row.target),
        "rows": [
            {
                "row": one,
                "shown": _shown(one, typed),
                "fixed": one.original_due is not None,
                "notes": notes.get(one.position, []),
            }
            for one in measures
        ],
        "kinds": [("", "未定"), *MeasureKind.choices],
        "categories": [("", "未定"), *Category.choices],
        "people": [(one.pk, f"{one.name}　{one.post}".strip()) for one in people_of(case.unit, people)],
        "departments": [(one.pk, one.name) for one in departments_of(case.unit, departments)],
        "proposals": [(MeasureKind(kind).label, found.due, found.why) for kind, found in proposals.items()],
        "all": {name: typed.get(f"all-{name}", "") for name in ("kind", *SHARED)}
        | {"due": typed.get("all-due", _iso(proposals[MeasureKind.LIMITED].due))},
        "target_fixed": row.state != ResponseState.DRAFT,
        "error": error,
        "stamp": typed.get("stamp") or stamp_of(row, measures),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _shown(one: Measure, typed: Mapping[str, str]) -> dict[str, str]:
    """What stands in the fields: what was typed, else what is stored."""
    stored = {
        "kind": one.kind,
        "category": one.category,
        "criteria": one.criteria,
        "due": one.due.isoformat() if one.due else "",
        "leader": str(one.leader_id or ""),
        "department": str(one.department_id or ""),
        "person": str(one.person_id or ""),
    }
    return {name: typed.get(f"m{one.pk}-{name}", value) for name, value in stored.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Severe, or no longer."""
    user = signed_in(request)
    row = response_for(user, pk)
    require(user, Action.REVIEW, row.feedback)
    findings = numbers_of([pk])[pk]
    word = "不再列为重点问题" if row.severe else "列为重点问题"

    def save(told: dict[str, Any]) -> str:
        response_mark(
            actor=user, now=timezone.now(), response=row, severe=not row.severe, reason=told["opinion"]
        )
        return f"已{word}。"

    asked = Asked(
        title=word,
        case=row.feedback,
        place=contexts.place(row, findings, word),
        fields=(Field("opinion", "理由"),),
        button=word,
        back=reverse("loop:response", args=[pk]),
        about=("重点问题会审更严：需更多会审方、更多人同意，才能了结。",),
    )
    return ask(request, ReasonForm(request.POST or None), asked, save)


@require_http_methods(["GET", "HEAD", "POST"])
def case_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan of a whole case: what is complete is submitted or approved together, with a result a row."""
    user = signed_in(request)
    case = case_for(user, pk)
    rows = case_responses(case)
    step = Step.APPROVE_PLAN if may(user, Action.APPROVE, case) else Step.SUBMIT_PLAN
    results: dict[int, str] = {}
    if request.method == "POST":
        require(user, Action.APPROVE if step is Step.APPROVE_PLAN else Action.EDIT, case)
        chosen = {int(one) for one in request.POST.getlist("response") if _NUMBER.fullmatch(one)}
        for row in rows:
            if row.pk in chosen:
                results[row.pk] = _take(user, row, step)
        if not results:
            messages.error(request, "请先勾选要办理的整改。")
        rows = case_responses(case)
    return render_page(request, "loop/case_plan.html", _case_context(user, case, rows, step, results))


def _take(user: Any, row: Response, step: Step) -> str:
    try:
        response_step(actor=user, now=timezone.now(), response=row, step=step)
    except ServiceError as error:
        return worded(error)
    return ""


def _case_context(
    user: Any, case: Feedback, rows: list[Response], step: Step, results: dict[int, str]
) -> dict[str, Any]:
    measures, findings = case_measures(case), numbers_of(one.pk for one in rows)
    wanted = ResponseState.PLAN_SUBMITTED if step is Step.APPROVE_PLAN else ResponseState.DRAFT
    right = Action.APPROVE if step is Step.APPROVE_PLAN else Action.EDIT
    lines = [
        {
            "row": one,
            "findings": findings[one.pk],
            "called": contexts.called(findings[one.pk]),
            "measures": len(measures[one.pk]),
            "planned": sum(_planned(m) for m in measures[one.pk]),
            "due": max((m.due for m in measures[one.pk] if m.due), default=None),
            "may": one.state == wanted,
            "ready": one.state == ResponseState.PLAN_SUBMITTED or _ready(one, measures[one.pk]),
            "result": results.get(one.pk),
            "state": one.state,
        }
        for one in rows
    ]
    return {
        "case": case,
        "due": due_of(case),
        "lines": lines,
        "lists": reverse("loop:lists", args=[case.pk, "problems"]),
        "step": step.label,
        "may": may(user, right, case) and any(one["may"] for one in lines),
        "results": results,
        "may_edit": may(user, Action.EDIT, case),
        "may_parties": may(user, Action.REVIEW, case),
        "approved": sum(one.planned_at is not None for one in rows),
        "waiting": sum(one.state == ResponseState.PLAN_SUBMITTED for one in rows),
        "working": sum(one.state in WORKING for one in rows),
        "gates": [one.title for one in gates.REGISTRY.values() if one.gates is Gates.PLAN],
    }


def _planned(one: Measure) -> bool:
    return bool(one.kind and one.due and one.criteria and one.leader_id)


def _ready(row: Response, measures: Sequence[Measure]) -> bool:
    return bool(row.target and measures) and all(_planned(one) for one in measures)


@require_safe
def lists(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """问题清单, 任务清单, 责任清单."""
    if kind not in lists_of.KINDS:
        raise Http404
    case = case_for(signed_in(request), pk)
    rows = case_responses(case)
    findings = numbers_of(one.pk for one in rows)
    context = {
        "case": case,
        "kind": kind,
        "base_url": reverse("loop:lists", args=[pk, kind]).removesuffix(f"{kind}/"),
        "kinds": lists_of.KINDS,
        "today": timezone.localdate(),
        **lists_of.build(kind, rows, case_measures(case), findings),
    }
    return render_page(request, "loop/lists.html", context)
