"""Regular duties with their picture, and promises that are followed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.base.words import day_words
from bihuan.web.inspections.lateness import past
from bihuan.web.rectification.loop import contexts
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.rectification.loop.forms import DutyForm, KeepForm, OccurrenceForm
from bihuan.web.rectification.loop.queries import (
    commitments_for,
    duties_for,
    numbers_of,
    occurrences_of,
    response_for,
)
from bihuan.web.rectification.models import Commitment, Every, Occurrence, RegularDuty
from bihuan.web.rectification.services import commitment_keep, duty_create, occurrence_record
from bihuan.web.rectification.services.locking import standing_of_duty, standings_of


@require_http_methods(["GET", "HEAD", "POST"])
def duty_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up a regular duty; a promise of the text that comes round is proposed."""
    user = signed_in(request)
    row = response_for(user, pk)
    require(user, Action.EDIT, row.feedback)
    findings = numbers_of([pk])[pk]
    promise = Commitment.objects.filter(response=row).exclude(every="").order_by("position").first()
    today = timezone.localdate()
    initial = {
        "title": promise.text if promise else "",
        "every": promise.every if promise else Every.MONTH,
        "starts_on": ((promise.starts_on if promise else None) or today.replace(day=1)).isoformat(),
    }

    def save(told: dict[str, Any]) -> str:
        told["department_id"], told["person_id"] = told.pop("department"), told.pop("person")
        duty_create(actor=user, now=timezone.now(), response=row, **told)
        return "定期任务已设立，到期请登记。"

    asked = Asked(
        title="设立定期任务",
        case=row.feedback,
        place=contexts.place(row, findings, "定期任务"),
        about=tuple(one.title for one in findings),
        fields=(
            Field("title", "定期做什么", rows=2, hint="如：每月抽查两家企业的统计台账。"),
            Field("every", "周期", "pick"),
            Field("starts_on", "从哪天起", "date"),
            Field("ends_on", "到哪天止", "date", hint="长期坚持的可以不填。"),
            Field("department", "责任科室", "pick"),
            Field("person", "责任人", "pick"),
        ),
        button="设立",
        back=reverse("loop:response", args=[pk]),
        draft=f"duty-{pk}",
    )
    form = DutyForm(request.POST or None, initial=initial, unit=row.feedback.unit)
    return ask(request, form, asked, save)


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Did it happen every month."""
    user, today = signed_in(request), timezone.localdate()
    found = duties_for(user, request.GET.get("page"))
    done = occurrences_of(found.rows)
    rows = [contexts.duty(one, done.get(one.pk, {}), today) for one in found.rows]
    context = {
        "page": found,
        "duties": rows,
        "missed": sum(one["counts"]["missed"] for one in rows),
        "made_up": sum(one["counts"]["late"] for one in rows),
    }
    return render_page(request, "loop/duties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty: its picture, what was recorded, and one more period."""
    user, today = signed_in(request), timezone.localdate()
    rows = RegularDuty.objects.select_related(
        "feedback__round", "feedback__unit", "response", "person", "department"
    )
    row = get_for_user(rows, user, pk=pk)
    row.response.feedback = row.feedback
    findings = numbers_of([row.response_id])[row.response_id]
    recorded = list(Occurrence.objects.filter(duty=row).select_related("by__person").order_by("-period"))
    shown = contexts.duty(row, {one.period: one.done_on for one in recorded}, today)
    standing = standing_of_duty(row)
    records = may(user, Action.RECORD, standing)
    if request.method == "POST":
        require(user, Action.RECORD, standing)

    def save(told: dict[str, Any]) -> str:
        occurrence_record(actor=user, now=timezone.now(), duty=row, **told)
        return "已登记。"

    first = shown["open"][0] if shown["open"] else None
    initial = {"period": first.start.isoformat() if first else "", "done_on": today.isoformat()}
    choices = tuple((one.start.isoformat(), one.label) for one in shown["open"])
    asked = Asked(
        title=row.title,
        case=row.feedback,
        place=contexts.place(row.response, findings, "定期任务"),
        fields=(
            Field("period", "哪一期", "choice"),
            Field("done_on", "完成日期", "date"),
            Field("note", "做了什么", rows=3),
        )
        if records and choices
        else (),
        button="登记",
        back=reverse("loop:duty", args=[pk]),
        draft=f"occurrence-{pk}",
    )
    form = OccurrenceForm(request.POST or None, initial=initial)
    more = {"duty": shown, "recorded": recorded, "choices": choices}
    return ask(request, form, asked, save, template="loop/duty.html", more=more)


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """Promises by their day, also of what has ended."""
    user, today = signed_in(request), timezone.localdate()
    kept = request.GET.get("kept") == "1"
    found = commitments_for(user, kept=kept, token=request.GET.get("page"))
    numbers = numbers_of(one.response_id for one in found.rows if one.response_id)
    standings = standings_of(found.rows)
    context = {
        "page": found,
        "kept": kept,
        "today": today,
        "rows": [
            {
                "row": one,
                "called": contexts.called(numbers[one.response_id]) if one.response_id else "全文",
                "late": past(one.due, today) and not one.kept_on,
                "may": may(user, Action.RECORD, standings[one.pk]),
            }
            for one in found.rows
        ],
    }
    return render_page(request, "loop/commitments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a promise was kept."""
    user = signed_in(request)
    one = get_for_user(Commitment.objects.select_related("feedback__round", "feedback__unit"), user, pk=pk)
    require(user, Action.RECORD, standings_of([one])[one.pk])

    def save(told: dict[str, Any]) -> str:
        commitment_keep(actor=user, now=timezone.now(), commitment=one, **told)
        return "已登记为兑现。"

    asked = Asked(
        title="登记兑现承诺",
        case=one.feedback,
        place=[
            (str(one.feedback.unit), None),
            (str(one.feedback.round), None),
            ("承诺", reverse("loop:commitments")),
        ],
        about=(one.text,),
        facts=(("期限", day_words(one.due) or "未写"),),
        fields=(Field("kept_on", "兑现日期", "date"), Field("note", "怎样兑现的")),
        button="登记",
        back=reverse("loop:commitments"),
        draft=f"commitment-{pk}",
    )
    initial = {"kept_on": timezone.localdate().isoformat()}
    return ask(request, KeepForm(request.POST or None, initial=initial), asked, save)
