"""Log in, log out, the own account, and the pages for what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from bihuan.web.config import errors
from tests.web.world import PASSWORD

if TYPE_CHECKING:
    from tests.web.world import World

LOGIN = "/login/"
NEW = "青石板路第三个巷口"


@pytest.mark.usefixtures("world")
@pytest.mark.usefixtures("world")
def test_log_in_leads_to_what_was_asked_for() -> None:
    client = Client()
    form = {"username": "LIN", "password": PASSWORD, "next": "/imports/"}
    assert client.post(LOGIN, form).headers["Location"] == "/imports/"
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
@pytest.mark.usefixtures("world")
def test_log_in_never_leads_elsewhere(target: str) -> None:
    form = {"username": "lin", "password": PASSWORD, "next": target}
    assert Client().post(LOGIN, form).headers["Location"] == "/"


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("name", "password"), [("lin", "错"), ("nobody", PASSWORD)])
@pytest.mark.usefixtures("world")
def test_every_failure_reads_the_same(name: str, password: str) -> None:
    answer = Client().post(LOGIN, {"username": name, "password": password})
    assert "账号或密码不对" in answer.content.decode()
    assert password not in answer.content.decode() or name == "nobody"


@pytest.mark.usefixtures("world")
@pytest.mark.usefixtures("world")
def test_log_out_ends_the_session(liaison: Client) -> None:
    assert liaison.get(reverse("accounts:logout")).status_code == 405
    liaison.post(reverse("accounts:logout"))
    assert liaison.get("/").status_code == 302


def test_password_is_changed_and_the_session_goes_on(world: World, liaison: Client) -> None:
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    answer = liaison.post(reverse("accounts:account"), form, follow=True)
    assert "密码已修改" in answer.content.decode()
    world.liaison.refresh_from_db()
    assert world.liaison.check_password(NEW)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"old": "错", "new": NEW, "again": NEW}, "不对，请重新输入"),
        ({"old": PASSWORD, "new": NEW, "again": "别的"}, "两次输入的新密码不一样"),
        ({"old": PASSWORD, "new": "12345678", "again": "12345678"}, "field__error"),
        ({"old": "", "new": "", "again": ""}, "请填写这一项"),
    ],
)
def test_a_bad_change_is_told_on_the_form(
    form: dict[str, str], said: str, world: World, liaison: Client
) -> None:
    assert said in liaison.post(reverse("accounts:account"), form).content.decode()
    world.liaison.refresh_from_db()
    assert world.liaison.check_password(PASSWORD)


@pytest.mark.usefixtures("world")
def test_a_form_without_its_token_is_refused_kindly() -> None:
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"username": "lin", "password": PASSWORD})
    assert answer.status_code == 403
    assert "请重新提交" in answer.content.decode()


def test_our_own_faults_are_told_without_a_database() -> None:
    answer = errors.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "没有保存" in answer.content.decode()
