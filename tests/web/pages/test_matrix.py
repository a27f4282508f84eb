"""责任矩阵, 办理看板, the printed ledger: what they show, to whom, at what price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from bihuan.web.accounts.models import Department
from bihuan.web.base.models import JournalEntry
from bihuan.web.rectification.models import Involvement, Measure
from tests.web.rectification import loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


def text(client: Client, view: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(view, args=args) + query)
    assert answer.status_code == 200, (view, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def measure(case: Feedback, world: World) -> Measure:
    """A measure whose plan names a leader, a department and a person."""
    loop.plan(world, loop.first(case))
    return Measure.objects.filter(feedback=case).order_by("position")[0]


def parts(client: Client, measure: Measure, **told: str) -> str:
    form = {name.replace("__", "-"): value for name, value in told.items()}
    return client.post(reverse("desk:parts", args=[measure.pk]), form, follow=True).content.decode()


def test_who_leads_and_who_answers(measure: Measure, liaison: Client, case: Feedback) -> None:
    page = text(liaison, "desk:matrix", case.pk)
    assert "顾云舟：牵头" in page
    assert "执法科：责任" in page
    assert "乔木：责任" in page
    assert "还没有落实到人" in page  # the other responses have no plan yet
    page = text(liaison, "desk:matrix", case.pk, query="?by=measure")
    assert measure.text[:10] in page
    assert "问题1" in page


def test_support_and_information_are_listed_by_name(measure: Measure, liaison: Client, world: World) -> None:
    other = Department.objects.create(unit=world.bureau, name="综合科")
    told = {f"department__{other.pk}": "support", f"person__{world.head.person_id}": "informed"}
    page = parts(liaison, measure, **told)
    assert "配合和知悉已列明" in page
    assert "综合科：配合" in page
    assert "唐既明：知悉" in page
    entry = JournalEntry.objects.get(action="parts_write")
    assert entry.changes == {"support": ["", "综合科"], "informed": ["", "唐既明"]}
    parts(liaison, measure, **{f"department__{other.pk}": ""})
    assert not Involvement.objects.exists()
    assert JournalEntry.objects.filter(action="parts_write").count() == 2


def test_people_of_other_units_and_doubles_are_refused(
    measure: Measure, liaison: Client, world: World
) -> None:
    page = parts(liaison, measure, **{f"person__{world.stranger.person_id}": "support"})
    assert "要从本单位选择" in page
    parts(liaison, measure, **{f"person__{world.leader.person_id}": "support"})  # leads it anyway
    assert not Involvement.objects.exists()


def test_frozen_measures_keep_their_people(
    case: Feedback, liaison: Client, world: World, sign_in: Callable[[User], Client]
) -> None:
    response = loop.bring(world, loop.first(case), "plan_submitted")
    measure = response.measures.order_by("position")[0]
    page = parts(liaison, measure, **{f"person__{world.head.person_id}": "support"})
    assert "方案待批" in page
    assert not Involvement.objects.exists()
    assert sign_in(world.handler).get(reverse("desk:parts", args=[measure.pk])).status_code == 403
    assert sign_in(world.stranger).get(reverse("desk:matrix", args=[case.pk])).status_code == 404


def test_cards_stand_in_their_stage_with_their_action(
    case: Feedback, world: World, sign_in: Callable[[User], Client], liaison: Client
) -> None:
    loop.bring(world, loop.first(case), "self_assessed")
    page = text(sign_in(world.leader), "desk:kanban", case.pk)
    lane = page.split("<h2>分管审核")[1].split("</section>")[0]
    assert "数据质量核查走过场" in lane
    assert "分管领导同意" in lane
    assert "缺佐证 2" in lane
    page = text(liaison, "desk:kanban", case.pk)
    assert "分管领导同意" not in page
    assert "报批方案" in page


def test_the_whole_ledger_on_paper(case: Feedback, world: World, liaison: Client) -> None:
    loop.plan(world, loop.first(case))
    page = text(liaison, "desk:printed", case.pk)
    for measure in Measure.objects.filter(feedback=case):
        assert measure.text in page
    assert "landscape" in page
    assert "顾云舟" in page


@pytest.mark.parametrize("view", ["desk:matrix", "desk:kanban", "desk:printed"])
def test_queries_do_not_grow(
    view: str, case: Feedback, world: World, sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertMaxNumQueries,
) -> None:  # fmt: skip
    loop.bring(world, loop.first(case), "under_review")
    client = sign_in(world.officer)
    with django_assert_max_num_queries(10):
        text(client, view, case.pk)


@pytest.mark.parametrize("query", ["?section=x", "?section=99999999999999999", "?by=x", "?section=１"])
def test_hostile_addresses(query: str, case: Feedback, liaison: Client) -> None:
    text(liaison, "desk:matrix", case.pk, query=query)
