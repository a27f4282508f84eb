"""Evidence in a real browser: sent in parts, resumed after a break, warned, linked, reviewed, packed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.browser.conftest import log_in
from tests.web.browser.test_accessibility import AXE, RUN
from tests.web.evidence import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.web.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PART = 4 * 1024 * 1024


def chosen(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def choose(page: Page, *wanted: dict[str, Any]) -> None:
    """Choose files and wait until the script has sent them."""
    page.set_input_files("[name=file]", list(wanted))
    page.wait_for_selector("[data-save]:not([disabled])")


def test_a_large_file_goes_on_after_a_break(browser: Browser, served: Served, tmp_path: Path) -> None:
    data = "核查台账第一行。\n".encode() * 500_000
    context = browser.new_context(locale="zh-CN", accept_downloads=True)
    page = context.new_page()  # of its own: a broken line is an error on the console, as it should be
    page.goto(f"{served.address}/login/")
    log_in(page, "linzhixia", served)
    page.goto(f"{served.address}/findings/{served.ids['finding']}/")
    page.locator("a:has-text('上传佐证')").first.click()
    page.wait_for_selector("[data-parts]")
    broken = []

    def cut(route: Any) -> None:
        """The second part breaks off once: its answer never comes."""
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0" and not broken:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/evidence/uploads/**", cut)
    path = tmp_path / "核查台账.txt"
    path.write_bytes(data)
    page.set_input_files("[name=file]", str(path))
    page.wait_for_selector("text=已传完")
    assert len(broken) == 1
    assert len(data) > 2 * PART
    page.fill("[name=title]", "数据核查台账")
    page.fill("[name=event_date]", "2023-07-03")
    page.click("[data-save]")
    page.wait_for_selector("a.tag--proof:has-text('数据核查台账')")
    page.click("a.tag--proof:has-text('数据核查台账')")
    with page.expect_download() as waiting:
        page.click("a:has-text('下载核查台账')")
    assert waiting.value.suggested_filename == "核查台账.txt"
    waiting.value.save_as(tmp_path / "下载.txt")
    assert (tmp_path / "下载.txt").read_bytes() == data
    context.close()


def test_warned_and_offered(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("linzhixia")
    address = f"{served.address}/evidence/new/?for=measure:"
    listed = files.xlsx([["姓名", "身份证号"], ["甲", files.IDENTITY]])
    page.goto(f"{address}{served.ids['measure']}")
    choose(page, chosen("签到名单.xlsx", listed))
    assert page.locator("text=1 个身份证号").count() == 1
    page.click("[data-save]")
    page.wait_for_selector(".field__error")
    page.check("[name=confirmed]")
    page.click("[data-save]")
    page.wait_for_selector("text=已保存")
    entry = page.url

    page.goto(f"{address}{served.ids['measure'] + 1}")
    choose(page, chosen("另一个名字.xlsx", listed))
    page.click("button:has-text('改为关联这份佐证')")
    page.wait_for_selector("text=已关联到")
    assert page.url == entry


def test_office_reviews_and_anyone_verifies(
    open_page: Callable[..., Page], served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from bihuan.cli import main

    page = open_page("linzhixia")
    page.goto(f"{served.address}/evidence/new/?for=measure:{served.ids['measure']}")
    choose(page, chosen("会议纪要.pdf", files.pdf("会议纪要", "第二页")))
    page.click("[data-save]")
    page.wait_for_selector("text=已保存")
    entry = page.url
    page.locator(".file__what a").first.click()
    page.wait_for_selector(".leaf img")
    assert page.locator(".leaf").count() == 2
    for address in (page.url, entry, f"{entry}?find=", f"{entry}version/", f"{entry}edit/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE)
        assert page.evaluate(RUN) == [], address

    office = open_page("yanshouzheng")
    office.goto(entry)
    office.fill("[name=reason]", "缺少签到表")
    office.click("button:has-text('不认可')")
    office.wait_for_selector("text=审核意见已保存")
    page.goto(entry)
    assert page.locator("dd:has-text('缺少签到表')").count() == 1

    page.goto(f"{served.address}/findings/{served.ids['finding']}/")
    with page.expect_download() as waiting:
        page.click("button:has-text('下载这项整改的佐证包')")
    package = tmp_path / "包.zip"
    waiting.value.save_as(package)
    page.goto(f"{served.address}/evidence/keys/")
    mark = page.locator("td.hash").first.inner_text().replace(" ", "")
    assert main(["verify", str(package), "--key", mark]) == 0
    assert "公钥与您给出的一致" in capsys.readouterr().out


def test_everything_works_without_script(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("linzhixia", script=False)
    page.goto(f"{served.address}/evidence/new/?for=measure:{served.ids['measure']}")
    page.set_input_files(
        "[name=file]", [chosen("无脚本.txt", b"plain words"), chosen("照片.png", files.picture())]
    )
    page.click("[data-save]")
    assert page.locator(".file").count() == 2
    page.locator(".file__what > a").first.click()
    assert "plain words" in page.locator(".words").inner_text()
