"""Pages of one case: 责任矩阵, 看板, the printed ledger; and who supports a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell
from bihuan.web.inspections.cases import case_for, due_of
from bihuan.web.rectification.desk import kanban as board
from bihuan.web.rectification.desk.matrix import MARKS, MOST, WORDS, matrix
from bihuan.web.rectification.loop import contexts
from bihuan.web.rectification.loop.forms import people_of
from bihuan.web.rectification.loop.queries import (
    case_measures,
    case_responses,
    measure_for,
    numbers_of,
)
from bihuan.web.rectification.models import Involvement, Part
from bihuan.web.rectification.services import parts_write

if TYPE_CHECKING:
    from bihuan.web.rectification.services.involving import Who


@require_safe
def matrix_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who does what, by finding or by measure; a page for paper and for the phone."""
    user = signed_in(request)
    case = case_for(user, pk)
    told = request.GET.get("section", "")
    section = int(told) if told.isascii() and told.isdecimal() and len(told) < 16 else None
    by_measure = request.GET.get("by") == "measure"
    context = {
        "case": case,
        "matrix": matrix(case, by_measure=by_measure, section=section),
        "by_measure": by_measure,
        "section": section,
        "sections": list(case.sections.filter(findings__isnull=False).distinct().order_by("position")),
        "words": [(MARKS[part], word) for part, word in WORDS.items()],
        "marks": MARKS,
        "full": WORDS,
        "most": MOST,
        "may_edit": may(user, Action.EDIT, case),
    }
    return render_page(request, "desk/matrix.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, pk: int) -> HttpResponse:
    """Who supports a measure, who is informed."""
    user = signed_in(request)
    row = measure_for(user, pk)
    require(user, Action.EDIT, row.feedback)
    back = f"{reverse('desk:matrix', args=[row.feedback_id])}?by=measure"
    if request.method == "POST":
        wanted: dict[Part, list[Who]] = {part: [] for part in Part}
        for name, value in request.POST.items():
            kind, _, number = name.partition("-")
            if kind in ("person", "department") and number.isdecimal() and value in Part.values:
                wanted[Part(value)].append((kind, int(number[:15])))
        try:
            parts_write(actor=user, now=timezone.now(), measure=row, parts=wanted)
        except ServiceError as error:
            tell(request, error)
            return redirect("desk:parts", pk)
        messages.success(request, "配合和知悉已列明。")
        return redirect(back)
    row.response.feedback = row.feedback
    findings = numbers_of([row.response_id])[row.response_id]
    held = {
        f"person-{one.person_id}" if one.person_id else f"department-{one.department_id}": one.part
        for one in Involvement.objects.filter(measure=row)
    }
    unit = row.feedback.unit
    departments = [(f"department-{one.pk}", one.name, "") for one in unit.departments.filter(closed_on=None)]
    people = [(f"person-{one.pk}", one.name, one.post) for one in people_of(unit)]
    own = {f"person-{row.leader_id}", f"person-{row.person_id}", f"department-{row.department_id}"}
    context = {
        "case": row.feedback,
        "measure": row,
        "place": contexts.place(row.response, findings, "配合和知悉"),
        "groups": [
            (word, [(name, label, post, held.get(name, "")) for name, label, post in rows if name not in own])
            for word, rows in (("科室", departments), ("人员", people))
        ],
        "back": back,
    }
    return render_page(request, "desk/parts.html", context)


@require_safe
def kanban(request: HttpRequest, pk: int) -> HttpResponse:
    """Responses of a case by stage; the moves are the usual buttons of each."""
    user, today = signed_in(request), timezone.localdate()
    case = case_for(user, pk)
    context = {"case": case, "due": due_of(case), "lanes": board.lanes(user, case, today), "today": today}
    return render_page(request, "desk/kanban.html", context)


@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole ledger on paper: every finding with its measures, who, by when, how far."""
    user, today = signed_in(request), timezone.localdate()
    case = case_for(user, pk)
    rows = case_responses(case)
    measures, findings = case_measures(case), numbers_of(one.pk for one in rows)
    lines: list[dict[str, Any]] = [
        {"response": one, "findings": findings[one.pk], "measures": measures[one.pk]} for one in rows
    ]
    context = {"case": case, "lines": lines, "due": due_of(case), "today": today}
    return render_page(request, "desk/printed.html", context)
