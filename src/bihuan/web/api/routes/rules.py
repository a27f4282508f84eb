"""Which rules run: for a case, for an office; a draft, its trial, putting it in force."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.rights import keeper
from bihuan.web.api.shapes import rules as shapes
from bihuan.web.api.shapes.common import Id
from bihuan.web.base.guards import get_for_user
from bihuan.web.diagnosis import ruling
from bihuan.web.diagnosis.models import RuleSet, RuleSetState, RuleTrial
from bihuan.web.diagnosis.rule_rows import rule_pages
from bihuan.web.diagnosis.rulesets import owner_for, rules_told
from bihuan.web.inspections.cases import case_for

operations = Operations(Area.CHECKS)
KNOWN = ("owner", "made_by__person")
SHOWN = 50


@operations.get("/cases/{int:case}/rules", "一份台账执行的体检规则", shapes.CaseRulesShown)
def case_rules(request: HttpRequest, case: Id) -> Any:
    """Which rules do not run as they come, by whom, since when, why."""
    return shapes.case_rules(rules_told(case_for(signed_in(request), case)))


@operations.get("/rule-sets", "体检规则的版本", list[shapes.RuleSetLine], about="新的在前，最多五十个。")
def rule_sets_list(request: HttpRequest) -> Any:
    """Versions of the offices and units that the account sees."""
    rows = RuleSet.objects.visible_to(signed_in(request)).select_related(*KNOWN).order_by("-id")
    return [shapes.rule_set_line(one) for one in rows[:SHOWN]]


@operations.post("/rule-sets", "拟订体检规则", shapes.RuleSetShown, status=201)
def rule_set_begin_(request: HttpRequest, told: shapes.RuleSetTold) -> Any:
    """A draft that begins as what is in force."""
    user = signed_in(request)
    owner = owner_for(user, told.owner)
    require(user, Action.TUNE_CHECKS, RuleSet(owner=owner))
    return _shown(ruling.rule_set_begin(actor=user, now=timezone.now(), owner=owner))


@operations.get("/rule-sets/{int:rule_set}", "体检规则的一版", shapes.RuleSetShown)
def rule_set_get(request: HttpRequest, rule_set: Id) -> Any:
    """A version with its rules and its trial."""
    return _shown(_version(signed_in(request), rule_set))


@operations.put("/rule-sets/{int:rule_set}/rules/{str:code}", "调整一条体检规则", shapes.RuleSetShown)
def rule_setting_set_(request: HttpRequest, rule_set: Id, code: str, told: shapes.SettingTold) -> Any:
    """How one rule is to run in the draft."""
    user = signed_in(request)
    found = _version(user, rule_set)
    require(user, Action.TUNE_CHECKS, found)
    if code not in rule_pages():
        raise Http404
    words: dict[str, Any] = {"actor": user, "now": timezone.now(), "rule_set": found, "code": code}
    return _shown(ruling.rule_setting_set(**words, **told.model_dump()))


@operations.post("/rule-sets/{int:rule_set}/steps", "试查、提交、撤回或放弃一版", shapes.RuleSetShown)
def rule_set_step(request: HttpRequest, rule_set: Id, told: shapes.RuleSetDo) -> Any:
    """The trial runs in the background; ask for the version again to see it."""
    user = signed_in(request)
    found = _version(user, rule_set)
    require(user, Action.TUNE_CHECKS, found)
    shown = _shown(found)
    words: dict[str, Any] = {"actor": user, "now": timezone.now(), "rule_set": found}
    if told.do == "discard":
        ruling.rule_set_discard(**words)
        return shown
    {
        "try": ruling.rule_trial_ask,
        "propose": ruling.rule_set_propose,
        "withdraw": ruling.rule_set_withdraw,
    }[told.do](**words)
    return _shown(_version(user, rule_set))


@operations.get("/rule-proposals", "待启用的体检规则", list[shapes.RuleSetLine])
def rule_proposals_list(request: HttpRequest) -> Any:
    """What waits for whoever keeps the policies, the oldest first."""
    keeper(request, Action.MANAGE_POLICY)
    rows = RuleSet.objects.filter(state=RuleSetState.PROPOSED).select_related(*KNOWN).order_by("id")
    return [shapes.rule_set_line(one) for one in rows[:SHOWN]]


@operations.post("/rule-proposals/{int:proposal}/decision", "启用或退回体检规则", shapes.RuleSetShown)
def rule_proposal_decide(request: HttpRequest, proposal: Id, told: shapes.RuleSetAnswer) -> Any:
    """Put in force, whereupon every case is examined anew in the background; or send back."""
    user = keeper(request, Action.MANAGE_POLICY)
    rows = RuleSet.objects.exclude(state=RuleSetState.DRAFT).select_related(*KNOWN)
    words: dict[str, Any] = {
        "actor": user,
        "now": timezone.now(),
        "rule_set": get_object_or_404(rows, pk=proposal),
    }
    if told.enable:
        return _shown(ruling.rule_set_enable(**words))
    return _shown(ruling.rule_set_return(**words, opinion=told.opinion))


def _version(user: User, pk: int) -> RuleSet:
    return get_for_user(RuleSet.objects.select_related(*KNOWN), user, pk=pk)


def _shown(one: RuleSet) -> shapes.RuleSetShown:
    settings = list(one.settings.select_related("set_by__person").order_by("code"))
    return shapes.rule_set_shown(one, settings, RuleTrial.objects.filter(rule_set=one).first())
