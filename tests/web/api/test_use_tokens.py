"""Tokens: made by people, limited in scope and time, never more than the account itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.models import FailureCount, LoginPolicy, Membership
from bihuan.web.accounts.services.logins import name_key
from bihuan.web.api.models import ApiPolicy, Token
from bihuan.web.api.services import (
    MOST,
    api_policy_set,
    token_make,
    token_revoke,
    tokens_revoke,
)
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from tests.web.api.conftest import Program, program_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

MAKE = {"name": "夜间取数", "days": "30", "writes": ""}


def code(program: Program, path: str = "/cases") -> tuple[int, str]:
    answer = program.get(path)
    return answer.status_code, answer.json().get("code", "")


def test_secret_is_shown_once_and_only_its_digest_is_kept(liaison: Client, world: World) -> None:
    page = liaison.post(reverse("api:tokens"), MAKE).content.decode()
    found = Token.objects.get(user=world.liaison)
    secret = page.split('class="secret" tabindex="0">')[1].split("<")[0]
    assert secret.startswith("bh_")
    assert secret.endswith(found.hint)
    assert secret not in str(vars(found))
    assert secret not in liaison.get(reverse("api:tokens")).content.decode()
    assert Program(secret).get("/cases").status_code == 200
    entry = JournalEntry.objects.get(action="token_make")
    assert secret not in str(entry.changes)
    assert entry.object_label == "夜间取数"


@pytest.mark.usefixtures("case")
def test_read_only_token_writes_nothing(world: World, measure: Any) -> None:
    program = program_of(world.liaison, writes=False)
    answer = program.send("PATCH", f"/measures/{measure.pk}", {"text": "改", "version": 1})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_write")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_token_of_another_area_opens_nothing_here(world: World) -> None:
    program = program_of(world.liaison, areas=("evidence",))
    assert code(program) == (403, "scope_area")


def test_journal_names_the_token(program: Program, measure: Any) -> None:
    told = {"text": "7月3日，召开党组会议，研究办法。", "version": measure.version}
    answer = program.send("PATCH", f"/measures/{measure.pk}", told)
    assert answer.status_code == 200, answer.content.decode()
    entry = JournalEntry.objects.get(action="measure_edit")
    assert entry.actor_name == "林知夏（令牌“同步”）"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "bearer  "])
@pytest.mark.usefixtures("world")
def test_without_a_token_that_is_known_nobody_gets_in(header: str) -> None:
    answer = Program("x").get("/cases", Authorization=header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_session_opens_no_operation(liaison: Client) -> None:
    assert liaison.get("/api/v1/cases").status_code == 401


def test_expired_and_revoked_tokens_are_unknown(world: World, program: Program) -> None:
    found = Token.objects.get()
    Token.objects.update(made_at=timezone.now() - timedelta(2), expires_at=timezone.now() - timedelta(1))
    assert code(program) == (401, "token_unknown")
    other = program_of(world.liaison, name="另一个")
    token_revoke(actor=world.liaison, now=timezone.now(), token=Token.objects.exclude(pk=found.pk).get())
    assert code(other) == (401, "token_unknown")


def test_closed_account_refuses(world: World, program: Program) -> None:
    world.liaison.is_active = False
    world.liaison.save()
    assert code(program) == (401, "account_closed")


def test_locked_account_refuses(world: World, program: Program) -> None:
    until = timezone.now() + timedelta(minutes=5)
    FailureCount.objects.create(key=name_key("lin"), count=9, last_at=timezone.now(), locked_until=until)
    assert code(program) == (403, "account_locked")
    del world


def test_pending_second_factor_refuses(program: Program) -> None:
    LoginPolicy.objects.create(pk=1, factor_roles=["liaison"])
    assert code(program) == (403, "factor_missing")


@pytest.mark.usefixtures("case")
def test_role_that_is_taken_away_is_gone_at_once(world: World, program: Program) -> None:
    assert program.get("/cases").json()["rows"]
    Membership.objects.filter(user=world.liaison).delete()
    assert program.get("/cases").json()["rows"] == []


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_tokens_only_administer(world: World, who: str) -> None:
    program = program_of(world.everybody()[who])
    assert program.get("/cases").json()["rows"] == []
    assert program.get("/findings").json()["rows"] == []


def test_interface_switched_off_refuses_everybody(world: World, program: Program) -> None:
    now = timezone.now()
    api_policy_set(
        actor=world.security_admin, now=now, version=1, enabled=False, longest_days=30, per_minute=300
    )
    assert code(program) == (403, "api_off")
    with pytest.raises(ServiceError, match="停用"):
        program_of(world.handler)


def test_shorter_lifetime_holds_for_living_tokens(world: World, program: Program) -> None:
    del program
    now = timezone.now()
    api_policy_set(
        actor=world.security_admin, now=now, version=1, enabled=True, longest_days=7, per_minute=300
    )
    assert Token.objects.get().expires_at == now + timedelta(days=7)
    with pytest.raises(ServiceError, match="1 到 7 天"):
        token_make(actor=world.liaison, now=now, name="长", days=8)


def test_pace_is_limited_for_each_token(world: World, program: Program) -> None:
    ApiPolicy.objects.create(pk=1, per_minute=10)
    other = program_of(world.liaison, name="另一个")
    answers = [program.get("/cases").status_code for _ in range(25)]
    assert 429 in answers
    assert answers.count(200) in range(10, 21)  # a minute may turn while the test runs
    slowed = program.get("/cases")
    if slowed.status_code == 429:
        assert 1 <= int(slowed.headers["Retry-After"]) <= 60
    assert other.get("/cases").status_code == 200


def test_security_administrator_revokes_all_of_a_person(
    world: World, program: Program, sign_in: Callable[[User], Client]
) -> None:
    second = program_of(world.liaison, name="第二个")
    keeper = sign_in(world.security_admin)
    page = keeper.get(reverse("api:policy")).content.decode()
    assert "林知夏" in page
    assert "第二个" not in page
    answer = keeper.post(reverse("api:revoke_all", args=[world.liaison.pk]), follow=True)
    assert "2个令牌已吊销" in answer.content.decode()
    assert code(program)[0] == code(second)[0] == 401
    assert JournalEntry.objects.get(action="tokens_revoke").changes == {"name": [["同步", "第二个"], []]}


def test_nobody_revokes_anothers(world: World, program: Program, sign_in: Callable[[User], Client]) -> None:
    found = Token.objects.get()
    assert sign_in(world.handler).post(reverse("api:revoke", args=[found.pk])).status_code == 404
    with pytest.raises(Exception, match="没有这项权限"):
        token_revoke(actor=world.handler, now=timezone.now(), token=found)
    with pytest.raises(Exception, match="没有这项权限"):
        tokens_revoke(actor=world.system_admin, now=timezone.now(), user=world.liaison)
    assert program.get("/cases").status_code == 200


def test_neither_deputy_nor_program_makes_tokens(world: World) -> None:
    world.handler.act_for(world.liaison, list(world.liaison.memberships.select_related("unit")))
    with pytest.raises(ServiceError, match="本人"):
        token_make(actor=world.handler, now=timezone.now(), name="代", days=1)
    world.liaison.through = "同步"
    with pytest.raises(ServiceError, match="本人"):
        token_make(actor=world.liaison, now=timezone.now(), name="子", days=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "给哪个程序用"),
        ({"name": "x" * 41}, "最多 40 字"),
        ({"days": "0"}, "太小了"),
        ({"days": "366"}, "1 到 365"),
        ({"days": "很多"}, "请填写整数"),
        ({"areas": "all"}, "没有这个选项"),
    ],
)
def test_form_says_what_is_wrong(liaison: Client, change: dict[str, str], said: str) -> None:
    answer = liaison.post(reverse("api:tokens"), {**MAKE, **change})
    assert said in answer.content.decode()
    assert not Token.objects.exists()


def test_name_is_taken_once_and_tokens_are_few(world: World) -> None:
    program_of(world.liaison)
    with pytest.raises(ServiceError, match="已经有名为"):
        program_of(world.liaison)
    for number in range(1, MOST):
        program_of(world.liaison, name=str(number))
    with pytest.raises(ServiceError, match="最多 20 个"):
        program_of(world.liaison, name="多")


def test_policy_is_changed_by_one_at_a_time(world: World) -> None:
    told = {"enabled": True, "longest_days": 100, "per_minute": 60}
    api_policy_set(actor=world.security_admin, now=timezone.now(), version=1, **told)
    with pytest.raises(ServiceError, match="刚刚被别人改过"):
        api_policy_set(actor=world.security_admin, now=timezone.now(), version=1, **told)


@pytest.mark.usefixtures("case")
def test_stranger_learns_of_nothing(world: World, case: Feedback) -> None:
    program = program_of(world.stranger)
    assert program.get(f"/cases/{case.pk}").status_code == 404
    assert program.get("/cases/987654321").json() == program.get(f"/cases/{case.pk}").json()
