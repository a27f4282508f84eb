"""Changing which rules run: drafted and tried by the office, put in force by whoever keeps the policies.

Nothing counts before it is in force: the draft is tried on the owner's own reports in the background, and
whoever enables it is never the one who drafted it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from bihuan.web.accounts.models import Unit, UnitKind
from bihuan.web.accounts.permissions import Action, require, require_at
from bihuan.web.accounts.permissions import Place as Standing
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import journal_append
from bihuan.web.diagnosis.kinds import RULES
from bihuan.web.diagnosis.models import RuleSet, RuleSetState, RuleSetting, RuleTrial
from bihuan.web.diagnosis.ruleset_models import OPEN
from bihuan.web.diagnosis.rulesets import in_force, rule_of
from bihuan.web.inspections.models import Feedback
from bihuan.web.notices.queries import administrators
from bihuan.web.notices.queue import enqueue
from bihuan.web.notices.services import notify_people

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User

LEAST = 6
"""Characters of a reason."""
MOST = 1_000_000
"""No parameter of any rule means anything above this."""
THING = "这一版体检规则"
NOT_OPEN = "这一版不在拟订中，不能改动；已提交的请先撤回，已启用的请重新拟订一版。"


def cases_of(owner: Unit) -> QuerySet[Feedback]:
    """Cases for which the owner's rules count."""
    if owner.kind == UnitKind.OFFICE:
        return Feedback.objects.filter(office=owner)
    return Feedback.objects.filter(unit=owner, office=None)


@transaction.atomic
def rule_set_begin(*, actor: User, now: datetime, owner: Unit) -> RuleSet:
    """A draft that begins as what is in force; ``ServiceError`` where one is open already."""
    office = owner.pk if owner.kind == UnitKind.OFFICE else None
    require_at(actor, Action.TUNE_CHECKS, Standing(unit=None if office else owner.pk, office=office))
    Unit.objects.select_for_update().get(pk=owner.pk)
    opened = RuleSet.objects.filter(owner=owner, state__in=OPEN).first()
    if opened:
        page = reverse("diagnosis:rule_set", args=[opened.pk])
        raise ServiceError("已有一版正在拟订或待启用，请在那一版上继续。", href=page)
    newest = RuleSet.objects.filter(owner=owner).aggregate(n=Max("number"))["n"] or 0
    made = RuleSet.objects.create(owner=owner, number=newest + 1, made_by=actor, made_at=now)
    before = in_force(owner)
    kept = ("code", "off", "parameters", "reason", "set_by_id", "set_at", "since")
    RuleSetting.objects.bulk_create(
        RuleSetting(rule_set=made, **{name: getattr(one, name) for name in kept})
        for one in (before.settings.all() if before else ())
    )
    changes = {"number": [newest, made.number]}
    journal_append(actor=actor, now=now, chain=owner.pk, action="rule_set_begin", thing=made, changes=changes)
    return made


@transaction.atomic
def rule_setting_set(
    *,
    actor: User,
    now: datetime,
    rule_set: RuleSet,
    code: str,
    off: bool,
    parameters: Mapping[str, int],
    reason: str,
    version: int | None = None,
) -> RuleSet:
    """Say how one rule is to run; on and with its own numbers means: as it comes, and no reason is kept."""
    found = _draft(actor, rule_set, version)
    wanted = {} if off else _numbers(code, parameters)
    old = found.settings.filter(code=code).first()
    reason = reason.strip()
    if (off or wanted) and len(reason) < LEAST:
        raise ServiceError(f"请写明为什么这样调整，至少{LEAST}个字；别人看体检结果时会看到。", field="reason")
    before = (old.off, old.parameters, old.reason) if old else (False, {}, "")
    after = (off, wanted, reason) if off or wanted else (False, {}, "")
    if before == after:
        return found
    found.settings.filter(code=code).delete()
    if off or wanted:
        since = old.since if old and (old.off, old.parameters) == (off, wanted) else None
        RuleSetting.objects.create(
            rule_set=found, code=code, off=off, parameters=wanted, reason=reason, set_by=actor, set_at=now,
            since=since,
        )  # fmt: skip
    found.version += 1
    found.save(update_fields=["version"])
    pairs = zip(("off", "parameters", "reason"), before, after, strict=True)
    changes = {name: [was, is_] for name, was, is_ in pairs if was != is_} | {"code": ["", code]}
    journal_append(
        actor=actor, now=now, chain=found.owner_id, action="rule_setting_set", thing=found, changes=changes
    )
    return found


def _numbers(code: str, parameters: Mapping[str, int]) -> dict[str, int]:
    """Parameters that differ from the rule's own."""
    rule = rule_of(code)
    if rule is None:
        raise ServiceError("没有这条规则。", field="code")
    known = {one.name: one.default for one in rule.parameters}
    if set(parameters) - set(known):
        raise ServiceError(f"规则{code}没有这个参数。", field="parameters")
    for name, value in parameters.items():
        if not 0 <= value <= MOST:
            raise ServiceError("参数要写成不小于零的整数。", field=name)
    return {name: value for name, value in parameters.items() if value != known[name]}


@transaction.atomic
def rule_trial_ask(*, actor: User, now: datetime, rule_set: RuleSet) -> RuleTrial:
    """Count in the background what the draft would find in the owner's own reports."""
    found = _draft(actor, rule_set, None)
    RuleTrial.objects.filter(rule_set=found).delete()
    total = cases_of(found.owner).count()
    trial = RuleTrial.objects.create(
        rule_set=found, version=found.version, asked_by=actor, asked_at=now, total=total
    )
    enqueue("rules_try", {"trial": trial.pk, "after": 0}, now=now)
    changes = {"reports": [0, total]}
    journal_append(
        actor=actor, now=now, chain=found.owner_id, action="rule_trial_ask", thing=found, changes=changes
    )
    return trial


@transaction.atomic
def rule_set_propose(*, actor: User, now: datetime, rule_set: RuleSet) -> RuleSet:
    """Hand the draft to whoever keeps the policies; it must have been tried as it stands."""
    found = _draft(actor, rule_set, None)
    trial = RuleTrial.objects.filter(rule_set=found, version=found.version).first()
    if trial is None or trial.done_at is None:
        raise ServiceError("请先在本单位已有的报告上试查这一版，看过结果再提交。")
    found.proposed_by, found.proposed_at, found.opinion = actor, now, ""
    _move(found, RuleSetState.PROPOSED, actor, now, "rule_set_propose")
    notify_people(
        administrators(Action.MANAGE_POLICY),
        now=now,
        kind=RULES,
        text=f"{actor.name}提交了{found}，请核对试查结果后启用或退回。",
        link=reverse("diagnosis:proposal", args=[found.pk]),
        about=found,
        key=f"rules:{found.pk}:{found.version}",
    )
    return found


@transaction.atomic
def rule_set_withdraw(*, actor: User, now: datetime, rule_set: RuleSet) -> RuleSet:
    """Take a proposal back to the desk."""
    found = _locked(rule_set)
    require(actor, Action.TUNE_CHECKS, found)
    if found.state != RuleSetState.PROPOSED:
        raise ServiceError("这一版没有提交，或者已经启用，没有可以撤回的。")
    return _move(found, RuleSetState.DRAFT, actor, now, "rule_set_withdraw")


@transaction.atomic
def rule_set_discard(*, actor: User, now: datetime, rule_set: RuleSet) -> None:
    """Throw a draft away."""
    found = _draft(actor, rule_set, None)
    changes = {"state": [found.state, ""]}
    journal_append(
        actor=actor, now=now, chain=found.owner_id, action="rule_set_discard", thing=found, changes=changes
    )
    found.delete()


@transaction.atomic
def rule_set_enable(*, actor: User, now: datetime, rule_set: RuleSet) -> RuleSet:
    """Put a proposal in force; every case of the owner is examined anew in the background."""
    found = _proposal(actor, rule_set)
    RuleSet.objects.filter(owner=found.owner_id, state=RuleSetState.IN_FORCE).update(
        state=RuleSetState.REPLACED, replaced_at=now
    )
    found.settings.filter(since=None).update(since=now)
    found.decided_by, found.in_force_at, found.opinion = actor, now, ""
    off = list(found.settings.filter(off=True).order_by("code").values_list("code", flat=True))
    _move(found, RuleSetState.IN_FORCE, actor, now, "rule_set_enable", off=[[], off])
    enqueue("rules_recheck", {"rule_set": found.pk, "after": 0}, now=now)
    _answer(found, now, f"{found}已启用，各台账正在按新规则重新体检。")
    return found


@transaction.atomic
def rule_set_return(*, actor: User, now: datetime, rule_set: RuleSet, opinion: str) -> RuleSet:
    """Send a proposal back with what is to be changed."""
    found = _proposal(actor, rule_set)
    opinion = opinion.strip()
    if not opinion:
        raise ServiceError("退回的，请写明要改什么。", field="opinion")
    found.decided_by, found.opinion = actor, opinion
    _move(found, RuleSetState.DRAFT, actor, now, "rule_set_return", opinion=["", opinion])
    _answer(found, now, f"{found}被退回：{opinion}")
    return found


def _answer(found: RuleSet, now: datetime, text: str) -> None:
    """Tell whoever proposed it."""
    if found.proposed_by:
        link = reverse("diagnosis:rule_set", args=[found.pk])
        people = [found.proposed_by.person_id]
        notify_people(people, now=now, kind=RULES, text=text, link=link, about=found)


def _move(
    found: RuleSet, state: RuleSetState, actor: User, now: datetime, action: str, **more: list[object]
) -> RuleSet:
    """Store the version in its new state, with the one entry of the journal."""
    changes = {"state": [found.state, state.value], **more}
    found.state = state
    found.save()
    journal_append(actor=actor, now=now, chain=found.owner_id, action=action, thing=found, changes=changes)
    return found


def _draft(actor: User, rule_set: RuleSet, version: int | None) -> RuleSet:
    """The draft as it stands now, locked, if the actor may go on with it."""
    found = _locked(rule_set)
    require(actor, Action.TUNE_CHECKS, found)
    if found.state != RuleSetState.DRAFT:
        raise ServiceError(NOT_OPEN)
    if version is not None and version != found.version:
        raise StaleError(THING)
    return found


def _proposal(actor: User, rule_set: RuleSet) -> RuleSet:
    """The proposal as it stands now, locked, if the actor may decide it."""
    require(actor, Action.MANAGE_POLICY)
    found = _locked(rule_set)
    if found.state != RuleSetState.PROPOSED:
        raise ServiceError("这一版已经有人办过，或者被撤回了，请看现在的情况。")
    if found.proposed_by_id in actor.stands_for():
        raise ServiceError("自己提交的不能由自己启用，请由其他同志办理。", code="same_person")
    return found


def _locked(rule_set: RuleSet) -> RuleSet:
    rows = RuleSet.objects.select_for_update(of=("self",)).select_related("owner", "proposed_by")
    return still_there(rows.filter(pk=rule_set.pk), THING)
