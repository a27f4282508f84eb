"""Who gets in, as one table: strangers 404, readers 403, nobody to the log-in, wrong verbs 405."""

from __future__ import annotations

import re
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


READERS = ("reader", "handler", "first_person")


def statuses(client: Client, addresses: dict[str, str], names: tuple[str, ...]) -> dict[str, int]:
    """What each address answers; one import serves the whole table."""
    return {name: client.get(addresses[name]).status_code for name in names}


def test_other_units_learn_of_nothing(
    addresses: dict[str, str], world: World, sign_in: Callable[[User], Client]
) -> None:
    stranger = sign_in(world.stranger)
    assert statuses(stranger, addresses, SHOWN + CHANGED) == dict.fromkeys(SHOWN + CHANGED, 404)
    form = {"value": "换成别的文字", "version": 1}
    assert {stranger.post(addresses[name], form).status_code for name in CHANGED} == {404}


@pytest.mark.parametrize("who", [*READERS, "officer", "liaison"])
def test_unit_and_office_may_read(
    who: str, addresses: dict[str, str], world: World, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(getattr(world, who))
    assert statuses(client, addresses, SHOWN) == dict.fromkeys(SHOWN, 200)


@pytest.mark.parametrize("who", READERS)
def test_readers_may_not_change(
    who: str, addresses: dict[str, str], world: World, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(getattr(world, who))
    assert statuses(client, addresses, CHANGED) == dict.fromkeys(CHANGED, 403)
    for name in CHANGED:
        refused = client.post(addresses[name], {"value": "换成别的文字", "version": 1})
        assert (name, refused.status_code) == (name, 403)
        told = refused.content.decode()
        assert "没有这项权限" in told
        assert re.search(r"由[^，]*整改联络员[^，]*办理，", told), "who has what it takes"
        assert "系统管理员" not in told, "who keeps accounts gives no roles"


def test_nobody_is_sent_to_the_log_in_and_back(addresses: dict[str, str]) -> None:
    for name in SHOWN + CHANGED:
        answer = Client().get(addresses[name])
        assert answer.headers["Location"] == f"{reverse('accounts:login')}?next={addresses[name]}"


def test_pages_are_not_posted_to(addresses: dict[str, str], liaison: Client) -> None:
    assert {name: liaison.post(addresses[name]).status_code for name in SHOWN} == dict.fromkeys(SHOWN, 405)


@pytest.mark.parametrize("who", ["liaison", "officer", "reader", "security_admin", "audit_admin", "stranger"])
def test_every_account_has_its_pages(who: str, world: World, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(getattr(world, who))
    found = {view: client.get(reverse(view)).status_code for view in OPEN_TO_ALL}
    assert found == dict.fromkeys(OPEN_TO_ALL, 200)


@pytest.mark.parametrize("who", ["reader", "security_admin"])
def test_importing_needs_the_role(who: str, world: World, sign_in: Callable[[User], Client]) -> None:
    assert sign_in(getattr(world, who)).get(reverse("imports:new")).status_code == 403


def test_what_is_not_there_says_so_in_chinese(liaison: Client) -> None:
    for address in ("/findings/999999/", "/cases/0/ledger/", "/nowhere/", "/findings/x/"):
        answer = liaison.get(address)
        assert (address, answer.status_code) == (address, 404)
        assert "没有这个页面，或者它属于其他单位" in answer.content.decode()


def test_a_part_of_a_page_without_session_leads_the_whole_browser_to_the_log_in(
    addresses: dict[str, str],
) -> None:
    answer = Client().get(addresses["measure"], headers={"HX-Request": "true"}, follow=True)
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith(reverse("accounts:login"))
