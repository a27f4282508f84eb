"""Who gets in, as one table: strangers 404, readers 403, nobody to the log-in, wrong verbs 405."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.accounts.models import User
    from tests.web.world import World

SHOWN = ("ledger", "finding", "checks", "announcement", "text")
CHANGED = ("measure", "add", "outcome", "undo", "replace")
OPEN_TO_ALL = (
    "board:home",
    "rectification:ledgers",
    "rectification:cases",
    "diagnosis:checks",
    "disclosure:announcements",
    "imports:list",
    "inspections:calendar",
    "accounts:account",
)


@pytest.mark.parametrize("name", [*SHOWN, *CHANGED])
def test_other_units_learn_of_nothing(
    name: str, addresses: dict[str, str], world: World, sign_in: Callable[[User], Client]
) -> None:
    stranger = sign_in(world.stranger)
    assert stranger.get(addresses[name]).status_code == 404
    assert stranger.post(addresses[name], {"value": "x", "version": 1}).status_code in (404, 405)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("who", ["reader", "handler", "first_person", "officer", "liaison"])
def test_unit_and_office_may_read(
    name: str, who: str, addresses: dict[str, str], world: World, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(getattr(world, who)).get(addresses[name]).status_code == 200


@pytest.mark.parametrize("name", CHANGED)
@pytest.mark.parametrize("who", ["reader", "handler", "first_person"])
def test_readers_may_not_change(
    name: str, who: str, addresses: dict[str, str], world: World, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(getattr(world, who))
    assert client.get(addresses[name]).status_code == 403
    refused = client.post(addresses[name], {"value": "换成别的文字", "version": 1})
    assert refused.status_code == 403
    assert "没有这项权限" in refused.content.decode()


@pytest.mark.parametrize("name", [*SHOWN, *CHANGED])
def test_nobody_is_sent_to_the_log_in_and_back(name: str, addresses: dict[str, str]) -> None:
    answer = Client().get(addresses[name])
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("accounts:login"))
    assert answer.headers["Location"].endswith(f"next={addresses[name]}")


@pytest.mark.parametrize("name", SHOWN)
def test_pages_are_not_posted_to(name: str, addresses: dict[str, str], liaison: Client) -> None:
    assert liaison.post(addresses[name]).status_code == 405


@pytest.mark.parametrize("view", OPEN_TO_ALL)
@pytest.mark.parametrize("who", ["liaison", "officer", "reader", "security_admin", "audit_admin", "stranger"])
def test_every_account_has_its_pages(
    view: str, who: str, world: World, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(getattr(world, who)).get(reverse(view)).status_code == 200


@pytest.mark.parametrize("who", ["reader", "security_admin"])
def test_importing_needs_the_role(who: str, world: World, sign_in: Callable[[User], Client]) -> None:
    assert sign_in(getattr(world, who)).get(reverse("imports:new")).status_code == 403


@pytest.mark.parametrize("address", ["/findings/999999/", "/cases/0/ledger/", "/nowhere/", "/findings/x/"])
def test_what_is_not_there_says_so_in_chinese(address: str, liaison: Client) -> None:
    answer = liaison.get(address)
    assert answer.status_code == 404
    assert "没有这个页面，或者它属于其他单位" in answer.content.decode()


def test_a_part_of_a_page_without_session_leads_the_whole_browser_to_the_log_in(
    addresses: dict[str, str],
) -> None:
    answer = Client().get(addresses["measure"], headers={"HX-Request": "true"}, follow=True)
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith(reverse("accounts:login"))
