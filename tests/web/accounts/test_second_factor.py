"""TOTP by the vectors of RFC 6238, recovery codes, and who must use them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from bihuan.web.accounts import totp
from bihuan.web.accounts.models import RecoveryCode, SecondFactor
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.seals import seal, unseal
from bihuan.web.accounts.services import (
    factor_begin,
    factor_check,
    factor_confirm,
    factor_remove,
    policy_set,
)
from bihuan.web.base.errors import ServiceError
from tests.web.world import NOW, PASSWORD

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from tests.web.world import World

SECRET = b"12345678901234567890"  # of RFC 6238, appendix B


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_of_the_standard(seconds: int, code: str) -> None:
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))
    assert totp.code(SECRET, step, 8) == code


def test_a_code_is_good_for_a_neighbouring_step_and_once() -> None:
    step = totp.step_at(NOW)
    for off, found in ((-2, None), (-1, step - 1), (0, step), (1, step + 1), (2, None)):
        assert totp.matching_step(SECRET, totp.code(SECRET, step + off), NOW, 0) == found
    assert totp.matching_step(SECRET, totp.code(SECRET, step), NOW, step) is None
    assert totp.matching_step(SECRET, "１２３４５６", NOW, 0) is None


def test_the_address_names_account_and_issuer() -> None:
    told = totp.address(SECRET, "lin", "闭环")
    assert told.startswith("otpauth://totp/%E9%97%AD%E7%8E%AF%3Alin?secret=GEZDGNBVGY3TQOJQ")


def test_secrets_are_sealed(world: World) -> None:
    secret = factor_begin(world.liaison)
    row = SecondFactor.objects.get()
    assert secret.hex() not in row.sealed
    assert unseal(row.sealed) == secret
    assert unseal(seal(b"x")[:-4] + "AAAA") is None
    assert factor_begin(world.liaison) == secret, "the picture stays while nothing is confirmed"


def use_factor(user: User, now: datetime = NOW) -> tuple[bytes, list[str]]:
    secret = factor_begin(user)
    return secret, factor_confirm(actor=user, now=now, code=totp.code(secret, totp.step_at(now)))


def test_a_code_is_not_used_twice(world: World) -> None:
    secret, _ = use_factor(world.liaison)
    later = NOW + timedelta(seconds=30)
    code = totp.code(secret, totp.step_at(later))
    with pytest.raises(ServiceError, match="已经用过"):
        factor_check(now=NOW, user=world.liaison, code=totp.code(secret, totp.step_at(NOW)))
    assert factor_check(now=later, user=world.liaison, code=f"{code[:3]} {code[3:]}") == "动态码"
    with pytest.raises(ServiceError, match="已经用过"):
        factor_check(now=later, user=world.liaison, code=code)


def test_recovery_codes_work_once_each(world: World) -> None:
    _, codes = use_factor(world.liaison)
    assert len(set(codes)) == 10
    assert factor_check(now=NOW, user=world.liaison, code=codes[3].lower()) == "恢复码"
    with pytest.raises(ServiceError, match="恢复码不对"):
        factor_check(now=NOW, user=world.liaison, code=codes[3])
    assert RecoveryCode.objects.count() == 9
    assert codes[0] not in str(list(RecoveryCode.objects.values_list()))


def test_the_security_administrator_takes_a_lost_factor_off_and_nobody_else(world: World) -> None:
    use_factor(world.liaison)
    for who in (world.system_admin, world.audit_admin, world.first_person):
        with pytest.raises(PermissionDenied):
            factor_remove(actor=who, now=NOW, user=world.liaison)
    factor_remove(actor=world.security_admin, now=NOW, user=world.liaison)
    assert not SecondFactor.objects.exists()


def log_in(client: Client) -> str:
    form = {"username": "lin", "password": PASSWORD, "next": "/imports/"}
    return client.post("/login/", form).headers["Location"]


def test_log_in_asks_for_the_code_and_remembers_where_to_go(world: World) -> None:
    now = timezone.now() - timedelta(minutes=5)
    secret, _ = use_factor(world.liaison, now)
    client = Client()
    assert log_in(client) == "/login/code/"
    assert client.get("/").status_code == 302, "the password alone opens nothing"
    assert "不对" in client.post("/login/code/", {"code": "000000"}).content.decode()
    code = totp.code(secret, totp.step_at(timezone.now()))
    assert client.post("/login/code/", {"code": code}).headers["Location"] == "/imports/"
    assert client.get("/").status_code == 200


def test_guessing_codes_locks_the_name(world: World) -> None:
    use_factor(world.liaison, timezone.now())
    client = Client()
    log_in(client)
    for _ in range(5):
        client.post("/login/code/", {"code": "000000"})
    assert "连续失败次数过多" in client.post("/login/code/", {"code": "000000"}).content.decode()


def test_a_role_can_be_made_to_use_it(world: World) -> None:
    policy_set(actor=world.security_admin, now=NOW, version=1, factor_roles=[Role.LIAISON])
    client = Client()
    assert log_in(client) == "/login/factor/"
    page = client.get("/login/factor/").content.decode()
    assert 'class="qr"' in page
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found
    secret = factor_begin(world.liaison)
    assert found[1].replace(" ", "") == totp.spelled(secret)
    assert client.get("/").status_code == 302
    shown = client.post("/login/factor/", {"code": totp.code(secret, totp.step_at(timezone.now()))})
    assert len(re.findall(r"<li>[A-Z0-9]{5}-[A-Z0-9]{5}</li>", shown.content.decode())) == 10
    assert 'href="/imports/"' in shown.content.decode()
    assert client.get("/").status_code == 200


def test_the_account_page_turns_it_on_and_off(world: World) -> None:
    client = Client()
    client.force_login(world.liaison)
    client.get("/account/factor/")
    secret = factor_begin(world.liaison)
    before = timezone.now() - timedelta(seconds=30)
    shown = client.post("/account/factor/", {"code": totp.code(secret, totp.step_at(before))})
    assert "恢复码" in shown.content.decode()
    answer = client.post("/account/factor/change/", {"code": "1", "do": "off"}, follow=True)
    assert "动态码不对" in answer.content.decode()
    code = totp.code(secret, totp.step_at(timezone.now()))
    answer = client.post("/account/factor/change/", {"code": code, "do": "off"}, follow=True)
    assert "已停用" in answer.content.decode()
    assert not SecondFactor.objects.exists()
