"""On a phone nothing that matters hides beyond the edge of a table that must be pushed sideways."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.web.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = (390, 844)
HIDDEN = """Array.from(document.querySelectorAll('main .scroll'))
  .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.getAttribute('aria-label'))"""


@pytest.mark.parametrize(
    ("user", "address"),
    [
        ("fangcaiwei", "/supervision/letters/"),
        ("shenyuexi", "/supervision/letters/{missive}/"),
        ("hanxu", "/directives/"),
        ("yanshouzheng", "/duties/"),
        ("fangcaiwei", "/duties/{duty}/"),
    ],
)
def test_no_column_is_beyond_the_edge(
    open_page: Callable[..., Page], served: Served, user: str, address: str
) -> None:
    page = open_page(user, size=PHONE)
    page.goto(served.address + address.format(**served.ids))
    assert page.evaluate(HIDDEN) == []


def test_words_above_the_months_of_a_duty_do_not_touch(
    open_page: Callable[..., Page], served: Served
) -> None:
    page = open_page("yanshouzheng")
    page.goto(f"{served.address}/duties/")
    boxes = page.eval_on_selector_all(
        ".heat text[text-anchor=middle]",
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])",
    )
    assert len(boxes) >= 12
    assert all(after - before >= 4 for (_, before), (after, _) in pairwise(boxes[:12]))
