"""The time line of a case: bars where the days are, words for everybody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from bihuan.web.board import gantt
from bihuan.web.board.gantt import Milestone, Span
from bihuan.web.rectification.models import Measure
from tests.web.rectification.loop import bring, first
from tests.web.world import REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


@pytest.fixture
def case(world: World) -> Feedback:
    """The report of the world, imported."""
    return import_text(world)


JAN, JUNE, DEC = date(2024, 1, 1), date(2024, 6, 1), date(2024, 12, 31)


def test_bars_stand_between_their_days() -> None:
    one = Span(JAN, JUNE)
    scale = gantt.axis([one], [(DEC, "期限")], JUNE)
    found = gantt.bar(one, scale, JUNE)
    assert found
    assert (scale.first, scale.last) == (JAN, date(2025, 1, 1))
    assert (found.x, found.width) == (0, scale.at(JUNE))
    assert scale.today == found.width
    assert scale.lines[0][0] > 990


def test_the_frozen_day_stays_visible_beside_the_extension() -> None:
    one = Span(JAN, DEC, original=JUNE)
    scale = gantt.axis([one], [], JUNE)
    found = gantt.bar(one, scale, JUNE)
    assert found
    assert found.x + found.width == scale.at(JUNE)
    assert found.x + found.width + found.extra == scale.at(DEC)
    assert "原定2024年6月1日，延期213天" in gantt.said(one, JUNE)


def test_what_ended_ends_there_and_shows_the_time_left() -> None:
    one = Span(JAN, DEC, state="done", ended=JUNE, milestones=(Milestone(JUNE, "done", "落实"),))
    scale = gantt.axis([one], [], DEC)
    found = gantt.bar(one, scale, date(2025, 6, 1))
    assert found
    assert (found.tone, found.x + found.width) == ("done", scale.at(JUNE))
    assert found.rest == scale.at(DEC) - scale.at(JUNE)


def test_the_last_day_itself_is_not_late() -> None:
    assert gantt.tone(Span(JAN, JUNE), JUNE) == "soon"
    assert gantt.tone(Span(JAN, JUNE), date(2024, 6, 2)) == "late"
    assert gantt.tone(Span(JAN, None), DEC) == "doing"


def test_without_any_day_there_are_words_and_no_bar() -> None:
    scale = gantt.axis([Span(None, None)], [], JUNE)
    assert gantt.bar(Span(None, None), scale, JUNE) is None
    assert gantt.said(Span(None, None), JUNE) == "未定日期"


def test_days_beyond_the_scale_stand_at_its_edge() -> None:
    scale = gantt.axis([Span(date(1, 1, 1), date(9998, 1, 1))], [], JUNE)
    assert scale.at(date(9999, 1, 1)) == 1000
    assert len([word for _, word in scale.months if word]) <= 12


def test_the_page_tells_steps_measures_and_days(
    world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    returned = bring(world, first(case), "returned")
    page = sign_in(world.liaison).get(reverse("board:timeline", args=[case.pk])).content.decode()
    day = timezone.localdate(returned.planned_at)
    for said in (
        "方案批准",
        "提交自评",
        "被退回",
        f"{day.month}月{day.day}日",
        "召开党组会议",
        "用文字表查看",
    ):
        assert said in page
    assert f"/responses/{returned.pk}/#measure-{Measure.objects.filter(response=returned)[0].pk}" in page
    assert "<rect" in page
    assert " style=" not in page


def test_strangers_and_administrators_get_nothing(
    world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    for user in (world.stranger, world.system_admin):
        assert sign_in(user).get(reverse("board:timeline", args=[case.pk])).status_code == 404
    assert sign_in(world.reader).get(reverse("board:timeline", args=[case.pk])).status_code == 200


def test_a_long_case_is_folded_and_paged_by_findings(
    world: World, sign_in: Callable[[User], Client], django_assert_max_num_queries: DjangoAssertMaxNumQueries
) -> None:
    lines = ["2023年6月20日，巡察组反馈了意见。", "一、落实部署有差距"]
    for n in range(1, 31):
        lines += [f"{n}.第{n}项工作抓得不紧", *(f"7月{day}日，召开第{day}次会议。" for day in range(1, 4))]
        lines += ["整改情况：完成整改。"]
    case = import_text(world, "\n".join(lines))
    client, here = sign_in(world.liaison), reverse("board:timeline", args=[case.pk])
    client.get(here)
    with django_assert_max_num_queries(12):
        page = client.get(here).content.decode()
    assert page.count('<details class="gantt__part"') == 20
    assert 'rel="next"' in page
    assert "只展开逾期和将到期的" in page
    assert client.get(f"{here}?page=zzz").status_code == 302


def test_a_bad_report_has_its_time_line_too(world: World, sign_in: Callable[[User], Client]) -> None:
    case = import_text(world, REPORT.replace("7月3日", "9999年12月31日"))
    assert sign_in(world.liaison).get(reverse("board:timeline", args=[case.pk])).status_code == 200
