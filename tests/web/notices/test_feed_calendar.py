"""The calendar feed: RFC 5545 as calendar programs read it, and a secret address that can be taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.web.base.models import JournalEntry
from bihuan.web.inspections.models import Finding
from bihuan.web.notices.calendar import Event, calendar, escape, fold
from bihuan.web.notices.models import Subscription
from bihuan.web.notices.services.subscribing import feed_make, feed_revoke
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from tests.web.world import World

LONG = "到期：统计执法检查力度偏弱，部分企业多年未查；须于年底前全部补齐，逐户建立台账并报市委巡察办备案"


def event(**changes: object) -> Event:
    return replace(Event("finding-1@x", date(2024, 6, 30), LONG, "", ""), **changes)  # type: ignore[arg-type]


def test_file_has_the_lines_that_programs_want() -> None:
    text = calendar([event()], name="闭环", now=NOW).decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert "UID:finding-1@x\r\nDTSTAMP:20240603T093000Z\r\n" in text
    assert "DTSTART;VALUE=DATE:20240630\r\nDTEND;VALUE=DATE:20240701\r\n" in text
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_lines_are_folded_at_75_octets_and_never_inside_a_character() -> None:
    data = calendar([event()], name="闭环", now=NOW)
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()
    assert f"SUMMARY:{escape(LONG)}".encode() in data.replace(b"\r\n ", b"")


@pytest.mark.parametrize("length", [1, 74, 75, 76, 149, 150, 151])
def test_folding_adds_nothing(length: int) -> None:
    assert fold("x" * length).replace(b"\r\n ", b"") == b"x" * length + b"\r\n"


def test_values_cannot_begin_a_line_of_their_own() -> None:
    found = calendar(
        [event(summary="甲\r\nATTENDEE:乙;丙,丁\\\x07", url="https://x/\r\nX:1")], name="名", now=NOW
    )
    text = found.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:甲\\nATTENDEE:乙\\;丙\\,丁\\\\\r\n" in text
    assert "\r\nATTENDEE" not in text
    assert "\r\nX:1" not in text


def address(user: User) -> str:
    return reverse("notices:feed", args=[feed_make(actor=user, now=NOW)])


@pytest.fixture
def far(world: World) -> World:
    """The findings of the imported case fall due on a day near today."""
    from django.utils import timezone

    import_text(world)
    Finding.objects.update(due=timezone.localdate())
    return world


def test_feed_shows_what_its_owner_may_see(far: World) -> None:
    text = Client().get(address(far.liaison)).content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == Finding.objects.filter(is_open=True).count() > 0
    assert "统计执法力度不够" in text
    assert "BEGIN:VEVENT" not in Client().get(address(far.stranger)).content.decode()


def test_event_keeps_its_id(far: World) -> None:
    one = Finding.objects.filter(is_open=True).first()
    assert one is not None
    feed = address(far.liaison)
    before = set(re.findall("UID:.*", Client().get(feed).content.decode()))
    Finding.objects.filter(pk=one.pk).update(title="改了标题")
    assert set(re.findall("UID:.*", Client().get(feed).content.decode())) == before
    assert f"UID:finding-{one.pk}@bihuan.invalid\r" in before


def test_feed_says_what_it_is(far: World) -> None:
    answer = Client().get(address(far.liaison))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer.headers["Cache-Control"]


def test_secret_is_not_stored_nor_told_to_the_journal(world: World) -> None:
    token = feed_make(actor=world.liaison, now=NOW)
    stored = Subscription.objects.get()
    assert token not in (stored.feed_digest, str(list(JournalEntry.objects.values())))
    assert len(token) >= 40


def test_new_address_ends_the_old_one_and_revoking_both(world: World) -> None:
    old, new = address(world.liaison), address(world.liaison)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    feed_revoke(actor=world.liaison, now=NOW)
    assert Client().get(new).status_code == 404


def test_feed_of_an_account_that_is_off_is_gone(world: World) -> None:
    feed = address(world.liaison)
    world.liaison.is_active = False
    world.liaison.save()
    assert Client().get(feed).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "x" * 3000, "../../etc"])
def test_guessed_address_is_not_found(token: str) -> None:
    assert Client().get(f"/feed/{token}.ics").status_code == 404


def test_feed_is_only_read(world: World) -> None:
    feed = address(world.liaison)
    assert Client().head(feed).status_code == 200
    assert Client().post(feed).status_code == 405


def test_feed_needs_few_queries(far: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    feed = address(far.liaison)
    with django_assert_max_num_queries(2 + 4):
        Client().get(feed)
