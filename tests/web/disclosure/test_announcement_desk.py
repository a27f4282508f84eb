"""Announcements on the desk of whoever decides next, and the list of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.disclosure import listing
from bihuan.web.disclosure.services import omission_ask, omission_decide
from bihuan.web.disclosure.workflow import Audience, State
from bihuan.web.notices.desk import piles
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries, DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.disclosure.models import Announcement, Edition
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


def actions(user: User) -> list[str]:
    """What the desk asks of somebody."""
    return [entry.action for pile in piles(user, NOW.date()) for entry in pile.entries]


@pytest.mark.parametrize(
    ("state", "people", "action"),
    [
        (State.CHECKING, {"head", "leader"}, "审查"),
        (State.VETTED, {"first_person"}, "批准"),
        (State.APPROVED, {"liaison"}, "发布"),
        (State.PUBLISHED, set(), ""),
    ],
)
def test_a_version_waits_where_the_next_step_is_taken(
    world: World,
    begin: Callable[..., Edition],
    bring: Callable[..., Edition],
    state: State,
    people: set[str],
    action: str,
) -> None:
    bring(begin(), state)
    found = {name: actions(user) for name, user in world.everybody().items()}
    assert {name: told for name, told in found.items() if told} == {name: [action] for name in people}


def test_a_wish_waits_for_the_office_until_it_is_decided(world: World, announcement: Announcement) -> None:
    wish = omission_ask(
        actor=world.liaison,
        now=NOW,
        announcement=announcement,
        finding=announcement.feedback.findings.order_by("position")[0],
        basis="case",
        reason="案件正在办理。",
    )
    asked = {name for name, user in world.everybody().items() if "决定" in actions(user)}
    assert asked == {"officer"}
    omission_decide(actor=world.officer, now=NOW, omission=wish, agreed=True)
    assert actions(world.officer) == []


def test_all_desks_ask_once(
    world: World,
    begin: Callable[..., Edition],
    bring: Callable[..., Edition],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    bring(begin(), State.CHECKING)
    for user, count in ((world.head, 1), (world.officer, 1), (world.system_admin, 0)):
        user.scope()
        with django_assert_num_queries(count):
            actions(user)


def test_the_list_tells_the_version_at_work_before_the_one_on_show(
    world: World,
    case: Feedback,
    begin: Callable[..., Edition],
    bring: Callable[..., Edition],
    sign_in: Callable[[User], Client],
) -> None:
    other = import_text(world, unit=world.stranger_unit, actor=world.stranger)
    bring(begin())
    [line] = listing.lines([case])
    assert line.public is not None
    assert (line.public.state, line.internal) == (State.PUBLISHED, None)
    begin(reason="数字有误")
    begin(Audience.INTERNAL)
    [mine, theirs] = listing.lines([case, other])
    assert mine.public is not None
    assert mine.internal is not None
    assert [mine.public.state, mine.internal.state] == ["draft", "draft"]
    assert (theirs.internal, theirs.public) == (None, None)
    address, officer = reverse("disclosure:announcements"), sign_in(world.officer)
    told = {which: officer.get(address, {"which": which}).text for which in (*listing.WHICH, "x")}
    assert {which for which, text in told.items() if "市水务局</a>" in text} == {"none", "x"}
    assert {which for which, text in told.items() if "市统计局</a>" in text} == {"work", "shown", "x"}


@pytest.mark.usefixtures("case")
def test_the_list_takes_few_queries(
    world: World,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertMaxNumQueries,
) -> None:
    import_text(world, unit=world.stranger_unit, actor=world.stranger)
    officer, address = sign_in(world.officer), reverse("disclosure:announcements")
    officer.get(address)
    with django_assert_max_num_queries(8):
        assert officer.get(address).status_code == 200
