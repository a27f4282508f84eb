"""A response with everything on it; progress, what was carried out, later days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell
from bihuan.web.base.words import day_words
from bihuan.web.rectification.loop import contexts
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.rectification.loop.forms import DecideForm, ExtendForm, ProgressForm, SettleForm
from bihuan.web.rectification.loop.queries import measure_for, numbers_of, response_for, response_page
from bihuan.web.rectification.models import Extension, Measure, MeasureState, Request
from bihuan.web.rectification.services import (
    extension_ask,
    extension_decide,
    measure_settle,
    measures_settle_as_told,
    progress_add,
)
from bihuan.web.rectification.services.locking import Standing, standing_of
from bihuan.web.rectification.workflow import FROZEN, WORKING

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User


@require_safe
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a response has come, what is missing, what can be done."""
    user, today = signed_in(request), timezone.localdate()
    found = response_page(user, response_for(user, pk), today)
    case, row = found.response.feedback, found.response
    measures = found.facts.measures
    standing = Standing(case, row, measures, doing=True)
    mine = {one.pk for one in measures if may(user, Action.RECORD, Standing(case, row, [one], doing=True))}
    records = may(user, Action.RECORD, standing)
    says = may(user, Action.COMMENT, case)
    context = {
        **contexts.response(user, found, today),
        "may_edit": may(user, Action.EDIT, case),
        "may_record": records,
        "recordable": mine,
        "may_prove": may(user, Action.ADD_EVIDENCE, case),
        "may_comment": says,
        "readers": found.readers,
        "may_mark": may(user, Action.REVIEW, case),
        "working": row.state in WORKING,
        "plannable": row.state not in FROZEN,
    }
    return render_page(request, "loop/response.html", context)


def _place(row: Measure, word: str) -> list[tuple[str, str | None]]:
    row.response.feedback = row.feedback
    return contexts.place(row.response, numbers_of([row.response_id])[row.response_id], word)


def _back(row: Measure) -> str:
    return f"{reverse('loop:response', args=[row.response_id])}#measure-{row.pk}"


def _require(user: User, row: Measure) -> None:
    require(user, Action.RECORD, standing_of(row))


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A dated entry: done, next, obstacle."""
    user = signed_in(request)
    row = measure_for(user, pk)
    _require(user, row)

    def save(told: dict[str, Any]) -> str:
        progress_add(actor=user, now=timezone.now(), measure=row, **told)
        proof = f"{reverse('evidence:new')}?for=measure:{pk}&back={quote(_back(row))}"
        return format_html('进展已登记。有材料的，接着<a href="{}">上传佐证</a>。', proof)

    asked = Asked(
        title="登记进展",
        case=row.feedback,
        place=_place(row, "登记进展"),
        about=(row.text,),
        fields=(
            Field("on", "日期", "date"),
            Field("done", "做了什么", hint="写明谁、做了什么、结果怎样，数字要能核对。"),
            Field("next", "下一步", rows=2),
            Field("obstacle", "困难和需要协调的事", rows=2),
        ),
        button="登记",
        back=_back(row),
        draft=f"progress-{pk}",
    )
    initial = {"on": timezone.localdate().isoformat()}
    return ask(request, ProgressForm(request.POST or None, initial=initial), asked, save)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Carried out, turned into a regular duty, or open after all."""
    user = signed_in(request)
    row = measure_for(user, pk)
    _require(user, row)

    def save(told: dict[str, Any]) -> str:
        state = MeasureState(told.pop("state"))
        measure_settle(actor=user, now=timezone.now(), measure=row, state=state, **told)
        return "落实情况已登记。"

    day = row.done_on or row.ended_on
    initial = {
        "state": row.state if row.state != MeasureState.OPEN else MeasureState.DONE,
        "done_on": day.isoformat() if day else "",
        "result": row.result,
        "version": row.version,
    }
    asked = Asked(
        title="登记落实情况",
        case=row.feedback,
        place=_place(row, "登记落实情况"),
        about=(row.text,),
        facts=(("完成标准", row.criteria or "未写"), ("完成时限", str(row.due or "未定"))),
        fields=(
            Field("state", "落实情况", "radio"),
            Field("done_on", "落实的日期", "date"),
            Field("result", "落实的结果", hint="对照完成标准写：达到没有，凭什么看出来。"),
            Field("version", "", "hidden"),
        ),
        button="保存",
        back=_back(row),
        draft=f"settle-{pk}-{row.version}",
    )
    return ask(request, SettleForm(request.POST or None, initial=initial), asked, save)


@require_POST
def settle_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Every measure whose words say that it was done."""
    user = signed_in(request)
    row = response_for(user, pk)
    require(user, Action.RECORD, Standing(row.feedback, row, doing=True))
    try:
        count = measures_settle_as_told(actor=user, now=timezone.now(), response=row)
    except ServiceError as error:
        tell(request, error)
    else:
        messages.success(request, f"已按措施文字登记{count}项落实，请逐项核对并附上佐证。")
    return redirect("loop:response", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a later day."""
    user = signed_in(request)
    row = measure_for(user, pk)
    _require(user, row)

    def save(told: dict[str, Any]) -> str:
        extension_ask(actor=user, now=timezone.now(), measure=row, **told)
        return "延期申请已提交，等主要负责人批准；批准以前仍按现在的时限。"

    asked = Asked(
        title="申请延期",
        case=row.feedback,
        place=_place(row, "申请延期"),
        about=(row.text,),
        facts=(
            ("原定时限", day_words(row.original_due) or "未定"),
            ("现在的时限", day_words(row.due) or "未定"),
        ),
        fields=(
            Field("new_due", "延至", "date"),
            Field("reason", "理由", hint="写明为什么不能按期完成、延期后怎样完成。"),
        ),
        button="提交申请",
        back=_back(row),
        draft=f"extend-{pk}",
    )
    return ask(request, ExtendForm(request.POST or None), asked, save)


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: HttpRequest, pk: int) -> HttpResponse:
    """A request for a later day, for whoever may see the case; whoever approves decides it here."""
    user = signed_in(request)
    rows = Extension.objects.select_related(
        "feedback__round", "feedback__unit", "measure__response", "asked_by__person", "decided_by__person"
    )
    one = get_for_user(rows, user, pk=pk)
    decides = one.state == Request.PENDING and may(user, Action.APPROVE, one.feedback)
    if request.method == "POST":
        require(user, Action.APPROVE, one.feedback)
    measure = one.measure
    measure.feedback = one.feedback

    def save(told: dict[str, Any]) -> str:
        granted = told["decision"] == "grant"
        extension_decide(
            actor=user, now=timezone.now(), extension=one, granted=granted, opinion=told["opinion"]
        )
        return "延期已批准，原定时限仍然保留。" if granted else "延期未批准，申请人会收到通知。"

    asked = Asked(
        title="审批延期" if decides else f"延期申请：{one.get_state_display()}",
        case=one.feedback,
        place=_place(measure, "延期"),
        about=(measure.text,),
        facts=(
            ("申请人", f"{one.asked_by.name}　{day_words(timezone.localdate(one.asked_at))}"),
            ("原定时限", day_words(measure.original_due) or "未定"),
            ("由", f"{day_words(one.old_due)}延至{day_words(one.new_due)}"),
            ("理由", one.reason),
            *((("审批", f"{one.decided_by.name}：{one.opinion or '同意'}"),) if one.decided_by else ()),
        ),
        fields=(Field("decision", "审批", "radio"), Field("opinion", "意见", hint="不同意的要写明理由。"))
        if decides
        else (),
        button="提交审批",
        back=_back(measure),
    )
    return ask(request, DecideForm(request.POST or None, initial={"decision": "grant"}), asked, save)
