"""Letters: the list, one in official form with its trace, signing, answering, urging."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refused_at
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.supervision import contexts, queries
from bihuan.web.supervision.forms import UrgeForm, WordsForm
from bihuan.web.supervision.levels import LABELS, Level, rungs
from bihuan.web.supervision.services import missive_opened, missive_receive, missive_reply, unit_urge


@require_safe
def missives(request: HttpRequest) -> HttpResponse:
    """What was sent or came, the newest first; what waits for my signature on top."""
    user = signed_in(request)
    level = request.GET.get("level", "")
    level = level if level in tuple(Level) else ""
    unsigned = request.GET.get("signed") == "open"
    page = queries.missives_page(user, request.GET.get("page"), level, None, unsigned=unsigned)
    context = {
        "place": contexts.place(user.unit, ("督办文书", None)),
        "tabs": contexts.tabs("missives"),
        "page": page,
        "level": level,
        "unsigned": unsigned,
        "levels": [(one.value, word) for one, word in LABELS.items()],
        "rungs": rungs(),
        "mine": queries.to_sign(user, 20),
    }
    return render_page(request, "supervision/missives.html", context)


@require_safe
def missive(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter. That an addressee opened it is kept, once, and only when it is really shown."""
    user = signed_in(request)
    found = queries.missive_for(user, pk)
    if request.method == "GET":
        missive_opened(actor=user, now=timezone.now(), missive=found)
    return render_page(request, "supervision/missive.html", contexts.missive_page(user, found))


@require_POST
@refused_at("supervision:missive")
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for it."""
    user = signed_in(request)
    missive_receive(actor=user, now=timezone.now(), missive=queries.missive_for(user, pk))
    messages.success(request, "已签收，时间和姓名已经记下。")
    return redirect("supervision:missive", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer it."""
    user = signed_in(request)
    found = queries.missive_for(user, pk)
    require(user, Action.RECEIPT, found)

    def save(told: dict[str, Any]) -> str:
        missive_reply(actor=user, now=timezone.now(), missive=found, **told)
        return "回复已提交，巡察办已收到消息。"

    asked = Asked(
        title=f"回复{found.reference}",
        case=None,
        place=contexts.place(
            found.unit, (found.reference, reverse("supervision:missive", args=[pk])), ("回复", None)
        ),
        about=found.text.split("\n"),
        fields=(Field("text", "回复", hint="写明办理情况、逾期原因、已采取的措施和预计办结时间。", rows=6),),
        button="提交回复",
        back=reverse("supervision:missive", args=[pk]),
        draft=f"reply-{pk}",
    )
    return ask(request, WordsForm(request.POST or None), asked, save)


@require_http_methods(["GET", "HEAD", "POST"])
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Urge a unit by hand."""
    user = signed_in(request)
    case = case_for(user, pk)
    require(user, Action.SUPERVISE, case)
    made: list[int] = []

    def save(told: dict[str, Any]) -> str:
        found = unit_urge(actor=user, now=timezone.now(), case=case, **told)
        made.append(found.pk)
        return f"{found.reference}已送达{found.addressed}。"

    asked = Asked(
        title=f"催办{case.unit}",
        case=case,
        place=contexts.place(
            case.unit, (str(case.round), reverse("supervision:round", args=[case.round_id])), ("催办", None)
        ),
        fields=(
            Field("rank", "发给", "pick", hint="有这一职务的人员都会收到，并须各自签收。"),
            Field("text", "正文", hint="逾期和即将到期的事项会自动附在后面。", rows=6),
        ),
        button="发出催办函",
        back=reverse("supervision:round", args=[case.round_id]),
        draft=f"urge-{pk}",
    )
    answer = ask(request, UrgeForm(request.POST or None), asked, save)
    return redirect("supervision:missive", made[0]) if made else answer
