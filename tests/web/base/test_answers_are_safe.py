"""What every answer carries, and requests that no page of ours sends."""

from __future__ import annotations

import base64
import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.world import PASSWORD, import_text

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def client(world: World) -> Client:
    """The liaison."""
    client = Client(raise_request_exception=False)
    client.force_login(world.liaison)
    return client


@pytest.fixture
def case(world: World) -> Feedback:
    return import_text(world)


def test_policy_and_frame_guard_are_on_every_answer(client: Client, case: Feedback) -> None:
    """Pages, downloads, files, refusals, redirects, error pages, and a host name that is not ours."""
    text = reverse("disclosure:text", args=[case.pk])
    answers = [
        client.get(one) for one in ("/", text, "/static/bihuan/icon.svg", "/nowhere/", "/imports", "/ledger/")
    ]
    answers += [client.post(text), client.get("/", headers={"Host": "elsewhere.example"}), Client().get("/")]
    for answer in answers:
        answer.close()
        found = {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}
        assert (answer.status_code, found) == (answer.status_code, POLICY)
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_nothing_private_stays_in_the_browser(client: Client, case: Feedback) -> None:
    addresses = [
        "/",
        reverse("rectification:ledger", args=[case.pk]),
        reverse("disclosure:text", args=[case.pk]),
    ]
    for address in [*addresses, "/nowhere/"]:
        assert client.get(address).headers["Cache-Control"] == "private, no-store"
    with closing(client.get("/static/bihuan/base.css")) as file:
        assert "no-store" not in file.headers["Cache-Control"]


def test_an_address_for_forms_opened_says_what_to_do(client: Client, case: Feedback) -> None:
    """After a log-in that had run out the browser comes back with GET."""
    answer = client.get(reverse("imports:confirm", args=[1]))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "不能直接打开" in answer.content.decode()
    assert case.pk


@pytest.mark.parametrize(
    "onward", ["home", "?x", "#x", "a.b", ".", "//elsewhere.example", "javascript:alert(1)"]
)
def test_the_log_in_leads_nowhere_but_to_a_path_of_ours(onward: str, world: World) -> None:
    form = {"username": world.liaison.username, "password": PASSWORD, "next": onward}
    answer = Client().post(reverse("accounts:login"), form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_the_session_is_a_new_one_after_the_log_in(world: World) -> None:
    client = Client()
    client.cookies["bihuan_session"] = "a" * 32
    client.post(reverse("accounts:login"), {"username": world.liaison.username, "password": PASSWORD})
    assert client.cookies["bihuan_session"].value != "a" * 32
    assert client.cookies["bihuan_session"]["httponly"]
    assert client.cookies["bihuan_session"]["samesite"] == "Lax"


def token(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(["n", *values]).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "page=%00",
        f"page={token('2020-01-01', '2020-01-01', '2020-01-01')}",
        f"page={token(1, 2)}&status=ongoing",
        f"page={token('2020-01-01', '2020-01-01')}&status=ongoing",
        f"page={token('2020-01-01', 1)}",
        "section=999999999999999&open=999999999999999",
        "q=%ED%A0%80%F0%9F%98%80%E2%80%AE",
    ],
)
def test_addresses_typed_by_hand_never_fail(query: str, client: Client, case: Feedback) -> None:
    for address in (reverse("rectification:ledger", args=[case.pk]), "/cases/", "/checks/", "/"):
        assert client.get(f"{address}?{query}").status_code < 500


def test_a_body_beyond_all_measure_is_refused_unread(world: World) -> None:
    """Before anybody knows who sends it, and before the temporary folder fills."""
    answer = Client().post(
        reverse("accounts:login"), b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=10**12
    )
    assert answer.status_code == 400
    assert "提交的内容太多" in answer.content.decode()
    assert world.liaison


def test_unsaved_words_belong_to_their_account(client: Client, world: World) -> None:
    """What the script keeps in the tab is found again by the same account only."""
    page = client.get(reverse("imports:new")).content.decode()
    assert f'<body data-who="{world.liaison.pk}">' in page
