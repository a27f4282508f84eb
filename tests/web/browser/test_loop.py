"""From import to closure in six roles, in a real browser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.browser.test_walkthrough import import_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = date.today()
REPORT = f"""鹿溪市统计局关于专项检查整改情况的通报
{TODAY.year}年1月6日至{TODAY.year}年1月28日，市委第二巡察组对市统计局进行了巡察。{TODAY.year}年2月2日反馈了意见。现将整改情况予以公布。
一、统计数据质量有差距
1.部门统计台账不完整
2月9日，修订台账管理办法，明确按月核对。
2月20日，对9家企业补齐台账27份。
整改情况：完成整改。
联系电话：0000-1234567；电子邮箱：tongji@example.cn。公布期限15个工作日。
鹿溪市统计局党组
{TODAY.year}年3月30日
"""
EVALUATION = "两项措施均已落实，台账27份全部补齐并按月核对，抽查三家企业未再发现缺漏，凭核对记录判断。"


def click(page: Page, word: str) -> None:
    """The button or link with this word, in the page itself."""
    page.locator(f"main >> :is(button, a, summary):has-text('{word}')").first.click()
    page.wait_for_load_state("networkidle")


def said(page: Page) -> str:
    """What the house answered."""
    return page.locator("#said").inner_text()


def plan(page: Page) -> None:
    """Fill the plan in once for both measures, and submit it."""
    click(page, "填写方案")
    page.fill("#id_target", "台账齐全、按月核对，抽查不再缺漏。")
    page.select_option("#id_all-kind", "limited")
    page.select_option("#id_all-leader", label="顾云舟　党组成员、副局长")
    page.select_option("#id_all-person", label="乔木　执法科科员")
    page.fill("#id_all-due", (TODAY + timedelta(days=60)).isoformat())
    page.fill("#id_all-criteria", "台账齐全，抽查无缺漏。")
    click(page, "保存方案")
    assert "方案已保存" in said(page)
    click(page, "报批方案")
    assert "方案已报批" in said(page)


def settle(page: Page, at: int) -> None:
    """Progress, result and evidence of one measure."""
    job = page.locator("article.job").nth(at)
    job.locator("a:has-text('登记进展')").click()
    page.fill("[name=done]", "逐家核对，资料归档。")
    click(page, "登记")
    page.locator("article.job").nth(at).locator("a:has-text('登记落实')").click()
    page.fill("[name=done_on]", TODAY.isoformat())
    page.fill("[name=result]", "台账补齐，抽查无缺漏。")
    click(page, "保存")
    assert "落实情况已登记" in said(page)
    page.locator("article.job").nth(at).locator("a:has-text('上传佐证')").click()
    page.wait_for_load_state("networkidle")
    text = f"核对记录第{at + 1}份\n".encode()
    page.set_input_files(
        "input[type=file]", {"name": f"核对记录{at + 1}.txt", "mimeType": "text/plain", "buffer": text}
    )


def test_a_finding_is_closed_by_six_people(open_page: Callable[..., Page], served: Served) -> None:
    liaison = open_page("linzhixia")
    import_file(liaison, served, "专项整改.txt", REPORT.encode())
    liaison.click("button:has-text('核对无误')")
    liaison.wait_for_selector("text=已入账")
    liaison.locator("[data-step]").first.click()
    liaison.wait_for_selector("#open a:has-text('打开问题页')")
    liaison.click("#open a:has-text('打开问题页')")
    click(liaison, "整改办理")
    address = liaison.url
    plan(liaison)

    boss = open_page("zhouhengyuan")
    boss.goto(f"{served.address}/queue/")
    assert "部门统计台账不完整" in boss.locator("main").inner_text()
    boss.goto(address)
    click(boss, "审核：批准方案")
    boss.locator("button:text-is('同意')").click()
    assert "方案已批准" in said(boss)

    handler = open_page("qiaomu")
    handler.goto(address)
    for at in (0, 1):
        settle(handler, at)
        handler.fill("[name=title]", f"核对记录{at + 1}")
        handler.locator("main form button.btn--main").first.click()
        handler.wait_for_load_state("networkidle")
        handler.goto(address)
    assert handler.locator(".tag--proof").count() == 2

    liaison.goto(address)
    click(liaison, "提交自评")
    liaison.fill("[name=evaluation]", EVALUATION)
    liaison.locator("main button:has-text('提交自评')").click()
    assert "自评已提交" in said(liaison)

    leader = open_page("guyunzhou")
    leader.goto(address)
    click(leader, "审核：分管领导同意")
    assert "台账27份全部补齐" in leader.locator("main").inner_text()
    assert leader.locator(".gates .t-late").count() == 0
    leader.locator("button:text-is('同意')").click()
    assert "转主要负责人审核" in said(leader)

    boss.goto(address)
    click(boss, "审核：主要负责人同意")
    boss.locator("button:text-is('同意')").click()

    office = open_page("yanshouzheng")
    office.goto(address)
    click(office, "审核：受理会审")
    office.locator("button:text-is('受理')").click()
    click(office, "审核：会审同意")
    click(office, "由我承办")
    assert "已由您承办巡察办的审核" in said(office)
    office.locator("button:text-is('同意')").click()

    discipline = open_page("jipingan")
    discipline.goto(address)
    click(discipline, "审核：会审同意")
    discipline.locator("button:text-is('同意')").click()
    assert "已销号" in said(discipline)

    liaison.goto(address)
    click(liaison, "销号审批表")
    text = liaison.locator("main").inner_text()
    for name in ("林知夏", "顾云舟", "周衡远", "严守正", "纪平安"):
        assert name in text
    liaison.emulate_media(media="print")
    assert not liaison.locator(".masthead").is_visible()


def test_the_loop_works_without_script(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("luqinghe", script=False)
    page.goto(f"{served.address}/responses/{served.ids['self_assessed']}/review/")
    page.locator("summary:has-text('退回并说明')").click()
    page.check("input[name=defect][value=unproved]")
    page.fill("#reason", "佐证只有汇总，请附原始记录。")
    page.locator("button:text-is('退回')").click()
    assert "已退回" in page.locator("#said").inner_text()
