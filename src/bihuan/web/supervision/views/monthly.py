"""The months of a round: lights, records, a unit's sheet and its explanation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.accounts.permissions import Action, Place, require, require_at
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refused_at
from bihuan.web.inspections.models import Round
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.supervision import contexts, queries
from bihuan.web.supervision.forms import WordsForm
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import month_explain, scoring_switch, supervision_ask


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest round that has records, else the newest; without any, what this place is for."""
    user = signed_in(request)
    rounds = queries.rounds_for(user)
    if not rounds:
        context = {"place": contexts.place(user.unit), "tabs": contexts.tabs("home")}
        return render_page(request, "supervision/empty.html", context)
    alive = [one for one in rounds if one.archived_at is None] or rounds
    found = next((one for one in alive if getattr(one, "recorded", False)), alive[0])
    return _round(request, user, rounds, found)


@require_safe
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """One round."""
    user = signed_in(request)
    found = queries.round_for(user, pk)
    return _round(request, user, queries.rounds_for(user), found)


def _round(request: HttpRequest, user: User, rounds: list[Round], found: Round) -> HttpResponse:
    page = queries.cases_of(user, found, request.GET.get("page"))
    context = contexts.round_page(user, rounds, found, page, timezone.localdate())
    return render_page(request, "supervision/round.html", context)


@require_POST
@refused_at("supervision:round")
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the worker make the record of a month."""
    user = signed_in(request)
    found = queries.round_for(user, pk)
    require_at(user, Action.SUPERVISE, Place(office=found.office_id))
    month = Month.read(request.POST.get("month", ""))
    if month is None:
        raise ServiceError("请选择月份。")
    supervision_ask(actor=user, now=timezone.now(), round=found, month=month)
    messages.success(request, f"正在生成{month.label}的督导记录，一会儿刷新本页就能看到。")
    return redirect("supervision:round", pk)


@require_POST
@refused_at("supervision:round")
def scoring(request: HttpRequest, pk: int) -> HttpResponse:
    """Scores on or off, as ``scored`` says."""
    user = signed_in(request)
    found = queries.round_for(user, pk)
    wanted = request.POST.get("scored") == "1"
    scoring_switch(actor=user, now=timezone.now(), round=found, scored=wanted)
    said = "已启用计分排名，从下一次生成的督导记录起计分。" if wanted else "已停用计分排名，已有的记录不变。"
    messages.success(request, said)
    return redirect("supervision:round", pk)


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """A month of all units, frozen."""
    user = signed_in(request)
    found = queries.record_for(user, pk)
    page = queries.sheets_of(user, found, request.GET.get("page"))
    return render_page(request, "supervision/record.html", contexts.record_page(user, found, page))


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """月度督导检查表 of a unit."""
    user = signed_in(request)
    context = contexts.sheet_page(user, queries.sheet_for(user, pk), timezone.localdate())
    return render_page(request, "supervision/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's words on its month."""
    user = signed_in(request)
    found = queries.sheet_for(user, pk)
    require(user, Action.RECEIPT, found)
    month = Month(found.month)

    def save(told: dict[str, Any]) -> str:
        month_explain(actor=user, now=timezone.now(), sheet=found, **told)
        return "说明已提交，与当月的每一份督导记录一起显示。"

    asked = Asked(
        title=f"说明{month.label}的情况",
        case=found.feedback,
        place=contexts.place(
            found.unit, (month.label, reverse("supervision:sheet", args=[pk])), ("说明", None)
        ),
        facts=(("逾期", f"{found.late}项"), ("未报进展", f"{found.unreported}项")),
        fields=(
            Field(
                "text",
                "说明",
                hint="每月只能说明一次，提交后不能改动。写明原因、已采取的办法、何时补上。",
                rows=6,
            ),
        ),
        button="提交说明",
        back=reverse("supervision:sheet", args=[pk]),
        draft=f"explain-{pk}",
    )
    return ask(request, WordsForm(request.POST or None), asked, save)
