"""What a liaison does on a morning, in a real browser: import, correct, look, edit, announce."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.browser.conftest import log_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REPORT = """鹿溪市水务局关于巡察整改情况的通报
2021年4月6日至2021年5月28日，市委第一巡察组对市水务局进行了巡察。2021年7月2日反馈了意见。现将整改情况予以公布。
一、履行职责有差距
1.河道巡查不到位
7月9日，修订巡河制度，明确每周巡查一次。
7月20日，对6条河道开展巡查，清理垃圾14处。
整改情况：完成整改。
2.供水台账不完整
7月15日，补录供水台账，暂未覆盖乡镇水厂。
整改情况：完成整改。
鹿溪市水务局党组
2021年9月30日
"""


def import_file(page: Page, served: Served, name: str, data: bytes) -> None:
    """Through the first step of the wizard."""
    page.goto(f"{served.address}/imports/new/")
    page.set_input_files("[name=file]", {"name": name, "mimeType": "text/plain", "buffer": data})
    page.click("button:has-text('读这份材料')")
    page.wait_for_selector(".tree")


def test_a_report_goes_through_the_house(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("shuiqingyuan")
    data = REPORT.replace("\n", "\r\n").encode("gb18030")
    import_file(page, served, "整改报告.txt", data)

    # Source and tree move together; a wrong reading is mended from the keyboard and taken back.
    node = page.locator(".node", has_text="7月20日")
    node.click()
    assert page.locator(".source .is-on").inner_text().endswith("清理垃圾14处。")
    page.keyboard.press("f")
    page.wait_for_selector(".node--finding:has-text('7月20日')")
    page.keyboard.press("z")
    page.wait_for_selector(".node--measure:has-text('7月20日')")
    page.keyboard.press("ArrowDown")
    assert page.locator(".node[aria-current]").inner_text().startswith("整改状态")

    page.click("button:has-text('核对无误')")
    page.wait_for_selector("text=已入账")
    assert page.locator("[data-step]").count() == 2

    # The third pane opens beside the list and stays in the address.
    page.locator("[data-step]", has_text="供水台账").click()
    page.wait_for_selector("#open:has-text('暂未覆盖乡镇水厂')")
    page.reload()
    page.wait_for_selector("#open:has-text('暂未覆盖乡镇水厂')")

    page.click("text=生成公示稿")
    page.wait_for_selector("text=逐字节相同")
    with page.expect_download() as waiting:
        page.click("text=下载文本")
    assert Path(waiting.value.path()).read_bytes() == data


def test_seed_goes_through_the_house_byte_for_byte(
    open_page: Callable[..., Page], served: Served, shared: Path
) -> None:
    page = open_page("fangcaiwei")
    data = (shared / "seed" / "000_a1fec5a0f4fe819b.txt").read_bytes()
    import_file(page, served, "公示.txt", data)
    assert "问题 19 个" in page.locator(".standing").inner_text()
    page.click("button:has-text('核对无误')")
    page.wait_for_selector("text=已入账")
    page.click("text=生成公示稿")
    with page.expect_download() as waiting:
        page.click("text=下载文本")
    assert Path(waiting.value.path()).read_bytes() == data


def test_a_measure_is_edited_in_its_place(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("linzhixia")
    page.goto(f"{served.address}/findings/{served.ids['finding']}/")
    row = f"#measure-{served.ids['measure']}"
    words = page.locator(f"{row} .read").inner_text()
    page.locator(f"{row} .edit[href*='/edit/']").click()
    area = page.locator(f"{row} textarea")
    page.wait_for_selector(f"{row} textarea:focus")
    area.fill(f"{words}另有3家尚未开展。")
    page.locator(f"{row} button:has-text('保存')").click()
    page.wait_for_selector(f"{row} .q--error")
    assert page.url.startswith(f"{served.address}/findings/{served.ids['finding']}/")
    assert "措施已保存" in page.locator("#said").inner_text()
    page.wait_for_selector(f"{row} .edit:focus")

    page.locator(f"{row} .edit[href*='/edit/']").click()
    page.wait_for_selector(f"{row} textarea:focus")
    page.locator(f"{row} textarea").fill("")
    page.locator(".measure--edit form").first.evaluate("form => form.noValidate = true")
    page.locator(f"{row} textarea").evaluate("area => area.required = false")
    page.locator(f"{row} button:has-text('保存')").click()
    page.wait_for_selector(f"{row} .field__error")
    page.locator(f"{row} a:has-text('不改了')").click()
    page.wait_for_selector(f"{row} .read:has-text('尚未开展')")


def test_what_was_typed_survives_a_lost_session(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("linzhixia")
    page.goto(f"{served.address}/measures/{served.ids['measure']}/edit/")
    page.fill("textarea", "会话断开以前写的文字。")
    page.context.clear_cookies()
    page.goto(page.url)
    log_in(page, "linzhixia", served)
    page.wait_for_selector("textarea")
    assert page.input_value("textarea") == "会话断开以前写的文字。"
    page.click("text=改回已保存的文字")
    assert page.input_value("textarea") != "会话断开以前写的文字。"


def test_filters_narrow_while_typing_and_stay_in_the_address(
    open_page: Callable[..., Page], served: Served
) -> None:
    page = open_page("linzhixia")
    page.goto(f"{served.address}/cases/{served.ids['case']}/ledger/")
    before = page.locator("[data-step]").count()
    page.select_option("#status", "ongoing")
    page.wait_for_selector("#rows:has-text('按期限先后')")
    page.wait_for_url("**status=ongoing*")
    after = page.locator("[data-step]").count()
    assert 0 < after < before
    page.reload()
    assert page.locator("[data-step]").count() == after


def test_everything_works_without_script(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("linzhixia", script=False)
    page.goto(f"{served.address}/cases/{served.ids['case']}/ledger/")
    page.fill("#q", "执法")
    page.click("button:has-text('筛选')")
    assert "q=" in page.url
    page.locator("[data-step]").first.click()
    assert "/findings/" in page.url
    page.locator(".edit[href*='/edit/']").first.click()
    words = page.input_value("textarea")
    page.fill("textarea", words + "（无脚本修改）")
    page.click("button:has-text('保存')")
    assert "（无脚本修改）" in page.locator(".thread").first.inner_text()

    page.goto(f"{served.address}/imports/{served.ids['draft']}/")
    page.locator(".node", has_text="数据以年报为准").first.click()
    page.click("button[value=passage]")
    assert "撤销上一步" in page.locator("#tools").inner_text()
    assert page.locator("button[value=undo]").is_enabled()
