"""Logging in at the organisation's service: a real OpenID Connect provider in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client, override_settings
from django.utils import timezone

from bihuan.web.accounts import totp
from bihuan.web.accounts.models import Subject
from bihuan.web.accounts.services import account_disable, factor_begin, factor_confirm
from bihuan.web.base.models import JournalEntry
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import Settings

    from bihuan.web.accounts.models import User
    from tests.web.world import World

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Issuer of a provider that listens on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        told = requests.get(f"{address}/.well-known/openid-configuration", timeout=10).json()
        yield told["issuer"].rstrip("/")
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def _offered(provider: str, settings: Settings) -> Iterator[None]:
    env = {
        **settings.ENV,
        "BIHUAN_OIDC_ISSUER": provider,
        "BIHUAN_OIDC_CLIENT": "bihuan",
        "BIHUAN_OIDC_SECRET": "secret-of-the-test",
    }
    with override_settings(OIDC=True, ENV=env):
        yield


def there_and_back(client: Client, subject: str, start: str = "/login/oidc/?next=/imports/") -> str:
    """Walk as the browser does: to the service, log in there, come back; the address led back to."""
    away = client.get(start)
    assert away.status_code == 302
    asked = parse_qs(urlsplit(away.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid"]
    assert {"state", "nonce"} <= set(asked)
    answer = requests.post(away.headers["Location"], data={"sub": subject}, timeout=10, allow_redirects=False)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def log_in(client: Client, subject: str) -> str:
    back = urlsplit(there_and_back(client, subject))
    return client.get(f"{back.path}?{back.query}").headers["Location"]


def link(user: User, subject: str) -> str:
    client = Client()
    client.force_login(user)
    assert "去统一身份认证登录" in client.post("/account/link/").content.decode()
    back = urlsplit(there_and_back(client, subject, "/login/oidc/"))
    return client.get(f"{back.path}?{back.query}", follow=True).content.decode()


@pytest.mark.usefixtures("_offered")
def test_a_linked_subject_logs_in_and_goes_on(world: World) -> None:
    assert "已关联统一身份认证" in link(world.liaison, "U-1001")
    client = Client()
    assert "统一身份认证登录" in client.get("/login/").content.decode()
    assert log_in(client, "U-1001") == "/imports/"
    assert client.get("/").status_code == 200
    entry = JournalEntry.objects.filter(action="login").order_by("-id")[0]
    assert (entry.actor, entry.changes["way"][1]) == (world.liaison.pk, "统一身份认证")


@pytest.mark.usefixtures("_offered")
def test_an_unknown_subject_gets_nothing(world: World) -> None:
    client = Client()
    assert log_in(client, world.liaison.username) == "/login/", "names are never compared"
    assert "还没有关联" in client.get("/login/").content.decode()
    assert client.get("/").status_code == 302
    assert not Subject.objects.exists()


@pytest.mark.usefixtures("_offered")
def test_a_subject_belongs_to_one_account(world: World) -> None:
    link(world.liaison, "U-1001")
    assert "已经关联了别的账户" in link(world.reader, "U-1001")
    assert Subject.objects.get().user == world.liaison


@pytest.mark.usefixtures("_offered")
def test_coming_back_while_signed_in_links_nothing_unasked(world: World) -> None:
    client = Client()
    client.force_login(world.liaison)
    log_in(client, "U-7")
    assert not Subject.objects.exists()


@pytest.mark.usefixtures("_offered")
def test_closed_accounts_stay_out(world: World) -> None:
    link(world.reader, "U-1002")
    account_disable(actor=world.system_admin, now=NOW, user=world.reader)
    assert log_in(Client(), "U-1002") == "/login/"


@pytest.mark.usefixtures("_offered")
def test_the_second_factor_is_asked_for_all_the_same(world: World) -> None:
    link(world.liaison, "U-1001")
    secret, now = factor_begin(world.liaison), timezone.now()
    factor_confirm(actor=world.liaison, now=now, code=totp.code(secret, totp.step_at(now)))
    assert log_in(Client(), "U-1001") == "/login/code/"


@pytest.mark.usefixtures("_offered")
def test_an_answer_to_another_browser_is_refused(world: World) -> None:
    link(world.liaison, "U-1001")
    back = urlsplit(there_and_back(Client(), "U-1001"))
    other = Client()
    other.get("/login/oidc/")
    assert other.get(f"{back.path}?{back.query}").headers["Location"] == "/login/"
    assert "没有完成登录" in other.get("/login/").content.decode()
    assert other.get("/login/oidc/back/?error=access_denied&state=x").headers["Location"] == "/login/"


@pytest.mark.usefixtures("_offered")
def test_an_answer_is_good_once(world: World) -> None:
    link(world.liaison, "U-1001")
    client = Client()
    back = urlsplit(there_and_back(client, "U-1001"))
    assert client.get(f"{back.path}?{back.query}").headers["Location"] == "/imports/"
    client.post("/logout/")
    assert client.get(f"{back.path}?{back.query}").headers["Location"] == "/login/"


@pytest.mark.usefixtures("_offered")
def test_the_tie_is_cut_on_the_account_page(world: World) -> None:
    link(world.liaison, "U-1001")
    client = Client()
    client.force_login(world.liaison)
    assert "解除关联" in client.get("/account/").content.decode()
    assert "已解除关联" in client.post("/account/unlink/", follow=True).content.decode()
    assert log_in(Client(), "U-1001") == "/login/"


def test_a_service_that_does_not_answer_is_told(world: World, settings: Settings) -> None:
    del world
    env = {**settings.ENV, "BIHUAN_OIDC_ISSUER": "http://127.0.0.1:9"}
    with override_settings(OIDC=True, ENV=env):
        client = Client()
        assert client.get("/login/oidc/").headers["Location"] == "/login/"
        assert "暂时连不上" in client.get("/login/").content.decode()


def test_without_the_setting_there_is_no_such_page(world: World) -> None:
    client = Client()
    client.force_login(world.liaison)
    for page in ("/login/oidc/", "/login/oidc/back/"):
        assert client.get(page).status_code == 404
    assert client.post("/account/link/").status_code == 404
    assert "统一身份" not in client.get("/account/").content.decode()
