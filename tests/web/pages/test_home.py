"""我的事项: what is owed, in order of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.board.timeline import timeline
from tests.web.world import REPORT, import_text, make_draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from tests.web.world import World


def page(client: Client) -> str:
    return client.get(reverse("board:home")).content.decode()


def test_an_empty_house_says_where_to_begin(liaison: Client) -> None:
    assert "从导入开始" in page(liaison)


@pytest.mark.usefixtures("case")
@pytest.mark.usefixtures("case")
def test_open_findings_are_owed_and_settled_ones_are_not(liaison: Client) -> None:
    text = page(liaison)
    assert "统计执法力度不够" in text
    assert "议事规则执行不严" not in text
    assert "逾期" in text


def test_a_draft_waits_with_its_action(world: World, liaison: Client) -> None:
    draft = make_draft(world, REPORT)
    text = page(liaison)
    assert "核对导入的材料" in text
    assert reverse("imports:reading", args=[draft.pk]) in text


@pytest.mark.usefixtures("case")
@pytest.mark.usefixtures("case")
def test_others_see_nothing_of_it(world: World, sign_in: Callable[[User], Client]) -> None:
    assert "统计执法力度不够" not in page(sign_in(world.stranger))


@pytest.mark.usefixtures("case")
@pytest.mark.usefixtures("case")
def test_office_sees_units_at_a_glance(world: World, sign_in: Callable[[User], Client]) -> None:
    text = page(sign_in(world.officer))
    assert "各单位" in text
    assert "市统计局" in text


@pytest.mark.usefixtures("case")
@pytest.mark.usefixtures("case")
def test_computed_dates_explain_themselves(liaison: Client) -> None:
    text = page(liaison)
    assert "完成集中整改：怎样算出" in text
    assert "2023年9月20日" in text


@pytest.mark.parametrize("who", ["liaison", "officer"])
def test_queries_do_not_grow(
    who: str,
    world: World,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    import_text(world)
    client = sign_in(getattr(world, who))
    with django_assert_max_num_queries(10):
        page(client)
    import_text(world, unit=world.stranger_unit, actor=world.stranger)
    with django_assert_max_num_queries(10):
        page(client)


def test_time_line_keeps_a_far_today_at_its_end() -> None:
    dates = [("反馈", date(2023, 2, 7), "past"), ("到期", date(2023, 5, 8), "past")]
    drawn = timeline(dates, date(2026, 1, 1))
    assert drawn is not None
    assert drawn.now == 294
    assert [mark.word for mark in drawn.marks] == ["2月7日", "5月8日"]
    assert timeline(dates[:1], date(2023, 3, 1)) is None
