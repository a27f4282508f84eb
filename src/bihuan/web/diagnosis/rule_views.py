"""Which rules run: what is in force, a draft and its trial, and putting it in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import DENIED, Action, guarded, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, refused_at
from bihuan.web.diagnosis import ruling
from bihuan.web.diagnosis.models import RuleSet, RuleSetState, RuleTrial
from bihuan.web.diagnosis.rule_forms import DecideForm, SettingForm
from bihuan.web.diagnosis.rule_rows import by_group, changes, compared, rule_pages, totals
from bihuan.web.diagnosis.ruleset_models import OPEN
from bihuan.web.diagnosis.rulesets import in_force, owner_for, owners_for, versions

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User

KNOWN = ("owner", "made_by__person", "proposed_by__person", "decided_by__person")


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Whose rules; whoever sees one goes straight to it."""
    found = owners_for(signed_in(request))
    if not found:
        raise PermissionDenied(DENIED)
    if len(found) == 1:
        return redirect("diagnosis:rulebook", found[0].pk)
    return render_page(request, "diagnosis/rules.html", {"owners": found})


@require_http_methods(["GET", "HEAD", "POST"])
def rulebook(request: HttpRequest, pk: int) -> HttpResponse:
    """What is in force for an office, and its versions; posting begins a draft."""
    user = signed_in(request)
    owner = owner_for(user, pk)
    if request.method == "POST":
        require(user, Action.TUNE_CHECKS, RuleSet(owner=owner))
        return _begin(request, user, owner)
    now = in_force(owner)
    found = versions(owner)
    context = {
        "owner": owner,
        "now": now,
        "groups": by_group(now, now),
        "changes": changes(now, now),
        "versions": found,
        "opened": next((one for one in found if one.state in OPEN), None),
        "cases": ruling.cases_of(owner).exists(),
        "may": may(user, Action.TUNE_CHECKS, RuleSet(owner=owner)),
    }
    return render_page(request, "diagnosis/rulebook.html", context)


def _begin(request: HttpRequest, user: User, owner: Any) -> HttpResponse:
    try:
        made = ruling.rule_set_begin(actor=user, now=timezone.now(), owner=owner)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect(error.href or "diagnosis:rules")
    messages.success(request, f"已拟订第{made.number}版，从现行的规则开始。启用之前不影响任何台账。")
    return redirect("diagnosis:rule_set", made.pk)


@require_safe
def rule_set(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what it changes, what it would find, what can be done with it."""
    user = signed_in(request)
    one = _version(user, pk)
    mine, before = may(user, Action.TUNE_CHECKS, one), in_force(one.owner)
    context = {
        **_about(one),
        "groups": by_group(one, before),
        "changes": changes(one, before),
        "may": mine,
        "editing": mine and one.state == RuleSetState.DRAFT,
    }
    return render_page(request, "diagnosis/rule_set.html", context)


def _about(one: RuleSet) -> dict[str, Any]:
    trial = RuleTrial.objects.filter(rule_set=one).select_related("asked_by__person").first()
    return {
        "one": one,
        "trial": trial,
        "current": trial is not None and trial.version == one.version,
        "compared": compared(trial),
        "totals": totals(trial) if trial else (0, 0),
    }


def _version(user: User, pk: int) -> RuleSet:
    rows = RuleSet.objects.select_related(*KNOWN).prefetch_related("settings__set_by__person")
    return get_for_user(rows, user, pk=pk)


WORDS = {
    "try": (ruling.rule_trial_ask, "试查已在后台开始，稍后刷新本页看结果。"),
    "propose": (ruling.rule_set_propose, "已提交，由安全管理员核对后启用。"),
    "withdraw": (ruling.rule_set_withdraw, "已撤回，可以继续修改。"),
    "discard": (ruling.rule_set_discard, "这一版已经放弃。"),
}


@require_POST
@refused_at("diagnosis:rule_set")
def rule_set_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Try, propose, take back, throw away."""
    user = signed_in(request)
    one = _version(user, pk)
    require(user, Action.TUNE_CHECKS, one)
    do = request.POST.get("do", "")
    if do not in WORDS:
        return redirect("diagnosis:rule_set", pk)
    service, sentence = WORDS[do]
    service(actor=user, now=timezone.now(), rule_set=one)
    messages.success(request, sentence)
    return (
        redirect("diagnosis:rulebook", one.owner_id)
        if do == "discard"
        else redirect("diagnosis:rule_set", pk)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rule_setting(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """How one rule is to run in a draft, beside what the rule says of itself."""
    user = signed_in(request)
    one = _version(user, pk)
    require(user, Action.TUNE_CHECKS, one)
    page = rule_pages().get(code)
    if page is None:
        raise Http404
    setting = next((row for row in one.settings.all() if row.code == code), None)
    form = SettingForm(page, setting, one.version, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ruling.rule_setting_set(actor=user, now=timezone.now(), rule_set=one, code=code, **form.told())
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, f"{code}已调整；启用之前不影响任何台账。")
            return redirect("diagnosis:rule_set", pk)
    context = {"one": one, "rule": page, "form": form, "open": one.state == RuleSetState.DRAFT}
    return render_page(request, "diagnosis/rule_setting.html", context)


@require_safe
@guarded(Action.MANAGE_POLICY)
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits to be put in force, and what is in force in the whole house."""
    rows = RuleSet.objects.select_related(*KNOWN)
    context = {
        "waiting": list(rows.filter(state=RuleSetState.PROPOSED).order_by("id")[:50]),
        "running": list(rows.filter(state=RuleSetState.IN_FORCE).order_by("owner_id")[:200]),
    }
    return render_page(request, "diagnosis/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_POLICY)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures of the trial, no word of any report; put in force or send back."""
    rows = RuleSet.objects.select_related(*KNOWN).prefetch_related("settings__set_by__person")
    one = get_object_or_404(rows.exclude(state=RuleSetState.DRAFT), pk=pk)
    form = DecideForm(request.POST if request.method == "POST" else None, initial={"decision": "enable"})
    if request.method == "POST" and form.is_valid() and _decided(request, one, form):
        return redirect("diagnosis:proposals")
    context = {**_about(one), "form": form, "changes": changes(one, in_force(one.owner))}
    return render_page(request, "diagnosis/proposal.html", context)


def _decided(request: HttpRequest, one: RuleSet, form: DecideForm) -> bool:
    who: dict[str, Any] = {"actor": signed_in(request), "now": timezone.now(), "rule_set": one}
    try:
        if form.cleaned_data["decision"] == "enable":
            ruling.rule_set_enable(**who)
            messages.success(request, "已启用，各台账正在后台重新体检。")
        else:
            ruling.rule_set_return(**who, opinion=form.cleaned_data["opinion"])
            messages.success(request, "已退回。")
    except ServiceError as error:
        refuse(form, error)
        return False
    return True
