"""An office's own choice of rules: drafted, tried on its reports, put in force by somebody else, seen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import user_create
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.diagnosis import ruling
from bihuan.web.diagnosis.models import Diagnostic, RuleSet, RuleTrial
from bihuan.web.diagnosis.rulesets import config_for, in_force, rules_told
from bihuan.web.notices.models import Notification
from bihuan.web.notices.queue.worker import Worker
from bihuan.web.rectification import trying
from tests.web.world import NOW, PASSWORD, World, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.diagnosis.rulesets import RulesTold
    from bihuan.web.inspections.models import Feedback

SHARED, WHY = "ST04", "本市允许合并作答，另有清单逐条对应"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def case(world: World) -> Feedback:
    """The report of the world: findings 2 and 3 share one response (ST04)."""
    return import_text(world)


def work(now: datetime = LATER) -> None:
    Worker(clock=lambda: now, ticking=False).drain()


def begin(world: World) -> RuleSet:
    return ruling.rule_set_begin(actor=world.officer, now=NOW, owner=world.office)


def put(world: World, draft: RuleSet, code: str = SHARED, **told: Any) -> RuleSet:
    words: dict[str, Any] = {"off": True, "parameters": {}, "reason": WHY, **told}
    return ruling.rule_setting_set(actor=world.officer, now=NOW, rule_set=draft, code=code, **words)


def tried(world: World, draft: RuleSet) -> RuleTrial:
    ruling.rule_trial_ask(actor=world.officer, now=NOW, rule_set=draft)
    work()
    return RuleTrial.objects.get(rule_set=draft)


def enabled(world: World, draft: RuleSet) -> RuleSet:
    tried(world, draft)
    ruling.rule_set_propose(actor=world.officer, now=NOW, rule_set=draft)
    return ruling.rule_set_enable(actor=world.security_admin, now=NOW, rule_set=draft)


def said(case: Feedback) -> RulesTold:
    told = rules_told(case)
    assert told is not None
    return told


def found(case: Feedback) -> set[str]:
    return set(Diagnostic.objects.filter(feedback=case).values_list("code", flat=True))


def test_a_draft_counts_nothing(world: World, case: Feedback) -> None:
    draft = put(world, begin(world))
    assert config_for(case).ignore == ()
    assert SHARED in found(case)
    assert rules_told(case) is None
    assert draft.version == 2


def test_the_trial_counts_old_against_new_with_places(world: World, case: Feedback) -> None:
    trial = tried(world, put(world, begin(world)))
    assert (trial.reports, trial.total, trial.done_at) == (1, 1, LATER)
    assert trial.counts[SHARED] == [1, 0]
    assert trial.samples[SHARED][0][:3] == ["gone", case.pk, "市统计局"]
    assert all(old == new for code, (old, new) in trial.counts.items() if code != SHARED)
    assert SHARED in found(case)


def test_the_trial_goes_on_in_steps(world: World, case: Feedback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "STEP", 1)
    trial = tried(world, put(world, begin(world)))
    assert (trial.reports, trial.counts[SHARED], trial.done_at) == (1, [1, 0], LATER)
    assert case.pk


def test_a_changed_draft_must_be_tried_again(world: World, case: Feedback) -> None:
    draft = begin(world)
    with pytest.raises(ServiceError, match="先在本单位已有的报告上试查"):
        ruling.rule_set_propose(actor=world.officer, now=NOW, rule_set=draft)
    tried(world, draft)
    put(world, draft)
    with pytest.raises(ServiceError, match="试查"):
        ruling.rule_set_propose(actor=world.officer, now=NOW, rule_set=draft)
    assert case.pk


def test_in_force_it_holds_for_old_and_new_and_is_seen(world: World, case: Feedback) -> None:
    draft = enabled(world, put(world, begin(world)))
    case.refresh_from_db()
    assert said(case).off[0].code == SHARED
    assert config_for(case).ignore == (SHARED,)
    work()
    assert SHARED not in found(case)
    told = said(case)
    assert (told.number, told.owner, told.changed) == (1, "市委巡察办", ())
    assert (told.off[0].by, told.off[0].reason, told.off[0].since) == ("严守正", WHY, NOW)
    put_again = ruling.rule_set_begin(actor=world.officer, now=LATER, owner=world.office)
    assert [one.since for one in put_again.settings.all()] == [NOW]
    enabled(world, put(world, put_again, off=False))
    work()
    assert SHARED in found(case)
    assert {one.state for one in RuleSet.objects.filter(pk=draft.pk)} == {"replaced"}


def test_the_stored_diagnostics_are_said_to_be_older(world: World, case: Feedback) -> None:
    draft = put(world, begin(world))
    tried(world, draft)
    ruling.rule_set_propose(actor=world.officer, now=NOW, rule_set=draft)
    ruling.rule_set_enable(actor=world.security_admin, now=LATER, rule_set=draft)
    case.refresh_from_db()
    assert said(case).stale
    work()
    case.refresh_from_db()
    assert not said(case).stale


def test_archived_cases_keep_what_was_found_then(world: World, case: Feedback) -> None:
    draft = put(world, begin(world))
    type(case).objects.filter(pk=case.pk).update(archived_at=NOW)
    enabled(world, draft)
    work()
    assert SHARED in found(case)


def test_numbers_of_a_rule(world: World, case: Feedback) -> None:
    from bihuan.web.diagnosis.rule_rows import rule_pages

    page = next(one for one in rule_pages().values() if one.parameters)
    name, usual = page.parameters[0].name, page.parameters[0].default
    draft = begin(world)
    put(world, draft, page.code, off=False, parameters={name: usual})
    assert not draft.settings.exists()
    put(world, draft, page.code, off=False, parameters={name: usual + 7})
    assert draft.settings.get().parameters == {name: usual + 7}
    for wrong, sentence in (({name: -1}, "不小于零"), ({"x": 3}, "没有这个参数")):
        with pytest.raises(ServiceError, match=sentence):
            put(world, draft, page.code, off=False, parameters=wrong)
    enabled(world, draft)
    assert config_for(case).parameters == {page.code: {name: usual + 7}}
    assert said(case).changed[0].numbers == (f"{page.parameters[0].text}：{usual + 7}（原设{usual}）",)


@pytest.mark.parametrize("reason", ["", "   ", "不用"])
def test_a_reason_is_needed(world: World, reason: str) -> None:
    with pytest.raises(ServiceError, match="写明为什么"):
        put(world, begin(world), reason=reason)


def test_unknown_rules_are_refused(world: World) -> None:
    with pytest.raises(ServiceError, match="没有这条规则"):
        put(world, begin(world), "ZZ99", off=False)


def test_who_may_do_what(world: World) -> None:
    for actor in (world.reader, world.stranger, world.security_admin, world.discipline, world.liaison):
        with pytest.raises(PermissionDenied):
            ruling.rule_set_begin(actor=actor, now=NOW, owner=world.office)
    draft = put(world, begin(world))
    tried(world, draft)
    ruling.rule_set_propose(actor=world.officer, now=NOW, rule_set=draft)
    for actor in (world.officer, world.first_person, world.system_admin, world.audit_admin):
        with pytest.raises(PermissionDenied):
            ruling.rule_set_enable(actor=actor, now=NOW, rule_set=draft)
    assert in_force(world.office) is None


def test_one_draft_at_a_time_and_old_sight_is_refused(world: World) -> None:
    draft = begin(world)
    with pytest.raises(ServiceError, match="已有一版"):
        begin(world)
    put(world, draft)
    with pytest.raises(StaleError):
        put(world, draft, "WD02", version=1)
    ruling.rule_set_discard(actor=world.officer, now=NOW, rule_set=draft)
    assert begin(world).number == 1


def test_sent_back_and_taken_back(world: World) -> None:
    draft = begin(world)
    tried(world, draft)
    propose: dict[str, Any] = {"actor": world.officer, "now": NOW, "rule_set": draft}
    ruling.rule_set_propose(**propose)
    with pytest.raises(ServiceError, match="不在拟订中"):
        put(world, draft)
    ruling.rule_set_withdraw(**propose)
    ruling.rule_set_propose(**propose)
    decide: dict[str, Any] = {"actor": world.security_admin, "now": NOW, "rule_set": draft}
    with pytest.raises(ServiceError, match="写明要改什么"):
        ruling.rule_set_return(**decide, opinion=" ")
    ruling.rule_set_return(**decide, opinion="理由请写具体")
    draft.refresh_from_db()
    assert (draft.state, draft.opinion) == ("draft", "理由请写具体")
    with pytest.raises(ServiceError, match="已经有人办过"):
        ruling.rule_set_enable(**decide)
    told = Notification.objects.filter(person=world.officer.person_id).latest("id")
    assert "被退回：理由请写具体" in told.text
    assert Notification.objects.filter(person=world.security_admin.person_id, kind="rules").count() == 1


def test_a_unit_without_an_office_decides_for_itself(world: World) -> None:
    case = import_text(world)
    type(case).objects.filter(pk=case.pk).update(office=None)
    case.refresh_from_db()
    draft = ruling.rule_set_begin(actor=world.liaison, now=NOW, owner=world.bureau)
    words: dict[str, Any] = {"off": True, "parameters": {}, "reason": WHY}
    ruling.rule_setting_set(actor=world.liaison, now=NOW, rule_set=draft, code=SHARED, **words)
    trial = ruling.rule_trial_ask(actor=world.liaison, now=NOW, rule_set=draft)
    work()
    trial.refresh_from_db()
    assert trial.counts[SHARED] == [1, 0]
    enabled(world, put(world, begin(world), "WD02"))
    assert config_for(case).ignore == ()


def test_each_write_is_one_entry_of_the_journal(world: World) -> None:
    draft = put(world, begin(world))
    tried(world, draft)
    propose: dict[str, Any] = {"actor": world.officer, "now": NOW, "rule_set": draft}
    ruling.rule_set_propose(**propose)
    ruling.rule_set_withdraw(**propose)
    ruling.rule_set_propose(**propose)
    ruling.rule_set_enable(actor=world.security_admin, now=NOW, rule_set=draft)
    told = JournalEntry.objects.filter(chain=world.office.pk, object_type="diagnosis.ruleset")
    assert list(told.order_by("number").values_list("action", flat=True)) == [
        "rule_set_begin", "rule_setting_set", "rule_trial_ask", "rule_set_propose", "rule_set_withdraw",
        "rule_set_propose", "rule_set_enable",
    ]  # fmt: skip


def shown(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"diagnosis:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pages_from_draft_to_force(
    world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    officer, admin = sign_in(world.officer), sign_in(world.security_admin)
    home = reverse("diagnosis:rulebook", args=[world.office.pk])
    assert officer.get(reverse("diagnosis:rules")).headers["Location"] == home
    assert "拟订调整" in officer.get(home).content.decode()
    draft_at = officer.post(home).headers["Location"]
    pk = RuleSet.objects.get().pk
    form = {"runs": "off", "reason": "", "version": 1}
    at = reverse("diagnosis:rule_setting", args=[pk, SHARED])
    assert "写明为什么" in officer.post(at, form).content.decode()
    assert officer.post(at, {**form, "reason": WHY}).headers["Location"] == draft_at
    change = reverse("diagnosis:rule_set_change", args=[pk])
    assert "试查已在后台开始" in officer.post(change, {"do": "try"}, follow=True).content.decode()
    work(timezone.now())
    page = shown(officer, "rule_set", pk)
    assert "不再提出" in page
    assert "本版改动" in page
    officer.post(change, {"do": "propose"})
    assert "待启用" in shown(admin, "proposals")
    page = shown(admin, "proposal", pk)
    quote = Diagnostic.objects.get(feedback=case, code=SHARED).quote
    assert WHY in page
    assert quote not in page
    at = reverse("diagnosis:proposal", args=[pk])
    assert "写明要改什么" in admin.post(at, {"decision": "return"}).content.decode()
    assert admin.post(at, {"decision": "enable"}).status_code == 302
    work(timezone.now())
    page = shown(sign_in(world.reader), "diagnostics", case.pk)
    assert "已停用 <b>1</b> 条规则" in page
    assert WHY in page
    assert f'id="rule-{SHARED}' not in page
    finding = case.findings.order_by("position")[0]
    page = officer.get(reverse("rectification:finding", args=[finding.pk])).content.decode()
    assert "体检已停用 1 条规则" in page
    assert "停用 1 条" in shown(officer, "rulebook", world.office.pk)


def test_the_pages_cost_the_same_however_many_versions(
    world: World,
    case: Feedback,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    assert case.pk
    for code in (SHARED, "WD02", "CM01"):
        enabled(world, put(world, begin(world), code))
    newest = RuleSet.objects.get(state="in_force")
    officer, admin = sign_in(world.officer), sign_in(world.security_admin)
    for client, name, args in (
        (officer, "rulebook", [world.office.pk]),
        (officer, "rule_set", [newest.pk]),
        (admin, "proposals", []),
        (admin, "proposal", [newest.pk]),
    ):
        with django_assert_max_num_queries(12):
            client.get(reverse(f"diagnosis:{name}", args=args))


def test_a_colleague_of_the_office_may_go_on_with_a_draft(world: World) -> None:
    draft = begin(world)
    other = user_create(
        actor=None, now=NOW, unit=world.office, name="严明", username="yanming", password=PASSWORD,
        role=Role.INSPECTION_OFFICE,
    )  # fmt: skip
    words: dict[str, Any] = {"off": True, "parameters": {}, "reason": WHY}
    ruling.rule_setting_set(actor=other, now=NOW, rule_set=draft, code=SHARED, **words)
    assert draft.settings.get().set_by == other
