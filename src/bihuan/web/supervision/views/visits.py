"""On-site supervision and spot checks of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.partials import render_page
from bihuan.web.inspections.cases import case_for
from bihuan.web.inspections.models import Feedback
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.rectification.loop.contexts import called
from bihuan.web.rectification.loop.queries import case_responses, numbers_of
from bihuan.web.supervision import contexts, queries
from bihuan.web.supervision.forms import VisitForm
from bihuan.web.supervision.services import visit_record


@require_safe
def visits(request: HttpRequest, pk: int) -> HttpResponse:
    """What was seen, the newest first."""
    user = signed_in(request)
    case = case_for(user, pk)
    rows = queries.visits_of(case)
    numbers = numbers_of(one.response_id for one in rows if one.response_id)
    context = {
        "case": case,
        "place": _place(case, ("现场督导", None)),
        "rows": [
            {"row": one, "called": called(numbers[one.response_id]) if one.response_id else "整体情况"}
            for one in rows
        ],
        "may": may(user, Action.RECHECK, case),
    }
    return render_page(request, "supervision/visits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visit_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a visit down."""
    user = signed_in(request)
    case = case_for(user, pk)
    require(user, Action.RECHECK, case)

    def save(told: dict[str, Any]) -> str:
        told["response_id"] = told.pop("response")
        visit_record(actor=user, now=timezone.now(), case=case, **told)
        return "已登记。"

    back = reverse("supervision:visits", args=[pk])
    asked = Asked(
        title="登记现场督导",
        case=case,
        place=_place(case, ("现场督导", back), ("登记", None)),
        fields=(
            Field("on", "日期", "date"),
            Field("way", "方式", "pick"),
            Field("place", "地点或对象", "text"),
            Field("people", "参加人员", "text"),
            Field("response", "核查的整改", "pick"),
            Field("seen", "看到的情况", rows=6),
            Field("result", "结论", "pick", hint="与单位填报的是否一致。"),
        ),
        button="登记",
        back=back,
        draft=f"visit-{pk}",
    )
    initial = {"on": timezone.localdate().isoformat(), "people": user.name}
    form = VisitForm(request.POST or None, initial=initial, responses=_responses(case))
    return ask(request, form, asked, save)


def _responses(case: Feedback) -> list[tuple[int, str]]:
    rows = case_responses(case)
    numbers = numbers_of(one.pk for one in rows)
    return [
        (one.pk, f"{called(numbers[one.pk])}　{numbers[one.pk][0].title[:30] if numbers[one.pk] else ''}")
        for one in rows
    ]


def _place(case: Feedback, *more: tuple[str, str | None]) -> contexts.Places:
    return contexts.place(
        case.unit, (str(case.round), reverse("supervision:round", args=[case.round_id])), *more
    )
