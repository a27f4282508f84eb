"""Logging in: lock-out, worn-out passwords, one-time codes, and what nobody may learn from a refusal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from bihuan.web.accounts.addresses import client_address
from bihuan.web.accounts.models import FailureCount, LoginPolicy, OldPassword, ResetCode, User
from bihuan.web.accounts.services import (
    login_check,
    password_change,
    policy_now,
    policy_set,
    reset_code_issue,
    reset_code_use,
    unlock,
)
from bihuan.web.accounts.services.passwords import classes
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from tests.web.world import NOW, PASSWORD

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.web.world import World

NEW = "青石板路第三个巷口"


def policy(world: World, **numbers: int) -> LoginPolicy:
    return policy_set(
        actor=world.security_admin, now=NOW, version=policy_now().version, factor_roles=[], **numbers
    )


def post(name: str = "lin", password: str = PASSWORD, client: Client | None = None) -> HttpResponse:
    return (client or Client()).post("/login/", {"username": name, "password": password})


def check(name: str = "lin", password: str = "错", address: str = "10.0.0.1", after: int = 0) -> User:
    return login_check(now=NOW + timedelta(minutes=after), username=name, password=password, address=address)


def fails(count: int, said: str = "账号或密码不对", **told: object) -> None:
    for _ in range(count):
        with pytest.raises(ServiceError, match=said):
            check(**told)  # type: ignore[arg-type]


def lock(times: int = 5, **told: object) -> None:
    """The try that locks says so: nobody goes on guessing at a closed door."""
    fails(times - 1, **told)  # type: ignore[arg-type]
    fails(1, "请过15分钟再试", **told)


@pytest.mark.parametrize("name", ["lin", "LIN", "nobody"])
def test_a_name_is_locked_known_or_not(world: World, name: str) -> None:
    lock(policy(world, max_failures=5).max_failures, name=name)
    fails(1, "请过15分钟再试", name=name.lower(), password=PASSWORD)
    assert check("zhou", PASSWORD) == world.first_person


def test_a_lock_ends_by_itself_and_by_the_administrator(world: World) -> None:
    lock()
    with pytest.raises(ServiceError, match="请过1分钟"):
        check(password=PASSWORD, after=14)
    assert check(password=PASSWORD, after=15) == world.liaison
    unlock(actor=world.system_admin, now=NOW, user=world.liaison)
    assert check(password=PASSWORD) == world.liaison


@pytest.mark.usefixtures("world")
def test_failures_long_ago_do_not_count() -> None:
    fails(4)
    fails(4, after=20)
    assert check(password=PASSWORD, after=21)


def test_an_address_that_tries_many_names_is_locked(world: World) -> None:
    policy(world, max_address_failures=10)
    for at in range(9):
        fails(1, name=f"name{at}")
    fails(1, "连续失败次数过多", name="name9")
    fails(1, "连续失败次数过多", name="zhou", password=PASSWORD)
    assert check("zhou", PASSWORD, address="10.0.0.2") == world.first_person


def test_failures_and_locks_are_in_the_journal_without_the_typed_name(world: World) -> None:
    lock()
    fails(1, name="我的密码打错了地方")
    told = [(one.action, one.object_id, one.object_label) for one in JournalEntry.objects.order_by("-id")[:2]]
    assert told[0] == ("login_failed", None, "没有这个登录名")
    assert told[1] == ("login_locked", world.liaison.pk, "lin")
    assert "打错" not in str(list(JournalEntry.objects.values_list()))
    assert "打错" not in str(list(FailureCount.objects.values_list("key")))


def test_log_in_and_out_are_in_the_journal(world: World) -> None:
    client = Client()
    assert post(client=client).status_code == 302
    client.post("/logout/")
    told = [(one.actor, one.action) for one in JournalEntry.objects.order_by("-id")[:2]]
    assert told == [(world.liaison.pk, "logout"), (world.liaison.pk, "login")]


@pytest.mark.parametrize(
    ("told", "trusted", "found"),
    [
        ("", 0, "127.0.0.1"),
        ("6.6.6.6", 0, "127.0.0.1"),
        ("6.6.6.6, 10.1.1.1", 1, "10.1.1.1"),
        ("6.6.6.6, 10.1.1.1, 10.2.2.2", 2, "10.1.1.1"),
        ("", 1, "127.0.0.1"),
    ],
)
def test_a_browser_cannot_choose_its_address(told: str, trusted: int, found: str, settings: object) -> None:
    with patch.dict(settings.ENV, {"BIHUAN_PROXIES": trusted}):  # type: ignore[attr-defined]
        headers = {"X-Forwarded-For": told} if told else {}
        assert client_address(RequestFactory().get("/", headers=headers)) == found


@pytest.mark.parametrize(
    ("password", "count"), [("abc", 1), ("abcD", 2), ("abcD1", 3), ("abcD1，", 4), ("鹿鸣河", 1)]
)
def test_classes_of_characters(password: str, count: int) -> None:
    assert classes(password) == count


def change(world: World, new: str, old: str = PASSWORD) -> None:
    password_change(actor=world.liaison, now=NOW, old=old, new=new)


def test_length_and_classes_follow_the_policy(world: World) -> None:
    policy(world, min_length=12, min_classes=3)
    with pytest.raises(ServiceError, match="至少要 12 个字符。密码至少要有大写"):
        change(world, NEW)
    change(world, "Qingshiban7号巷口")


def test_old_passwords_are_not_used_again(world: World) -> None:
    policy(world, history=2)
    change(world, NEW)
    for again, now in ((PASSWORD, NEW), (NEW, NEW)):
        with pytest.raises(ServiceError, match="最近 2 次"):
            change(world, again, now)
    change(world, "竹影桥头第二盏灯", NEW)
    change(world, PASSWORD, "竹影桥头第二盏灯")
    assert OldPassword.objects.filter(user=world.liaison).count() == 2


def test_a_worn_out_password_is_renewed_before_anything_else(world: World) -> None:
    policy(world, max_days=90)
    User.objects.update(password_at=timezone.now() - timedelta(days=91))
    client = Client()
    assert post(client=client).headers["Location"] == "/login/password/"
    assert client.get("/").status_code == 302, "not in yet"
    form = {"new": PASSWORD, "again": PASSWORD}
    assert "最近 5 次" in client.post("/login/password/", form).content.decode()
    assert client.post("/login/password/", {"new": NEW, "again": NEW}).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    world.liaison.refresh_from_db()
    assert world.liaison.check_password(NEW)


@pytest.mark.parametrize("page", ["/login/code/", "/login/factor/", "/login/password/"])
def test_a_step_without_the_one_before_leads_to_the_beginning(page: str, db: None) -> None:
    del db
    assert Client().get(page).headers["Location"] == "/login/"
    assert Client().post(page, {"code": "123456"}).headers["Location"] == "/login/"


def test_a_reset_code_gives_a_new_password_once(world: World) -> None:
    code = reset_code_issue(actor=world.system_admin, now=timezone.now(), user=world.liaison)
    assert code not in str(list(JournalEntry.objects.values_list()))
    client, form = Client(), {"username": "Lin", "code": code.lower(), "new": NEW, "again": NEW}
    assert client.post("/login/reset/", form).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert "已经用过" in Client().post("/login/reset/", form).content.decode()


def test_reset_codes_expire_and_are_not_guessed(world: World) -> None:
    code = reset_code_issue(actor=world.system_admin, now=NOW, user=world.liaison)
    told = {"username": "lin", "new": NEW}
    with pytest.raises(ServiceError, match="过期"):
        reset_code_use(now=NOW + timedelta(hours=25), code=code, **told)
    for _ in range(5):
        with pytest.raises(ServiceError):
            reset_code_use(now=NOW, code="AAAA-AAAA-AAAA", **told)
    with pytest.raises(ServiceError):
        reset_code_use(now=NOW, code=code, **told)
    assert ResetCode.objects.get().tries == 5


def test_a_weak_new_password_does_not_cost_the_code(world: World) -> None:
    code = reset_code_issue(actor=world.system_admin, now=NOW, user=world.liaison)
    with pytest.raises(ServiceError, match="太短"):
        reset_code_use(now=NOW, username="lin", code=code, new="短")
    assert reset_code_use(now=NOW, username="lin", code=code, new=NEW) == world.liaison


@pytest.mark.parametrize("who", ["security_admin", "audit_admin", "liaison", "officer"])
def test_only_the_system_administrator_hands_out_codes(world: World, who: str) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        reset_code_issue(actor=world.everybody()[who], now=NOW, user=world.reader)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [({"min_length": 4}, "8到64"), ({"max_failures": 100}, "3到20"), ({"idle_minutes": 1}, "5到720")],
)
def test_a_policy_that_protects_nothing_is_refused(world: World, numbers: dict[str, int], said: str) -> None:
    with pytest.raises(ServiceError, match=said):
        policy(world, **numbers)


def test_two_changes_of_the_policy_at_once(world: World) -> None:
    seen = policy_now().version
    policy(world, min_length=10)
    with pytest.raises(ServiceError, match="刚刚被别人改过"):
        policy_set(actor=world.security_admin, now=NOW, version=seen, factor_roles=[], min_length=9)
    assert JournalEntry.objects.order_by("-id")[0].changes == {"min_length": [8, 10]}


def test_first_administrators_of_an_empty_house(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    del db
    asked = "bihuan.web.accounts.management.commands.first_administrator.getpass"

    def run(kind: str) -> None:
        told = ("--unit", "鹿溪市委", "--name", "某甲", "--username", f"first-{kind}", "--kind", kind)
        with patch(asked, return_value=PASSWORD):
            call_command("first_administrator", *told)

    for kind in ("system", "security", "audit"):
        run(kind)
        with pytest.raises(CommandError, match="已经有"):
            run(kind)
    assert "--kind audit" in capsys.readouterr().out
    assert post("first-audit").status_code == 302
