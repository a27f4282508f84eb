"""Days as officials write them: 2023年7月31日 on every page and in every sentence, never 2023-07-31."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.words import day_words
from bihuan.web.notices.models import Notification
from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services import MeasurePlan, extension_ask, plan_write
from tests.web.rectification.loop import DUE, bring, first
from tests.web.test_permission_matrix import (
    ADDRESSES,
    _look_here,
    _own_store,
    case,
    liaison,
    measures,
    path_of,
    prove,
    receive,
    rule,
    things,
)
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.accounts.models import User
    from tests.web.world import World

__all__ = ["_look_here", "_own_store", "case", "liaison", "measures", "prove", "receive", "things"]

BARE = re.compile(r"(?<![A-Za-z0-9-])(?:19|20)\d\d-\d\d-\d\d(?![A-Za-z0-9-])")
READERS = ("liaison", "first_person", "officer", "system_admin", "security_admin", "audit_admin")
SHOWN = {"title", "aria-label", "alt", "placeholder", "data-tip"}
"""Attributes that people read; ``datetime`` and ``value`` are for machines."""


class Text(HTMLParser):
    """What people read of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet += tag in ("script", "style", "code", "pre")
        self.parts += [value or "" for name, value in attrs if name in SHOWN]

    def handle_endtag(self, tag: str) -> None:
        self.quiet -= tag in ("script", "style", "code", "pre")

    def handle_data(self, data: str) -> None:
        self.parts += [] if self.quiet else [data]


def bare_days(page: str) -> list[str]:
    """Days of a page that are not written out."""
    text = Text()
    text.feed(page)
    return [part.strip()[:80] for part in text.parts if BARE.search(part)]


def test_the_reader_of_pages_finds_what_it_looks_for() -> None:
    page = '<p title="到2024-06-30">由2024-06-01延至</p><time datetime="2024-06-01">2024年6月1日</time>'
    assert bare_days(page) == ["到2024-06-30", "由2024-06-01延至"]


@pytest.mark.parametrize("who", READERS)
def test_no_page_shows_a_day_as_machines_write_it(who: str, world: World, things: dict[str, Any]) -> None:
    client, found = Client(), {}
    client.force_login(world.everybody()[who])
    for address in ADDRESSES:
        path = path_of(address, rule(address, "get"), things, world)
        got = client.get(path)
        for close in got._resource_closers:  # type: ignore[attr-defined]  # files, where one is sent
            close()
        page = got.status_code == 200 and not got.streaming and "text/html" in got.headers["Content-Type"]
        if days := bare_days(got.content.decode()) if page else []:
            found[path] = days
    assert found == {}


def test_days_in_words() -> None:
    assert (day_words(date(2023, 7, 1)), day_words(None)) == ("2023年7月1日", "")


def test_requests_and_refusals_write_days_out(world: World) -> None:
    found = import_text(world)
    bring(world, first(found), "planned")
    measure = Measure.objects.filter(response=first(found)).order_by("pk")[0]
    asked: dict[str, Any] = {"actor": world.liaison, "now": NOW, "measure": measure}
    with pytest.raises(ServiceError, match="现在的时限2024年9月30日。"):
        extension_ask(**asked, new_due=DUE, reason="须等市里统一部署后才能逐家核查完毕。")
    made = extension_ask(**asked, new_due=date(2024, 10, 31), reason="须等市里统一部署后才能逐家核查完毕。")
    assert str(made) == "2024年9月30日→2024年10月31日"
    told = Notification.objects.filter(person=world.first_person.person).order_by("-id")[0]
    assert "，由2024年9月30日延至2024年10月31日" in told.text
    assert "。，" not in told.text
    draft = found.responses.order_by("position")[1]
    row = Measure.objects.filter(response=draft).order_by("pk")[0]
    with pytest.raises(ServiceError, match="完成时限2001年1月31日早于"):
        plan_write(
            actor=world.liaison, now=NOW, response=draft, target="",
            measures={row.pk: MeasurePlan(due=date(2001, 1, 31))},
        )  # fmt: skip


def test_whoever_asks_for_more_time_reads_the_days_in_words(
    world: World, sign_in: Callable[[User], Client]
) -> None:
    found = import_text(world)
    bring(world, first(found), "planned")
    measure = Measure.objects.filter(response=first(found)).order_by("pk")[0]
    page = sign_in(world.liaison).get(reverse("loop:extend", args=[measure.pk])).content.decode()
    assert "2024年9月30日" in page
    assert bare_days(page) == []
