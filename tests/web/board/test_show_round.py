"""The board of a round: its numbers are those of the rows behind them, and it costs the same for any size."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from django.urls import reverse

from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import unit_create, user_create
from bihuan.web.board import round_contexts, round_queries, round_words
from bihuan.web.inspections.models import Feedback, Finding
from bihuan.web.rectification.models import CaseFigure, Response
from tests.web.rectification.loop import bring
from tests.web.world import NOW, PASSWORD, REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Round
    from tests.web.world import World

TODAY = date(2024, 6, 3)
LINK = re.compile(r'href="(/rounds/\d+/board/(?:findings|responses)/[^"]*)"[^>]*>(?:<svg.*?</svg>)?\D*?(\d+)')


@pytest.fixture
def busy(world: World) -> Feedback:
    """A case of the bureau with responses in several states; the water bureau beside it in the round."""
    case = import_text(world)
    rows = list(case.responses.order_by("position"))
    bring(world, rows[0], "closed")
    bring(world, rows[1], "returned")
    bring(world, rows[2], "under_review")
    import_text(
        world,
        REPORT.replace("2023年6月20日", "2024年4月20日").replace("正在整改", "推进中"),
        unit=world.stranger_unit,
        actor=world.stranger,
        round=case.round,
    )
    return case


def test_every_number_leads_to_as_many_rows(
    world: World, busy: Feedback, sign_in: Callable[[User], Client]
) -> None:
    for user in (world.officer, world.discipline, world.liaison):
        client = sign_in(user)
        page = client.get(reverse("board:round", args=[busy.round_id])).content.decode()
        links = {(path.replace("&amp;", "&"), int(n)) for path, n in LINK.findall(page)}
        assert len(links) > 10
        for path, n in links:
            behind = client.get(path).content.decode()
            assert behind.count("<tr><td>") == n, path
            assert re.search(rf"共 <b>{n}</b>", behind), path


def test_figures_are_those_that_one_counts_by_hand(world: World, busy: Feedback) -> None:
    told = round_contexts.board(world.officer, busy.round, {}, TODAY)
    assert (told["cases"], told["findings"].n) == (2, 8)
    open_ = Finding.objects.filter(feedback__round=busy.round_id, is_open=True)
    assert told["open"].n == open_.count() == 4
    assert told["late"].n == open_.filter(due__lt=TODAY).count() == 2
    assert (told["in_time"].n, told["after"].n, told["running_late"].n) == (0, 1, 2)
    assert (told["returned"].n, told["assessed"].n) == (1, 3)
    assert told["median"] == (NOW.date() - date(2023, 6, 20)).days
    ages = {one.word: one.rows.n for one in told["ages"]}
    assert ages == {"30天以内": 0, "31至60天": 2, "61至90天": 0, "91至180天": 0, "181天以上": 2}
    held = {(one.who, one.what): (one.rows.n, one.longest) for one in told["holders"]}
    assert held["责任科室", "按退回意见补正"] == (1, 0)
    assert held["巡察办", "会审"] == held["纪检监察机关", "会审"] == (1, 0)
    assert held["整改联络员", "拟订方案"][0] == 3
    assert next((code, link.n) for code, _, link in told["ends"]) == ("closed", 1)


def test_who_has_waited_long_is_told_apart(world: World, busy: Feedback) -> None:
    told = round_contexts.board(world.officer, busy.round, {}, TODAY + timedelta(15))
    assert all(one.long.n == one.rows.n and one.mean == 15 for one in told["holders"])
    rows = round_queries.responses(world.officer, busy.round, "held:returned", TODAY + timedelta(15), over=15)
    assert len(rows.rows) == 1
    rows = round_queries.responses(world.officer, busy.round, "held:returned", TODAY + timedelta(14), over=15)
    assert rows.rows == []


def test_a_unit_sees_its_own_row_and_its_own_sums(
    world: World, busy: Feedback, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(world.stranger)
    page = client.get(reverse("board:round", args=[busy.round_id])).content.decode()
    assert "市水务局" in page
    assert "市统计局" not in page
    assert round_queries.sums(world.stranger, busy.round)["findings", 0] == 4
    other = f"{reverse('board:findings', args=[busy.round_id])}?only=all&unit={world.bureau.pk}"
    assert "数据质量核查走过场" not in client.get(other).content.decode()
    returned = f"{reverse('board:responses', args=[busy.round_id])}?which=returned"
    assert client.get(returned).content.decode().count("<tr><td>") == 0


def test_a_round_of_others_is_not_there(
    world: World, busy: Feedback, sign_in: Callable[[User], Client]
) -> None:
    CaseFigure.objects.filter(unit=world.stranger_unit).delete()
    Feedback.objects.filter(unit=world.stranger_unit).update(unit=world.committee)
    for name in ("round", "findings", "responses"):
        assert sign_in(world.stranger).get(reverse(f"board:{name}", args=[busy.round_id])).status_code == 404
        assert (
            sign_in(world.system_admin).get(reverse(f"board:{name}", args=[busy.round_id])).status_code == 404
        )


def test_the_start_leads_to_the_newest_round(
    world: World, busy: Feedback, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(world.officer).get("/boards/").headers["Location"] == f"/rounds/{busy.round_id}/board/"
    assert "还没有看得到的轮次" in sign_in(world.audit_admin).get("/boards/").content.decode()


def _more_units(world: World, round_: Round, count: int) -> None:
    for n in range(count):
        unit = unit_create(actor=None, now=NOW, name=f"鹿溪市第{n}局", parent=world.committee)
        who = user_create(
            actor=None, now=NOW, unit=unit, name="某", username=f"u{n}", password=PASSWORD, role=Role.LIAISON
        )
        import_text(world, REPORT, unit=unit, actor=who, round=round_)


def test_queries_do_not_grow_and_the_page_holds_twenty_units(
    world: World,
    busy: Feedback,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertMaxNumQueries,
) -> None:
    client, here = sign_in(world.officer), reverse("board:round", args=[busy.round_id])
    client.get(here)
    with django_assert_max_num_queries(10) as before:
        client.get(here)
    _more_units(world, busy.round, 21)
    with django_assert_max_num_queries(len(before)):
        page = client.get(here).content.decode()
    assert page.count('<th scope="row"><a') == 20
    following = re.search(r'rel="next" href="([^"]*)"', page)
    assert following
    assert client.get(following[1].replace("&amp;", "&")).content.decode().count('<th scope="row"><a') == 3


def test_a_unit_is_found_by_name(world: World, busy: Feedback, sign_in: Callable[[User], Client]) -> None:
    here = reverse("board:round", args=[busy.round_id])
    page = sign_in(world.officer).get(here, {"q": "水务"}).content.decode()
    assert page.count('<th scope="row"><a') == 1
    assert "没有这个单位" in sign_in(world.officer).get(here, {"q": "%"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        *("which=", "which=held:nothing", "which=party:", "which=x%00", "over=-1&which=returned"),
        *("which=held:draft&over=9999", "which=held:draft&over=99999999", "page=zzz&which=returned"),
        "which=party:' OR 1=1",
    ],
)
@pytest.mark.parametrize("name", ["findings", "responses", "round"])
def test_hostile_addresses_are_answered(
    world: World, busy: Feedback, name: str, query: str, sign_in: Callable[[User], Client]
) -> None:
    more = "only=age&age=-5&unit=99999999999999999999&section=%E4%B8%80%27" if name == "findings" else ""
    got = sign_in(world.officer).get(f"{reverse(f'board:{name}', args=[busy.round_id])}?{query}&{more}")
    assert got.status_code in (200, 302, 400)


def test_the_middle_of_days() -> None:
    assert round_words.median([]) is None
    assert round_words.median([(9, 1), (3, 1), (5, 1)]) == 5
    assert round_words.median([(9, 2), (3, 2)]) == 3
    assert round_words.median([(9, 3), (3, 2)]) == 9


def test_ages_leave_no_day_out_and_count_none_twice() -> None:
    for days in range(400):
        given = TODAY - timedelta(days)
        fits = []
        for age in round_words.AGES:
            first, last = round_words.age_days(age, TODAY)
            fits.append((first is None or given >= first) and given <= last)
        assert sum(fits) == 1


def test_who_asks_the_board_gets_figures_not_counts(world: World, busy: Feedback) -> None:
    """No COUNT over findings or responses: the sums are there."""
    with patch.object(Response.objects, "count", side_effect=AssertionError):
        round_contexts.board(world.officer, busy.round, {}, TODAY)
