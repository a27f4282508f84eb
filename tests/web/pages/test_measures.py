"""措施清单: every filter narrows, strangers see nothing, a page costs the same however long the list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from bihuan.web.evidence.services import evidence_unlink
from bihuan.web.rectification.models import Measure, MeasureState
from bihuan.web.rectification.services import extension_ask
from bihuan.web.rectification.workflow import Step
from tests.web.rectification import loop
from tests.web.world import NOW, REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

HEAD = REPORT.partition("一、")[0]
FOOT = "欢迎" + REPORT.partition("欢迎")[2]


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/measures/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def count(client: Client, query: str = "") -> int:
    return page(client, query).count("data-step")


def test_measures_of_the_unit_and_of_nobody_else(
    case: Feedback, world: World, liaison: Client, sign_in: Callable[[User], Client]
) -> None:
    whole = Measure.objects.filter(feedback=case).count()
    assert count(liaison) == whole
    assert count(sign_in(world.officer)) == whole
    assert count(sign_in(world.stranger)) == 0
    assert count(sign_in(world.system_admin)) == 0
    assert Measure.objects.filter(office=world.office).count() == whole


def test_every_filter_narrows(case: Feedback, world: World, liaison: Client) -> None:
    response = loop.bring(world, loop.first(case), "planned")
    mine = response.measures.count()
    whole = Measure.objects.filter(feedback=case).count()
    some = response.measures.order_by("position")[0]
    Measure.objects.filter(pk=some.pk).update(due=date(2020, 1, 1))
    queries = {
        f"leader={world.leader.person_id}": mine,
        f"person={world.handler.person_id}": mine,
        f"department={some.department_id}": mine,
        "kind=limited": mine,
        "kind=none": whole - mine,
        "category=rules": mine,
        "category=recovery": 0,
        "state=done": 0,
        "state=open": whole,
        "stage=planned": mine,
        "since=2024-01-01&until=2024-12-31": mine - 1,
        "late=1": mine if timezone.localdate() > loop.DUE else 1,
        f"case={case.pk}": whole,
        f"case={case.pk + 99}": 0,
        "q=重新核查": 1,
        "q=没有的词": 0,
        "returned=1": 0,
        "asked=1": 0,
        "unproved=1": 0,
    }
    found = {query: count(liaison, query) for query in queries}
    assert found == queries


def test_returned_unproved_and_asked(case: Feedback, world: World, liaison: Client) -> None:
    response = loop.bring(world, loop.first(case), "in_progress")
    measures = list(response.measures.order_by("position"))
    assert count(liaison, "unproved=1") == len(measures)  # made without the service: nobody counted
    entry = loop.prove(world, measures[0])
    from bihuan.web.evidence.targets import linked

    linked([("measure", one.pk) for one in measures])
    assert count(liaison, "unproved=1") == 0
    measures[0].refresh_from_db()
    assert measures[0].proof_count == 2
    evidence_unlink(actor=world.liaison, now=NOW, evidence=entry, key=("measure", measures[0].pk))
    measures[0].refresh_from_db()
    assert measures[0].proof_count == 1
    Measure.objects.filter(pk=measures[1].pk).update(state=MeasureState.OPEN, done_on=None)
    extension_ask(
        actor=world.handler, now=NOW, measure=measures[1], new_due=loop.DUE + timedelta(days=30),
        reason="企业停产检修，核查要等复工以后。",
    )  # fmt: skip
    assert count(liaison, "asked=1") == 1
    Measure.objects.filter(pk=measures[1].pk).update(state=MeasureState.DONE, done_on=NOW.date())


def test_a_returned_response(case: Feedback, world: World, liaison: Client) -> None:
    response = loop.bring(world, loop.first(case), "self_assessed")
    loop.step(world.leader, response, Step.RETURN, opinion="记录不全。", defect="unproved")
    assert count(liaison, "returned=1") == response.measures.count()


def test_the_office_narrows_by_the_unit_and_then_by_its_people(
    case: Feedback, world: World, sign_in: Callable[[User], Client]
) -> None:
    officer = sign_in(world.officer)
    assert count(officer, "u=统计") == Measure.objects.filter(feedback=case).count()
    assert "全部科室" in page(officer, "u=统计")
    assert count(officer, "u=水务") == 0
    assert "先写明一个单位的名称" in page(officer)


def test_the_long_list_is_paged_in_both_directions(world: World, liaison: Client) -> None:
    lines = "".join(f"7月3日，召开第{n}次会议，研究第{n}个问题。\n" for n in range(1, 121))
    import_text(world, f"{HEAD}一、部署有差距\n1.核查走过场\n{lines}整改情况：完成整改。\n{FOOT}")
    first = page(liaison)
    assert first.count("data-step") == 50
    onward = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = liaison.get(onward).content.decode()
    assert second.count("data-step") == 50
    back = second.split('rel="prev" href="')[1].split('"')[0].replace("&amp;", "&")
    assert liaison.get(back).content.decode().count("data-step") == 50


@pytest.mark.parametrize("who", ["liaison", "officer"])
def test_queries_do_not_grow(
    who: str, world: World, sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertMaxNumQueries,
) -> None:  # fmt: skip
    lines = "".join(f"7月3日，召开第{n}次会议，研究第{n}个问题。\n" for n in range(1, 121))
    import_text(world, f"{HEAD}一、部署有差距\n1.核查走过场\n{lines}整改情况：完成整改。\n{FOOT}")
    client = sign_in(getattr(world, who))
    with django_assert_max_num_queries(8):
        page(client)
    with django_assert_max_num_queries(9):
        page(client, "u=统计&late=1")


@pytest.mark.parametrize(
    "query",
    [
        "page=x", "page=WyJuIiwxXQ", "case=9999999999999999999", "case=-1", "since=2024-02-30",
        "kind=%27%20or%201=1", "state=x&stage=y&late=2", "cols=x,,due", "u=%25", "q=%00", "leader=１",
        "department=1e9", "until=9999-12-31", "cols=" + "due," * 200,
    ],
)  # fmt: skip
@pytest.mark.usefixtures("case")
def test_hostile_addresses_are_answered(query: str, liaison: Client) -> None:
    assert liaison.get(f"/measures/?{query}").status_code in (200, 302, 400)
