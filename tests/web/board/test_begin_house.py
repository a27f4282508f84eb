"""Whoever comes into a new house is told what to do first, and never something that is another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bihuan.web.accounts.services import user_create
from tests.web.world import NOW, PASSWORD

if TYPE_CHECKING:
    from django.test import Client

    from tests.web.world import World


@pytest.mark.parametrize(
    ("who", "first", "address"),
    [
        ("system_admin", "建立单位", "/units/new/"),
        ("security_admin", "授予角色", "/people/"),
        ("audit_admin", "看日志", "/journal/"),
    ],
)
def test_an_administrator_finds_what_comes_first(
    world: World, client: Client, who: str, first: str, address: str
) -> None:
    client.force_login(getattr(world, who))
    page = client.get("/").content.decode()
    assert "按顺序办" in page
    assert f'href="{address}"' in page[page.index(first) :]
    assert client.get(address).status_code == 200


def test_an_account_without_a_role_is_not_called_an_administrator(world: World, client: Client) -> None:
    created = user_create(
        actor=None, now=NOW, unit=world.bureau, name="新来", username="xin", password=PASSWORD, role=None
    )
    client.force_login(created)
    page = client.get("/").content.decode()
    assert "还没有授予角色" in page
    assert "管理员账户不办理整改" not in page
    assert "按顺序办" not in page


@pytest.mark.parametrize("address", ["/checks/", "/announcements/", "/cases/", "/measures/"])
def test_an_empty_list_sends_nobody_to_what_they_may_not_do(
    world: World, client: Client, address: str
) -> None:
    client.force_login(world.first_person)
    assert 'href="/imports/">去导入' not in client.get(address).content.decode()
    client.force_login(world.liaison)
    page = client.get(address).content.decode()
    assert page.count("去导入") == (address != "/measures/")
