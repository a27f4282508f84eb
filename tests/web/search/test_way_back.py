"""The way back to the hits stands only where somebody came from hits, whatever a page calls its own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.world import import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from tests.web.world import World


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("officer", "/rounds/"),
        ("officer", "/rounds/{round}/documents/"),
        ("liaison", "/inbox/settings/"),
        ("system_admin", "/units/"),
        ("security_admin", "/api-policy/"),
    ],
)
def test_no_way_back_to_hits_that_nobody_saw(
    world: World, sign_in: Callable[[User], Client], who: str, page: str
) -> None:
    client = sign_in(getattr(world, who))
    address = page.format(round=import_text(world).round_id)
    plain = client.get(address)
    assert plain.status_code == 200
    assert "回到搜索结果" not in plain.text
    assert 'href="/search/?q=核查"' in client.get(address, {"found": "?q=核查"}).text
