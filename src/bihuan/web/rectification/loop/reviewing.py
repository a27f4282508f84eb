"""The review page, taking a step, the certificate, the parties of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, Relation, Role, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.own_look import WHY
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell, worded
from bihuan.web.inspections.models import Round
from bihuan.web.rectification import gates
from bihuan.web.rectification.loop import contexts
from bihuan.web.rectification.loop.asking import Asked, Field, ask
from bihuan.web.rectification.loop.forms import AssessForm, ReasonForm, ReturnForm, StepForm
from bihuan.web.rectification.loop.queries import (
    certified,
    numbers_of,
    response_for,
    response_page,
)
from bihuan.web.rectification.loop.revising import revision
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.services import (
    Party,
    parties_of,
    parties_write,
    response_step,
    seat_claim,
)
from bihuan.web.rectification.services.locking import Standing, stamp_of
from bihuan.web.rectification.workflow import (
    DEFECTS,
    ENDED,
    REVIEWERS,
    Gates,
    Need,
    ResponseState,
    Step,
    find,
    refusal,
    rights_of,
)

if TYPE_CHECKING:
    from django.forms import Form

    from bihuan.web.accounts.models import User

SAID = {
    Step.SUBMIT_PLAN: "方案已报批，等主要负责人批准。",
    Step.APPROVE_PLAN: "方案已批准，各项时限已经定下。",
    Step.RETURN_PLAN: "方案已退回。",
    Step.REVISE: "方案已打开，可以增减措施、改文字和标准，改好后重新报批；已定的时限不变。",
    Step.START: "已开始整改，可以登记进展。",
    Step.ASSESS: "自评已提交，等分管领导审核。",
    Step.ENDORSE: "已同意，转主要负责人审核。",
    Step.APPROVE: "已同意，转巡察办受理会审。",
    Step.TAKE_UP: "已受理，各会审方可以审核。",
    Step.AGREE: "已同意。",
    Step.RETURN: "已退回，对方会收到理由。",
    Step.WITHDRAW: "已撤回，可以继续修改。",
    Step.REOPEN: "已重新交办，原来的整改保留原样。",
}


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Statement and evidence side by side, the gates with ticks, two buttons."""
    user, today = signed_in(request), timezone.localdate()
    found = response_page(user, response_for(user, pk), today)
    steps = {one.step: one for one in found.steps}
    yes = next((steps[one] for one in contexts.LOOKED_AT if one in steps), None)
    if yes is None and not any(one in steps for one in contexts.BACK):
        return redirect("loop:response", pk)
    no = next((one for one in contexts.BACK if one in steps), None)
    row = found.response
    context = {
        **contexts.response(user, found, today),
        "place": contexts.place(row, found.facts.findings, "审核"),
        "yes": yes.step if yes else "",
        "yes_word": yes.step.label if yes else "",
        "no": no or "",
        "action_yes": reverse("loop:step", args=[pk, yes.step]) if yes else "",
        "action_no": reverse("loop:step", args=[pk, no]) if no else "",
        "missing": [one for judged in _judged(yes, found) for one in judged.missing],
        "defects": DEFECTS if no is Step.RETURN else {},
        "in_review": row.state == ResponseState.UNDER_REVIEW,
        "plan": row.state == ResponseState.PLAN_SUBMITTED,
        "revision": revision(row, found.facts.measures),
    }
    return render_page(request, "loop/review.html", context)


def _judged(yes: Any, found: Any) -> list[gates.Judged]:
    return gates.judge(yes.gates, found.facts) if yes and yes.gates else []


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take a step; those that need words have a page of their own."""
    user = signed_in(request)
    if name not in tuple(Step):
        raise Http404
    one, row = Step(name), response_for(user, pk)
    _allow(user, row, one)
    cell = find(row.state, one)
    if request.method == "POST" and (cell is None or not cell.needs):
        return _post_plain(request, user, row, one)
    if cell is None:
        messages.error(request, refusal(row.state, one))
        return redirect("loop:response", pk)
    return _ask_step(request, user, row, one, cell.needs)


def _allow(user: User, row: Response, one: Step) -> None:
    """403 for whoever could never take the step."""
    standing = Standing(row.feedback, row)
    if not any(may(user, right, standing) for right in rights_of(one)):
        require(user, min(rights_of(one)), standing)
        raise PermissionDenied(f"{one.label}不由您的角色办理。")


def _post_plain(request: HttpRequest, user: User, row: Response, one: Step) -> HttpResponse:
    form = StepForm(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    try:
        done = response_step(
            actor=user,
            now=timezone.now(),
            response=row,
            step=one,
            stamp=told.get("stamp", ""),
            opinion=told.get("opinion", ""),
        )
    except ServiceError as error:
        tell(request, error)
        back = "loop:review" if one in contexts.LOOKED_AT else "loop:response"
        return redirect(back, row.pk)
    messages.success(request, _said(one, done))
    return redirect("loop:response", done.pk)


def _said(one: Step, done: Response) -> str:
    if one is Step.AGREE and done.state in ENDED:
        return f"各会审方都已同意，现为“{ResponseState(done.state).label}”，销号单编号 {done.certificate}。"
    return SAID[one]


def _ask_step(
    request: HttpRequest, user: User, row: Response, one: Step, needs: tuple[Need, ...]
) -> HttpResponse:
    measures = list(Measure.objects.filter(response=row).only("version"))
    findings = numbers_of([row.pk])[row.pk]
    initial = {"stamp": stamp_of(row, measures), "evaluation": row.evaluation, "aim": row.aim or "closed"}
    made: list[Response] = []

    def save(told: dict[str, Any]) -> str:
        made.append(response_step(actor=user, now=timezone.now(), response=row, step=one, **told))
        return _said(one, made[0])

    asked = Asked(
        title=one.label,
        case=row.feedback,
        place=contexts.place(row, findings, one.label),
        about=tuple(finding.title for finding in findings),
        fields=(*_fields(needs, one), Field("stamp", "", "hidden")),
        button=one.label,
        back=reverse("loop:response", args=[row.pk]),
        danger=one in contexts.BACK,
        lacking=_lacking(user, row) if one is Step.ASSESS else (),
        draft=f"step-{row.pk}-{one}-{row.submission}",
    )
    return ask(request, _form(request, needs, initial), asked, save)


def _lacking(user: Any, row: Response) -> list[gates.Missing]:
    """What stands in the way of a self-assessment, beside the words that are being written."""
    facts = gates.facts_of(row, timezone.localdate(), evaluation="待写" * gates.SHORTEST)
    found = gates.reachable(gates.judge(Gates.END, facts), user, Standing(row.feedback, row, facts.measures))
    return [one for judged in found for one in judged.missing]


def _form(request: HttpRequest, needs: tuple[Need, ...], initial: dict[str, Any]) -> Form:
    kind = AssessForm if Need.AIM in needs else ReturnForm if Need.DEFECT in needs else ReasonForm
    return kind(request.POST or None, initial=initial)


def _fields(needs: tuple[Need, ...], one: Step) -> list[Field]:
    found = []
    if Need.AIM in needs:
        found.append(Field("aim", "申请怎样了结", "radio"))
    if Need.EVALUATION in needs:
        hint = "对照整改目标写：做了什么、成效怎样、凭什么判断、还差什么。"
        found.append(Field("evaluation", "书面自评", hint=hint, rows=8))
    if Need.DEFECT in needs:
        found.append(Field("defect", "缺陷类型", "pick"))
    if Need.REASON in needs:
        hint = "写明哪里不行、要补什么，让对方一次改到位。" if one in contexts.BACK else ""
        found.append(Field("opinion", "理由", hint=hint))
    return found


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the review on the desk."""
    user = signed_in(request)
    row = response_for(user, pk)
    if not any(may(user, right, row.feedback) for right in rights_of(Step.AGREE)):
        require(user, Action.REVIEW, row.feedback)
    try:
        seat = seat_claim(actor=user, now=timezone.now(), response=row)
    except ServiceError as error:
        tell(request, error)
    else:
        until = timezone.localtime(seat.claimed_until) if seat.claimed_until else timezone.localtime()
        messages.success(
            request, f"已由您承办{seat.title}的审核，到{until.month}月{until.day}日{until:%H:%M}为止。"
        )
    return redirect("loop:review", pk)


@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """销号审批表; there from the self-assessment on, complete when the response has ended."""
    row = response_for(signed_in(request), pk)
    facts = gates.facts_of(row, timezone.localdate())
    decisions, *own = certified(row)
    mine = [one for one in reversed(decisions) if one.submission == row.submission]
    context = {
        **contexts.certificate(row, facts),
        "place": contexts.place(row, facts.findings, "销号审批表"),
        "signed": mine,
        "by_step": {one.step: one for one in mine},
        "parties": [one for one in mine if one.party],
        "only_word": WHY if any(own) else "",
    }
    return render_page(request, "loop/certificate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def parties(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes part in the co-reviews of a round."""
    user = signed_in(request)
    round_ = get_for_user(Round.objects.select_related("office").distinct(), user, pk=pk)
    if round_.office_id not in user.scope().units(Relation.OFFICE, Action.REVIEW):
        raise PermissionDenied("会审方由主办这一轮次的巡察办设定。")
    rows, error = parties_of(round_), ""
    if request.method == "POST":
        rows = _typed(request)
        try:
            parties_write(actor=user, now=timezone.now(), round=round_, parties=rows)
        except ServiceError as refused:
            error = worded(refused)
        else:
            messages.success(request, "会审方已保存，从下一次受理起按此办理。")
            return redirect("loop:parties", pk)
    context = {
        "round": round_,
        "rows": [*rows, Party("", "", 0, 0)][:6],
        "roles": [(one.value, Role(one).label) for one in REVIEWERS],
        "error": error,
    }
    return render_page(request, "loop/parties.html", context)


def _typed(request: HttpRequest) -> list[Party]:
    """Rows with a name; numbers that make no sense count as 1."""
    found = []
    for at in range(6):
        title = request.POST.get(f"title-{at}", "").strip()[:40]
        role = request.POST.get(f"role-{at}", "")
        if title and role in tuple(one.value for one in REVIEWERS):
            numbers = [request.POST.get(f"{name}-{at}", "") for name in ("approvals", "severe")]
            few = [int(one) if one.isdecimal() and len(one) == 1 else 1 for one in numbers]
            found.append(Party(title, role, min(few[0], 5), min(few[1], 5)))
    return found
