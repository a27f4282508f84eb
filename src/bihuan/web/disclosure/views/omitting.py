"""Findings that are left out: which, why, who agreed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.choosing import offer
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell
from bihuan.web.disclosure import publications
from bihuan.web.disclosure.forms import DecisionForm, OmissionForm
from bihuan.web.disclosure.places import place
from bihuan.web.disclosure.services import omission_ask, omission_decide, omission_lift
from bihuan.web.disclosure.workflow import BASES
from bihuan.web.inspections.models import Finding
from bihuan.web.rectification.loop.asking import Asked, Field, ask

SHORT = 40


@require_safe
def omissions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every wish with its reason and decision."""
    user = signed_in(request)
    found = publications.announcement_for(user, pk)
    back = reverse("disclosure:publication", args=[pk])
    context = {
        "announcement": found,
        "case": found.feedback,
        "place": place(found.feedback, (found.get_audience_display(), back), ("不公开的问题", None)),
        "rows": publications.omissions_of(found),
        "bases": BASES.values(),
        "may_edit": may(user, Action.PUBLISH, found.feedback),
        "may_decide": may(user, Action.REVIEW, found.feedback),
        "mine": user.stands_for(),
    }
    return render_page(request, "disclosure/omissions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def omission_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a finding is left out."""
    user = signed_in(request)
    found = publications.announcement_for(user, pk)
    require(user, Action.PUBLISH, found.feedback)
    rows = Finding.objects.filter(feedback=found.feedback_id, withdrawn_at=None).order_by("position")
    findings = {str(one.pk): one for one in rows}
    form = OmissionForm(request.POST if request.method == "POST" else None)
    offer(form, "finding", [(key, str(one)[:SHORT]) for key, one in findings.items()])
    back = reverse("disclosure:omissions", args=[pk])

    def save(told: dict[str, Any]) -> str:
        finding = findings[told.pop("finding")]
        omission_ask(actor=user, now=timezone.now(), announcement=found, finding=finding, **told)
        return "已经申请，巡察办同意后这个问题不写进稿子。"

    asked = Asked(
        title="申请不公开一个问题",
        case=found.feedback,
        place=place(found.feedback, ("不公开的问题", back), ("申请", None)),
        about=["原则上全部公开；只有下面五种情形可以不公开，每一个都要写明理由，由巡察办报领导小组同意。"],
        fields=(
            Field("finding", "问题", "pick"),
            Field("basis", "情形", "radio"),
            Field("reason", "理由", hint="写明为什么属于这种情形；理由不对外公开。"),
        ),
        button="提出申请",
        back=back,
        draft=f"omission-{pk}",
    )
    return ask(request, form, asked, save)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or not."""
    user = signed_in(request)
    found = publications.omission_for(user, pk)
    require(user, Action.REVIEW, found.announcement.feedback)
    back = reverse("disclosure:omissions", args=[found.announcement_id])

    def save(told: dict[str, Any]) -> str:
        made = omission_decide(
            actor=user,
            now=timezone.now(),
            omission=found,
            agreed=told["agreed"] == "yes",
            opinion=told["opinion"],
        )
        return f"已记下：{made.get_state_display()}。"

    asked = Asked(
        title="是否同意不公开",
        case=found.announcement.feedback,
        place=place(found.announcement.feedback, ("不公开的问题", back), ("决定", None)),
        about=[str(found.finding)],
        facts=(
            ("情形", found.get_basis_display()),
            ("理由", found.reason),
            ("申请人", found.asked_by.name),
        ),
        fields=(
            Field("agreed", "决定", "radio"),
            Field("opinion", "意见", hint="不同意的要写明理由。", rows=3),
        ),
        button="决定",
        back=back,
        draft=f"omission-decide-{pk}",
    )
    return ask(
        request,
        DecisionForm(request.POST if request.method == "POST" else None, initial={"agreed": "yes"}),
        asked,
        save,
    )


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the finding after all."""
    user = signed_in(request)
    found = publications.omission_for(user, pk)
    try:
        omission_lift(actor=user, now=timezone.now(), omission=found)
    except ServiceError as error:
        tell(request, error)
    return redirect("disclosure:omissions", found.announcement_id)
