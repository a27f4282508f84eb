"""Which rules run for a case, and what is said of those that do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from bihuan.checks.config import Config
from bihuan.checks.registry import entries, load
from bihuan.web.accounts.models import Unit
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.diagnosis.models import RuleSet, RuleSetState, RuleSetting
from bihuan.web.diagnosis.words import rule_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bihuan.checks.api import Rule
    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Owned
    from bihuan.web.inspections.models import Feedback


@dataclass(frozen=True, slots=True)
class Told:
    """One rule that does not run as it comes, for pages: what was done to it, by whom, since when, why."""

    code: str
    title: str
    off: bool
    numbers: tuple[str, ...]
    """Its changed parameters in words."""
    reason: str
    by: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class RulesTold:
    """What pages say beside the diagnostics of a case."""

    owner: str
    number: int
    in_force_at: datetime | None
    off: tuple[Told, ...]
    changed: tuple[Told, ...]
    stale: bool
    """The stored diagnostics are older than the version in force."""


def orders_for(place: Owned, policy: str) -> dict[str, Any]:
    """The same for a process apart, as JSON, with the policy on deadlines; one query."""
    config = config_for(place)
    told = {one: dict(numbers) for one, numbers in config.parameters.items()}
    return {"ignore": list(config.ignore), "parameters": told, "policy": policy}


def config_for(case: Owned) -> Config:
    """How the engine is to run for a case; one query."""
    return config_of(settings_for(case))


def settings_for(case: Owned) -> list[RuleSetting]:
    """Every rule that does not run as it comes for the case, by code; one query."""
    rows = RuleSetting.objects.filter(
        rule_set__owner=case.office_id or case.unit_id, rule_set__state=RuleSetState.IN_FORCE
    )
    people = ("rule_set__owner", "set_by__person")
    return list(rows.select_related(*people).order_by("code"))


def config_of(settings: Iterable[RuleSetting]) -> Config:
    """Settings as the engine takes them."""
    settings = list(settings)
    return Config(
        ignore=tuple(one.code for one in settings if one.off),
        parameters={one.code: one.parameters for one in settings if one.parameters and not one.off},
    )


def rules_told(case: Feedback) -> RulesTold | None:
    """What is to be said of the rules of a case wherever its diagnostics are shown; None where every rule
    runs as it comes. One query.
    """
    settings = settings_for(case)
    if not settings:
        return None
    version = settings[0].rule_set
    words = [told(one) for one in settings]
    return RulesTold(
        owner=str(version.owner),
        number=version.number,
        in_force_at=version.in_force_at,
        off=tuple(one for one in words if one.off),
        changed=tuple(one for one in words if not one.off),
        stale=bool(case.checked_at and version.in_force_at and case.checked_at < version.in_force_at),
    )


def told(setting: RuleSetting) -> Told:
    """A setting in words; ``set_by`` must have been fetched with it."""
    return Told(
        code=setting.code,
        title=rule_words(setting.code).title,
        off=setting.off,
        numbers=tuple(numbers_told(setting.code, setting.parameters)),
        reason=setting.reason,
        by=setting.set_by.name,
        since=setting.since,
    )


def numbers_told(code: str, parameters: dict[str, int]) -> list[str]:
    """Changed parameters as a page says them."""
    rule = rule_of(code)
    known = {one.name: one for one in rule.parameters} if rule else {}
    return [
        f"{known[name].text}：{value}（原设{known[name].default}）" if name in known else f"{name}：{value}"
        for name, value in sorted(parameters.items())
    ]


def rule_of(code: str) -> Rule | None:
    """What is known of a rule; None for a code that this version does not have."""
    return next((load(entry).rule for entry in entries() if entry.code == code), None)


def in_force(owner: Unit | int) -> RuleSet | None:
    """The version in force of an office or unit, with its settings; two queries."""
    pk = owner if isinstance(owner, int) else owner.pk
    rows = RuleSet.objects.filter(owner=pk, state=RuleSetState.IN_FORCE).select_related("owner")
    return rows.prefetch_related("settings__set_by__person").first()


def count_off(office: str, unit: str) -> Coalesce:
    """How many rules do not run for the case of a row; ``office`` and ``unit`` name the row's columns. For
    a page that has no query left for :func:`rules_told`.
    """
    rows = RuleSetting.objects.filter(
        rule_set__owner=Coalesce(OuterRef(office), OuterRef(unit)),
        rule_set__state=RuleSetState.IN_FORCE,
        off=True,
    )
    counted = rows.order_by().values("rule_set").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def owners_for(user: User) -> list[Unit]:
    """Offices and units whose rules the user may see, by the tree; one query."""
    scope = user.scope()
    pks = {pk for one in (Relation.OWN, Relation.OFFICE) for pk in scope.units(one, Action.READ)}
    return list(Unit.objects.filter(pk__in=pks).order_by("path")) if pks else []


def owner_for(user: User, pk: int) -> Unit:
    """One of them, or 404; one query."""
    found = next((one for one in owners_for(user) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def versions(owner: Unit) -> list[RuleSet]:
    """Every version of an owner, the newest first, fifty at most; one query."""
    people = ("owner", "made_by__person", "decided_by__person")
    return list(RuleSet.objects.filter(owner=owner).select_related(*people).order_by("-number")[:50])
