"""The form for everybody in a real browser: with a script work is done, without one it is sent as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CODE = re.compile(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}")


@pytest.mark.parametrize("script", [True, False], ids=["有脚本", "没有脚本"])
def test_the_form_is_sent_and_the_answer_found(
    script: bool, open_page: Callable[..., Page], served: Served
) -> None:
    """Under the policy of the product: console errors and foreign requests fail in ``open_page``."""
    page = open_page(script=script)
    page.goto(f"{served.address}/public/a/{served.ids['announcement']}/")
    assert page.context.cookies() == []
    page.get_by_role("link", name="在这里提").click()
    assert [one["name"] for one in page.context.cookies()] == ["bihuan_csrf"]
    page.get_by_label("意见", exact=True).fill(f"请说明分馆开放时间的安排，谢谢。脚本{script}")
    page.get_by_role("button", name="提交").click()  # at once: the work ends first, then it goes out
    page.get_by_role("heading", name="已收到您的意见").wait_for()
    assert ("先由工作人员核看" in page.content()) is not script
    code = CODE.search(page.content())
    assert code
    page.get_by_role("link", name="查看办理情况和答复").click()
    page.get_by_label("回执码").fill(code.group().lower())
    page.get_by_role("button", name="查看").click()
    page.get_by_text("请说明分馆开放时间的安排").wait_for()
