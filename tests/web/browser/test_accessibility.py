"""Every page, at both sizes and at 200 % zoom: axe finds nothing serious, nothing runs out of the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
  .filter(one => ['serious', 'critical'].includes(one.impact))
  .map(one => one.id + ': ' + one.nodes[0].html))"""
SIZES = {"1366": (1366, 768), "手机": (390, 844), "放大一倍": (683, 384)}
VISITS: tuple[tuple[str | None, tuple[str, ...]], ...] = (
    (
        None,
        (
            *("/login/", "/public/", "/public/search/?q=演出", "/public/receipt/"),
            *("/public/a/{announcement}/", "/public/a/{announcement}/respond/"),
            *("/public/a/{announcement}/verify/", "/public/unit/{answering_unit}/"),
        ),
    ),
    (
        "fangcaiwei",
        (
            *("/announcements/", "/announcements/{announcement}/", "/announcements/{announcement}/poster/"),
            *("/announcements/{announcement}/omissions/", "/announcements/{announcement}/masking/"),
            *("/enquiries/", "/enquiries/{enquiry_answered}/", "/enquiries/{enquiry_held}/"),
            *("/enquiries/{enquiry_open}/answer/", "/enquiries/{enquiry_open}/assign/"),
        ),
    ),
    (
        "linzhixia",
        (
            "/",
            "/imports/",
            "/imports/new/",
            "/imports/{draft}/?leaf=9",
            "/cases/{case}/ledger/",
            "/cases/{case}/ledger/?q=没有这个词",
            "/findings/{finding}/",
            "/measures/{measure}/edit/",
            "/cases/{case}/checks/",
            "/cases/{case}/announcement/",
            "/cases/{case}/undo/",
            "/cases/{case}/replace/",
            "/calendar/",
            "/evidence/",
            "/evidence/new/?for=measure:{measure}",
            "/evidence/keys/",
            "/account/",
            "/inbox/",
            "/inbox/settings/",
            "/robots/",
            "/assistance/",
            "/rules/",
            "/cases/{case}/documents/",
            "/cases/{case}/documents/returned/",
            "/cases/{case}/coverage/",
            "/cases/{case}/versions/",
        ),
    ),
    (
        "fangcaiwei",
        (
            "/queue/",
            "/responses/{in_progress}/",
            "/responses/{closed}/certificate/",
            "/responses/{returned}/steps/assess/",
            "/cases/{culture}/plan/",
            "/cases/{culture}/lists/problems/",
            "/cases/{culture}/lists/tasks/",
            "/cases/{culture}/lists/duties/",
            "/measures/{culture_measure}/progress/",
            "/duties/",
            "/duties/{duty}/",
            "/commitments/",
            "/cases/{culture}/waivers/",
            "/measures/",
            "/measures/?late=1&kind=limited",
            "/history/response/{in_progress}/",
            "/saved/",
            "/cases/{culture}/matrix/?by=measure",
            "/cases/{culture}/kanban/",
            "/cases/{culture}/print/",
            "/templates/",
            "/templates/new/",
            "/measures/{culture_measure}/parts/",
            "/supervision/",
            "/supervision/sheets/{sheet}/",
            "/supervision/sheets/{sheet}/explain/",
            "/supervision/letters/",
            "/supervision/letters/{missive}/",
            "/directives/",
            "/directives/{directive}/",
            "/directives/{directive}/assignments/new/",
            "/directive-checks/{check}/",
            "/assignments/{assignment}/",
        ),
    ),
    ("shuiqingyuan", ("/responses/{draft_response}/plan/", "/responses/{draft_response}/templates/")),
    ("yanshouzheng", ("/responses/{under_review}/review/", "/rechecks/", "/rounds/{round}/parties/")),
    ("yanshouzheng", ("/", "/ledger/", "/cases/", "/imports/new/")),
    (
        "yanshouzheng",
        (
            "/supervision/",
            "/supervision/records/{record}/",
            "/supervision/letters/",
            "/cases/{culture}/urge/",
            "/cases/{culture}/visits/",
            "/cases/{culture}/visits/new/",
            "/rounds/{round}/documents/",
            "/document-templates/",
            "/document-templates/fields/progress-report/",
        ),
    ),
    ("ximing", ("/jobs/", "/robots/")),
    ("anhe", ("/", "/calendar/")),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("user", "addresses"), VISITS, ids=[str(user) for user, _ in VISITS])
def test_pages_are_accessible(
    user: str | None, addresses: tuple[str, ...], size: str, open_page: Callable[..., Page], served: Served
) -> None:
    page = open_page(user, size=SIZES[size])
    found = {}
    for address in addresses:
        page.goto(served.address + address.format(**served.ids))
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE)
        told = page.evaluate(RUN)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[address] = [*told, *([f"横向超出 {wide} 像素"] if wide > 0 else [])]
    assert {address: told for address, told in found.items() if told} == {}


def test_keyboard_reaches_the_text_first(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("linzhixia")
    page.goto(f"{served.address}/cases/{served.ids['case']}/ledger/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_shows_no_controls(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page("linzhixia")
    page.goto(f"{served.address}/findings/{served.ids['finding']}/")
    page.emulate_media(media="print")
    for part in (".masthead", ".head__do", ".edit"):
        assert not page.locator(part).first.is_visible()
    assert page.locator(".state").first.is_visible()
