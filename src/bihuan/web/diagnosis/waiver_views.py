"""Answering a diagnostic by a reason, and agreeing to it."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse
from bihuan.web.diagnosis.models import Diagnostic, Waiver, WaiverState
from bihuan.web.diagnosis.waiving import may_decide, waiver_ask, waiver_decide
from bihuan.web.diagnosis.words import note

TERM = timedelta(days=180)


class WaiveForm(forms.Form):
    """Why it may stand, and until when."""

    reason = forms.CharField(max_length=2_000, error_messages={"required": "请写明理由。"})
    until = forms.DateField(
        error_messages={"required": "请填写有效期。", "invalid": "日期看不懂，请写成 2026-03-08。"}
    )


class AnswerForm(forms.Form):
    """Yes or no."""

    decision = forms.ChoiceField(choices=[("grant", "同意这样说明"), ("refuse", "不同意，请改正")])
    opinion = forms.CharField(max_length=2_000, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a diagnostic may stand."""
    user = signed_in(request)
    rows = Diagnostic.objects.select_related("feedback__round", "feedback__unit")
    one = get_for_user(rows, user, pk=pk)
    require(user, Action.EDIT, one.feedback)
    until = timezone.localdate() + TERM
    form = WaiveForm(request.POST or None, initial={"until": until.isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            waiver_ask(actor=user, now=timezone.now(), diagnostic=one, **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, "说明已提交，经他人同意后生效。")
            return redirect("diagnosis:waivers", one.feedback_id)
    context = {"case": one.feedback, "note": note(one), "form": form, "finding": one.finding_id}
    return render_page(request, "diagnosis/waive.html", context)


@require_safe
def waivers(request: HttpRequest, pk: int) -> HttpResponse:
    """Every answer of a case, those that wait first."""
    from bihuan.web.inspections.cases import case_for

    user = signed_in(request)
    case = case_for(user, pk)
    people = ("asked_by__person", "decided_by__person", "finding")
    found = list(Waiver.objects.filter(feedback=case).select_related(*people).order_by("-id")[:200])
    found.sort(key=lambda one: one.state != WaiverState.PENDING)
    context = {
        "case": case,
        "rows": found,
        "today": timezone.localdate(),
        "may": may_decide(user, case),
        "pending": sum(one.state == WaiverState.PENDING for one in found),
    }
    return render_page(request, "diagnosis/waivers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to a reason, or not."""
    user = signed_in(request)
    rows = Waiver.objects.select_related("feedback__round", "feedback__unit", "asked_by__person", "finding")
    one = get_for_user(rows, user, pk=pk)
    if not may_decide(user, one.feedback):
        require(user, Action.APPROVE, one.feedback)
    form = AnswerForm(request.POST or None, initial={"decision": "grant"})
    if request.method == "POST" and form.is_valid():
        granted = form.cleaned_data["decision"] == "grant"
        opinion = form.cleaned_data["opinion"]
        try:
            waiver_decide(actor=user, now=timezone.now(), waiver=one, granted=granted, opinion=opinion)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, "已同意这条说明。" if granted else "已退回这条说明。")
            return redirect("diagnosis:waivers", one.feedback_id)
    return render_page(request, "diagnosis/answer.html", {"case": one.feedback, "row": one, "form": form})
