"""The ledger and the page of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.base.queries import events, key_of
from bihuan.web.base.refusals import refuse, tell
from bihuan.web.diagnosis.views import choose
from bihuan.web.inspections.cases import case_for, cases_for
from bihuan.web.rectification import contexts
from bihuan.web.rectification.addresses import Address
from bihuan.web.rectification.desk.lists import CASES, LEDGER
from bihuan.web.rectification.forms import OutcomeForm, TextForm, VersionForm
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.queries import case_findings, finding_for, finding_page, visible_findings
from bihuan.web.rectification.services import (
    measure_add,
    measure_edit,
    measure_remove,
    outcome_edit,
)
from bihuan.web.rectification.services.editing import REWORDING
from bihuan.web.rectification.services.locking import refuse_planned
from bihuan.web.rectification.wizard.choices import may_import
from bihuan.web.saved.queries import bar, opens_with

if TYPE_CHECKING:
    from django.forms import Form

PARTS = {"rows": "rows", "open": "open"}
"""Target of an htmx request → block of the page."""


@require_safe
def ledgers(request: HttpRequest) -> HttpResponse:
    """All findings that the user sees; whoever sees one case goes straight to it."""
    user = signed_in(request)
    cases = list(cases_for(user)[: contexts.CASES_SHOWN + 1])
    if len(cases) == 1:
        return redirect("rectification:ledger", cases[0].pk)
    if not cases:
        return render_page(request, "rectification/no_cases.html", {"may_import": may_import(user)})
    above = bar(request, user, LEDGER)
    if elsewhere := opens_with(request, above):
        return redirect(elsewhere)
    address = Address.read(request.path, request.GET)
    context = contexts.overview(user, cases, visible_findings(user), address, timezone.localdate())
    return _ledger_page(request, {**context, "bar": above})


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Choose a ledger among many."""
    return choose(request, "台账", "rectification:ledger", CASES, reverse("sheets:all"))


@require_safe
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger of one case."""
    user = signed_in(request)
    case = case_for(user, pk)
    address = Address.read(request.path, request.GET)
    part = request.headers.get("HX-Target")
    above = bar(request, user, LEDGER) if part != "open" else None
    if above and (elsewhere := opens_with(request, above)):
        return redirect(elsewhere)
    context = contexts.case_ledger(case, case_findings(case), address, timezone.localdate(), part)
    return _ledger_page(request, {**context, "bar": above})


def _ledger_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    block = PARTS.get(request.headers.get("HX-Target", ""))
    return render_page(request, "rectification/ledger.html", context, block=block)


@require_safe
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """A finding, what was done about it, what the examination asks, what happened to it."""
    user = signed_in(request)
    found = finding_page(finding_for(user, pk))
    context = contexts.finding(
        found, timezone.localdate(), request.GET.get("saved", ""), request.GET.get("back", "")
    )
    context["history"] = contexts.told(events([key_of(row) for row in contexts.things(found)])[0])
    case = found.finding.feedback  # the finding itself knows nothing of the archive
    context["may_edit"] = may(user, Action.EDIT, case)
    context["may_prove"] = may(user, Action.ADD_EVIDENCE, case)
    context["archived"] = case.archived_at
    return render_page(request, "rectification/finding.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a measure in its place."""
    user = signed_in(request)
    # With its response: the refused form still needs it when somebody has undone the import meanwhile.
    rows = Measure.objects.select_related("feedback__round", "feedback__unit", "response")
    row = get_for_user(rows, user, pk=pk)
    require(user, Action.EDIT, row.feedback)
    if request.method != "POST":
        refuse_planned(row.response, REWORDING)
    form = TextForm(request.POST or None, initial={"value": row.text, "version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            measure_edit(actor=user, now=timezone.now(), measure=row, **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, "措施已保存，体检已重新做过。")
            return _back(request, row.response, f"measure-{pk}")
    return _edit_page(request, form, contexts.editing("措施", row.response, f"measure-{pk}", remove=pk))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a measure out; the journal keeps its words."""
    user = signed_in(request)
    row = get_for_user(Measure.objects.select_related("feedback", "response"), user, pk=pk)
    require(user, Action.EDIT, row.feedback)
    response = row.response
    form = VersionForm(request.POST)
    try:
        measure_remove(actor=user, now=timezone.now(), measure=row, version=form.seen())
    except ServiceError as error:
        tell(request, error)
    else:
        messages.success(request, "措施已删除，原文留在“经过”里。")
    return _back(request, response, f"outcome-{response.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more measure at the end of a response."""
    user = signed_in(request)
    row = get_for_user(Response.objects.select_related("feedback__round", "feedback__unit"), user, pk=pk)
    require(user, Action.EDIT, row.feedback)
    form = TextForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            made = measure_add(actor=user, now=timezone.now(), response=row, value=form.cleaned_data["value"])
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, "措施已增加，体检已重新做过。")
            return _back(request, row, f"measure-{made.pk}")
    return _edit_page(request, form, contexts.editing("新的措施", row, f"add-{pk}"))


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the outcome of a response in its place."""
    user = signed_in(request)
    row = get_for_user(Response.objects.select_related("feedback__round", "feedback__unit"), user, pk=pk)
    require(user, Action.EDIT, row.feedback)
    form = OutcomeForm(request.POST or None, initial={"value": row.outcome, "version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            outcome_edit(actor=user, now=timezone.now(), response=row, **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, "整改状态已保存，体检已重新做过。")
            return _back(request, row, f"outcome-{pk}")
    return _edit_page(request, form, contexts.editing("整改状态", row, f"outcome-{pk}"))


def _back(request: HttpRequest, response: Response, row_id: str) -> HttpResponse:
    """To the finding, at the row that was saved, still knowing which list led there."""
    query = {"saved": row_id, **({"back": request.GET["back"]} if "back" in request.GET else {})}
    return redirect(f"{contexts.page_of(response)}?{urlencode(query)}#{row_id}")


def _edit_page(request: HttpRequest, form: Form, context: dict[str, Any]) -> HttpResponse:
    """The form in the thread for htmx, a page of its own otherwise; a refused form stays in its row."""
    answer = render_page(
        request,
        "rectification/edit.html",
        {**context, "form": form, "action": request.get_full_path()},
        block="row",
    )
    if request.method == "POST":
        for name in ("HX-Retarget", "HX-Reselect"):
            answer.headers[name] = f"#{context['row_id']}"
        answer.headers["HX-Reswap"] = "outerHTML"
    return answer
