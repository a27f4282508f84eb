"""The inbox: mine alone, the newest first, read once, and one query for the badge."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.models import Deputy
from bihuan.web.notices.holding import UNREAD
from bihuan.web.notices.kinds import SYSTEM
from bihuan.web.notices.models import Notification
from bihuan.web.notices.queries import BADGE
from bihuan.web.notices.services import notify_people, notify_unit
from tests.web.world import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from tests.web.world import World

INBOX = "/inbox/"


def tell(user: User, *texts: str, minutes: int = 0, link: str = "/calendar/", key: str = "") -> None:
    for text in texts:
        at = NOW + timedelta(minutes=minutes)
        notify_people([user.person_id], now=at, kind=SYSTEM, text=text, link=link, key=key)


@pytest.fixture
def liaison(world: World, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(world.liaison)


def page(client: Client, address: str = INBOX) -> str:
    return client.get(address).content.decode()


def test_newest_comes_first(world: World, liaison: Client) -> None:
    tell(world.liaison, "早的")
    tell(world.liaison, "晚的", minutes=1)
    text = page(liaison)
    assert 0 < text.index("晚的") < text.index("早的")


def test_empty_inbox_says_what_will_be_here(liaison: Client) -> None:
    assert "还没有消息" in page(liaison)
    assert "没有未读的消息" in page(liaison, f"{INBOX}?show=unread")


def test_others_see_nothing_of_it(world: World, liaison: Client, sign_in: Callable[[User], Client]) -> None:
    tell(world.liaison, "给林知夏的")
    assert "给林知夏的" not in page(sign_in(world.reader))
    del liaison


def test_opening_marks_read_and_leads_on(world: World, liaison: Client) -> None:
    tell(world.liaison, "消息")
    one = Notification.objects.get()
    answer = liaison.post(reverse("notices:open", args=[one.pk]))
    assert answer.headers["Location"] == "/calendar/"
    one.refresh_from_db()
    assert one.read_at is not None


def test_second_reading_changes_nothing(world: World, liaison: Client) -> None:
    tell(world.liaison, "消息")
    address = reverse("notices:read", args=[Notification.objects.get().pk])
    assert liaison.post(address).headers["Location"] == INBOX
    first = Notification.objects.get().read_at
    liaison.post(address, {"show": "unread"})
    assert Notification.objects.get().read_at == first


def test_all_means_what_was_on_the_page(world: World, liaison: Client) -> None:
    tell(world.liaison, "看见的")
    newest = Notification.objects.get().newest_first
    tell(world.liaison, "刚到的", minutes=1)
    answer = liaison.post(reverse("notices:read_all"), {"newest": newest}, follow=True)
    assert "已把1条标为已读" in answer.content.decode()
    assert Notification.objects.get(read_at=None).text == "刚到的"


@pytest.mark.parametrize("newest", ["", "x", "-", "9" * 30, "１"])
def test_senseless_place_is_not_found(newest: str, liaison: Client) -> None:
    assert liaison.post(reverse("notices:read_all"), {"newest": newest}).status_code == 404


@pytest.mark.parametrize("name", ["open", "read"])
def test_what_is_not_mine_is_not_there(
    name: str, world: World, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    tell(world.liaison, "消息")
    address = reverse(f"notices:{name}", args=[Notification.objects.get().pk])
    assert sign_in(world.stranger).post(address).status_code == 404
    assert Notification.objects.get().read_at is None
    assert liaison.get(address).status_code == 405
    assert liaison.post(reverse(f"notices:{name}", args=[2**70])).status_code == 404


@pytest.mark.parametrize("address", [INBOX, "/inbox/settings/", "/robots/", "/jobs/"])
def test_nobody_is_sent_to_the_log_in(address: str) -> None:
    assert Client().get(address).headers["Location"].startswith(reverse("accounts:login"))


def test_inbox_is_not_posted_to(liaison: Client) -> None:
    assert liaison.post(INBOX).status_code == 405


@pytest.mark.usefixtures("liaison")
def test_same_key_is_told_once(world: World) -> None:
    for _ in range(2):
        tell(world.liaison, "到期", key="due:1")
    tell(world.reader, "到期", key="due:1")
    assert Notification.objects.count() == 2


@pytest.mark.parametrize("link", ["//evil.example", "https://evil.example", "javascript:alert(1)"])
def test_link_leads_nowhere_else(link: str, world: World) -> None:
    with pytest.raises(ValueError, match=r".+"):
        tell(world.liaison, "消息", link=link)


def test_badge_counts_and_stops_counting(world: World, liaison: Client) -> None:
    assert "count--new" not in page(liaison, "/account/")
    tell(world.liaison, "消息")
    assert "1<span" in page(liaison, "/account/")
    tell(world.liaison, *(f"{number}" for number in range(BADGE + 5)))
    assert f"{BADGE}+" in page(liaison, "/account/")


def test_pages_turn(world: World, liaison: Client) -> None:
    for number in range(60):
        tell(world.liaison, f"〔{number}〕", minutes=number)
    first = liaison.get(INBOX).content.decode()
    onward = first.split('rel="next" href="')[1].split('"')[0]
    second = liaison.get(f"{INBOX}{onward}").content.decode()
    assert ("〔59〕" in first, "〔9〕" in first, "〔9〕" in second) == (True, False, True)
    assert "翻页的位置看不懂" in liaison.get(f"{INBOX}?page=x", follow=True).content.decode()


def test_queries_do_not_grow(
    world: World, liaison: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 49):
        tell(world.liaison, *("消息",) * rows)
        with django_assert_max_num_queries(4):
            page(liaison)


def test_a_page_without_news_asks_one_query_more_for_the_badge(
    world: World, liaison: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    del world
    with django_assert_max_num_queries(4):  # session, account, colleagues to choose from, badge
        page(liaison, "/account/leave/")


def test_deputy_is_told_too(world: World) -> None:
    today = timezone.localdate()
    Deputy.objects.create(
        absent=world.liaison, deputy=world.stranger, from_on=today, to_on=today, reason="出差"
    )
    notify_unit(world.bureau, now=NOW, kind=SYSTEM, text="请补充佐证材料")
    told = Notification.objects.values_list("person_id", flat=True)
    assert {world.liaison.person_id, world.stranger.person_id} <= set(told)


def test_unread_notices_go_to_the_next_one(world: World) -> None:
    tell(world.liaison, "两人都知道", key="a")
    tell(world.reader, "两人都知道", key="a")
    tell(world.liaison, "只有一人知道", key="b")
    old, new = world.liaison.person, world.reader.person
    assert UNREAD.rows(old).count() == 2
    assert UNREAD.move(old, new, None, NOW) == 1
    assert (UNREAD.rows(old).count(), UNREAD.rows(new).count()) == (0, 2)
