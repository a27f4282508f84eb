"""After closure: the draw, what the second look found."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit, User
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.choosing import offer
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.rectification.drawing import digest_of, draw
from bihuan.web.rectification.loop import contexts
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.rectification.loop.forms import DrawForm, JudgeForm
from bihuan.web.rectification.loop.queries import numbers_of
from bihuan.web.rectification.models import Recheck, RecheckItem, RecheckResult, Response
from bihuan.web.rectification.services import recheck_draw, recheck_judge
from bihuan.web.rectification.services.rechecking import office_of
from bihuan.web.rectification.workflow import ENDED


def _offices(user: User) -> list[Unit]:
    found = list(Unit.objects.filter(pk__in=office_of(user)).order_by("path"))
    if not found:
        raise PermissionDenied("抽查由巡察办办理。")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def rechecks(request: HttpRequest) -> HttpResponse:
    """Draws so far, and a new one."""
    user = signed_in(request)
    offices = _offices(user)
    ended = Response.objects.filter(feedback__office__in=offices, state__in=ENDED, withdrawn_at=None)
    count = ended.exclude(reopened_as__isnull=False).count()
    made: list[Recheck] = []

    def save(told: dict[str, Any]) -> str:
        office = next(one for one in offices if one.pk == told.pop("office"))
        made.append(recheck_draw(actor=user, now=timezone.now(), office=office, **told))
        return f"已抽取{made[0].size}项，名单和种子已经记下。"

    initial = {
        "office": offices[0].pk,
        "size": max(1, count // 10) if count else "",
        "seed": secrets.token_hex(8),
        "title": f"{timezone.localdate().year}年{timezone.localdate().month}月回头看",
    }
    form = DrawForm(request.POST or None, initial=initial)
    offer(form, "office", [(one.pk, str(one)) for one in offices])
    asked = Asked(
        title="抽查复查",
        case=None,
        place=[(str(user.unit), None), ("办理", reverse("loop:queue")), ("抽查复查", None)],
        fields=(
            Field("title", "名称", "text"),
            *((Field("office", "巡察办", "pick"),) if len(offices) > 1 else (Field("office", "", "hidden"),)),
            Field("size", "抽取几项", "number", hint=f"名单里现有{count}项已了结的整改。"),
            Field(
                "seed", "抽取种子", "text", hint="可改成当众摇出的号码；名单和种子先定，结果任何人都能复算。"
            ),
        )
        if count
        else (),
        button="抽取",
        back=reverse("loop:rechecks"),
    )
    rows = Recheck.objects.filter(office__in=offices).select_related("drawn_by__person").order_by("-id")[:50]
    answer = ask(
        request, form, asked, save, template="loop/rechecks.html", more={"rows": rows, "count": count}
    )
    return redirect("loop:recheck", made[0].pk) if made else answer


@require_safe
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """The list that was frozen, the seed, the draw, and what was found."""
    user = signed_in(request)
    _offices(user)
    row = get_for_user(Recheck.objects.select_related("office", "drawn_by__person", "round"), user, pk=pk)
    items = list(
        RecheckItem.objects.filter(recheck=row)
        .select_related("response__feedback__unit", "judged_by__person")
        .order_by("order")
    )
    findings = numbers_of(one.response_id for one in items)
    context = {
        "recheck": row,
        "items": [
            {
                "row": one,
                "called": contexts.called(findings[one.response_id]),
                "title": findings[one.response_id][0].title if findings[one.response_id] else "",
            }
            for one in items
        ],
        "pending": sum(one.result == RecheckResult.PENDING for one in items),
        "repeats": draw(row.population, row.seed, row.size) == [one.response_id for one in items]
        and digest_of(row.population) == row.digest,
    }
    return render_page(request, "loop/recheck.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """It holds, or it is reopened."""
    user = signed_in(request)
    case = ("response__feedback__round", "response__feedback__unit", "recheck")
    item = get_for_user(RecheckItem.objects.select_related(*case), user, pk=pk)
    row = item.response
    require(user, Action.RECHECK, row.feedback)
    findings = numbers_of([row.pk])[row.pk]

    def save(told: dict[str, Any]) -> str:
        holds = told["decision"] == "holds"
        recheck_judge(actor=user, now=timezone.now(), item=item, holds=holds, remark=told["remark"])
        return "复查结论已登记。" if holds else "已登记为问题反弹，并重新交办整改。"

    asked = Asked(
        title="登记复查结论",
        case=row.feedback,
        place=contexts.place(row, findings, "复查"),
        about=tuple(one.title for one in findings),
        facts=(("自评", row.evaluation or "没有"),),
        fields=(Field("decision", "结论", "radio"), Field("remark", "看到的情况")),
        button="登记",
        back=reverse("loop:recheck", args=[item.recheck_id]),
        draft=f"recheck-{pk}",
    )
    return ask(request, JudgeForm(request.POST or None), asked, save)
