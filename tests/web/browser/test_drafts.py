"""What was typed outlives a lost page, and is gone once it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOST = "这是上次没有保存的文字"


@pytest.fixture
def talk(open_page: Callable[..., Page], served: Served) -> Page:
    page = open_page("linzhixia")
    page.goto(f"{served.address}/findings/{served.ids['finding']}/talk/")
    return page


def test_a_remark_that_was_published_does_not_come_back_into_its_field(talk: Page) -> None:
    talk.fill("#remark", "请补一份签到表。")
    talk.click("form:has(#remark) button:has-text('发表')")
    talk.wait_for_selector(".remark:has-text('请补一份签到表')")
    assert talk.input_value("#remark") == ""
    assert LOST not in talk.inner_text("main")


def test_a_remark_that_was_not_published_is_still_there(talk: Page) -> None:
    talk.fill("#remark", "写了一半")
    talk.reload()
    assert talk.input_value("#remark") == "写了一半"
    assert LOST in talk.inner_text("main")


def test_a_remark_that_was_refused_is_still_there(talk: Page) -> None:
    talk.fill("#remark", "　")  # the browser takes a blank for a text, the service does not
    talk.click("form:has(#remark) button:has-text('发表')")
    talk.wait_for_selector("#said .said--error")
    assert talk.input_value("#remark") == "　"


def test_a_remark_sent_after_the_session_ended_is_still_there(talk: Page) -> None:
    talk.fill("#remark", "登录已经过期")
    kept_cookies = [one for one in talk.context.cookies() if "csrf" in one["name"]]
    talk.context.clear_cookies()
    talk.context.add_cookies(kept_cookies)  # type: ignore[arg-type]  # its own answers are no SetCookieParam
    talk.click("form:has(#remark) button:has-text('发表')")
    talk.wait_for_url("**/login/**")
    kept = talk.evaluate("Object.values(sessionStorage)")
    assert "登录已经过期" in kept
