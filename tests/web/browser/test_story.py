"""From import to closure in six roles, in a real browser, with the real server and worker, on both databases.

On the way a session ends in the middle of a form, two people change the same thing, one supervisor returns
what the other agrees to, and a reader looks on.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.web.browser.conftest import log_in, serve
from tests.web.browser.test_walkthrough import import_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.web.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

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
TYPED = "逐家核对，资料归档，另走访了两家没有回音的企业。"
GROW_OLD = """
import sys, django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from bihuan.web.accounts.models import User
from bihuan.web.accounts.sessions import WATCH
user = str(User.objects.get(username=sys.argv[1]).pk)
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    if session.get("_auth_user_id") == user:
        session[WATCH] = {**session[WATCH], "seen": session[WATCH]["seen"] - 3600}
        session.save()
"""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    """A house of the story's own, on either database."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    with serve(url) as house:
        yield house


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


def agree(page: Page, address: str, step: str, word: str = "同意") -> None:
    """The reviewer's way: the response, the step, the button."""
    page.goto(address)
    click(page, f"审核：{step}")
    page.locator(f"button:text-is('{word}')").click()
    page.wait_for_load_state("networkidle")


def grow_old(served: Served, user: str) -> None:
    """As if the user had not touched the house for an hour."""
    env = {**served.environment, "DJANGO_SETTINGS_MODULE": "bihuan.web.config.settings"}
    subprocess.run([sys.executable, "-c", GROW_OLD, user], env=env, check=True)


def assess(page: Page, address: str, text: str) -> None:
    """Hand in the self-assessment."""
    page.goto(address)
    click(page, "提交自评")
    page.fill("[name=evaluation]", text)
    page.locator("main button:has-text('提交自评')").click()
    assert "自评已提交" in said(page)


def lose_the_session_in_a_form(page: Page, served: Served, address: str) -> None:
    """The handler types, goes for lunch, and sends: nothing of it is lost."""
    page.goto(address)
    page.locator("article.job").first.locator("a:has-text('登记进展')").click()
    page.fill("[name=done]", TYPED)
    grow_old(served, "qiaomu")
    click(page, "登记")
    assert "/login/" in page.url
    assert "已经保留" in page.locator("main").inner_text()
    log_in(page, "qiaomu", served)
    page.wait_for_load_state("networkidle")
    assert TYPED in page.locator("main").inner_text()
    click(page, "接着提交")
    page.goto(address)
    assert page.locator(f"article.job:first-of-type .log:has-text('{TYPED}')").count() == 1


def change_the_same_evidence(first: Page, second: Page) -> None:
    """Two people correct it at once: one wins, the other is told, and what they typed still stands there."""
    first.locator(".tag--proof").first.click()
    click(first, "修改说明")
    second.goto(first.url)
    first.fill("[name=title]", "核对记录（企业盖章）")
    click(first, "保存")
    assert "已保存" in said(first)
    second.fill("[name=title]", "核对记录（2月）")
    second.locator("main button:has-text('保存')").click()
    assert "刚刚被别人改过" in second.locator("main").inner_text()
    assert second.input_value("[name=title]") == "核对记录（2月）"


def look_on(page: Page, served: Served, address: str) -> None:
    """A reader sees everything and can do nothing, not even by an address of somebody else."""
    page.goto(address)
    text = page.locator("main").inner_text()
    assert TYPED in text
    assert page.locator("main form, main .btn--main").count() == 0
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "bihuan_csrf")
    for path in ("steps/assess/", "comments/", "plan/"):
        form = {"evaluation": EVALUATION, "text": "试", "csrfmiddlewaretoken": token}
        answer = page.request.post(address + path, form=form, headers={"Referer": served.address})
        assert answer.status == 403, path


def test_from_import_to_closure(open_page: Callable[..., Page], served: Served) -> None:
    liaison, boss, handler = (open_page(name) for name in ("linzhixia", "zhouhengyuan", "qiaomu"))
    leader, office, discipline = (open_page(name) for name in ("guyunzhou", "yanshouzheng", "jipingan"))

    import_file(liaison, served, "专项整改.txt", REPORT.encode())
    liaison.click("button:has-text('核对无误')")
    liaison.wait_for_selector("text=已入账")
    liaison.locator("[data-step]").first.click()
    liaison.wait_for_selector("#open a:has-text('打开问题页')")
    liaison.click("#open a:has-text('打开问题页')")
    click(liaison, "整改办理")
    address = liaison.url
    plan(liaison)

    boss.goto(f"{served.address}/queue/")
    assert "部门统计台账不完整" in boss.locator("main").inner_text()
    agree(boss, address, "批准方案")
    assert "方案已批准" in said(boss)

    lose_the_session_in_a_form(handler, served, address)
    for at in (0, 1):
        settle(handler, at)
        handler.fill("[name=title]", f"核对记录{at + 1}")
        handler.locator("main form button.btn--main").first.click()
        handler.wait_for_load_state("networkidle")
        handler.goto(address)
    assert handler.locator(".tag--proof").count() == 2
    liaison.goto(address)
    change_the_same_evidence(liaison, handler)
    look_on(open_page("heshuyan"), served, address)

    assess(liaison, address, EVALUATION)
    agree(leader, address, "分管领导同意")
    assert "转主要负责人审核" in said(leader)
    agree(boss, address, "主要负责人同意")
    agree(office, address, "受理会审", "受理")
    return_while_the_other_agrees(office, discipline, address)

    liaison.goto(f"{served.address}/inbox/")
    assert "退回" in liaison.locator("main").inner_text()
    assess(liaison, address, EVALUATION + "已按意见附上三家企业的原始记录。")
    agree(leader, address, "分管领导同意")
    assert "三家企业的原始记录" in leader.locator("main").inner_text()
    agree(boss, address, "主要负责人同意")
    agree(office, address, "受理会审", "受理")
    agree(office, address, "会审同意")
    agree(discipline, address, "会审同意")
    assert "已销号" in said(discipline)

    reader = open_page("heshuyan")
    reader.goto(address)
    click(reader, "销号审批表")
    text = reader.locator("main").inner_text()
    for name in ("林知夏", "顾云舟", "周衡远", "严守正", "纪平安"):
        assert name in text
    reader.emulate_media(media="print")
    assert not reader.locator(".masthead").is_visible()

    keeper = open_page("ximing")
    keeper.goto(f"{served.address}/jobs/")
    assert "没有工作进程" not in keeper.locator("main").inner_text()


def return_while_the_other_agrees(office: Page, discipline: Page, address: str) -> None:
    """Both have the page open; the return comes first, and the agreement is told instead of counted."""
    for page in (office, discipline):
        page.goto(address)
        click(page, "审核：会审同意")
    discipline.locator("summary:has-text('退回并说明')").click()
    discipline.check("input[name=defect][value=unproved]")
    discipline.fill("#reason", "核对记录只有汇总，请附三家企业的原始记录。")
    discipline.locator("button:text-is('退回')").click()
    assert "已退回" in said(discipline)
    office.locator("button:text-is('同意')").click()
    office.wait_for_load_state("networkidle")
    told = office.locator("main").inner_text() + said(office)
    assert "已退回" in told or "刚刚" in told
    office.goto(address)
    assert "已退回" in office.locator("main").inner_text()
