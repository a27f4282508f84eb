"""The loop without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_loop_works_without_script(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("luqinghe", script=False)
    page.goto(f"{served.address}/responses/{served.ids['self_assessed']}/review/")
    page.locator("summary:has-text('退回并说明')").click()
    page.check("input[name=defect][value=unproved]")
    page.fill("#reason", "佐证只有汇总，请附原始记录。")
    page.locator("button:text-is('退回')").click()
    assert "已退回" in page.locator("#said").inner_text()
