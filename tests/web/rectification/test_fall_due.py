"""What people are reminded of: measures, promises, periods of regular duties, answers that run out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bihuan.web.diagnosis.models import Waiver
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.notices.duties import SOURCES, Listed, duties, late_and_soon
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.services import duty_create, occurrence_record
from tests.web.rectification import loop
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from pytest_django import DjangoAssertMaxNumQueries, DjangoAssertNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.notices.duties import Duty
    from tests.web.world import World

TODAY = NOW.date()


@pytest.fixture
def response(world: World) -> Response:
    return loop.bring(world, loop.first(import_text(world)), "planned")


def late(user: User) -> list[Duty]:
    return duties(user, first=None, last=TODAY - timedelta(1), limit=50).rows


def soon(user: User) -> list[Duty]:
    return duties(user, first=TODAY, last=TODAY + timedelta(30), limit=50).rows


def monthly(world: World, response: Response, person: int | None) -> None:
    made = duty_create(
        actor=world.liaison,
        now=NOW,
        response=response,
        title="每月核查两家企业",
        every="month",
        starts_on=date(2024, 3, 10),
        person_id=person,
    )
    for period in (date(2024, 3, 1), date(2024, 5, 1)):
        occurrence_record(
            actor=world.handler,
            now=NOW,
            duty=made,
            period=period,
            done_on=period.replace(day=28),
            note="两家。",
        )


def titles(rows: list[Duty], word: str) -> list[tuple[str, date]]:
    return [(one.title, one.due) for one in rows if word in one.title]


def test_a_missed_month_and_the_running_one_reach_the_person_in_charge(
    world: World, response: Response
) -> None:
    monthly(world, response, world.handler.person_id)
    assert titles(late(world.handler), "核查两家") == [("2024年4月：每月核查两家企业", date(2024, 4, 30))]
    assert titles(soon(world.handler), "核查两家") == [("2024年6月：每月核查两家企业", date(2024, 6, 30))]
    for other in (world.liaison, world.first_person, world.stranger, world.officer):
        assert titles(late(other) + soon(other), "核查两家") == []


def test_what_names_nobody_reaches_whoever_may_record_it(world: World, response: Response) -> None:
    monthly(world, response, None)
    assert titles(late(world.liaison), "核查两家")
    assert titles(late(world.handler), "核查两家")
    assert titles(late(world.first_person) + late(world.stranger), "核查两家") == []


def test_nothing_is_asked_of_an_archived_round(world: World, response: Response) -> None:
    monthly(world, response, world.handler.person_id)
    Measure.objects.filter(response=response).update(due=TODAY - timedelta(3))
    assert titles(late(world.handler), "核查")
    round_archive(actor=world.officer, now=NOW, round=response.feedback.round, reason="轮次结束。")
    assert titles(late(world.handler) + soon(world.handler), "核查") == []


def test_an_answer_that_runs_out_reaches_who_may_give_it_anew(world: World, response: Response) -> None:
    Waiver.objects.create(
        feedback=response.feedback, unit=world.bureau, code="CL01", reason="台账另附，可逐条核对。",
        until=TODAY + timedelta(5), state="granted", asked_by=world.liaison, asked_at=NOW,
    )  # fmt: skip
    assert titles(soon(world.liaison), "CL01") == [
        ("体检说明到期（CL01）：台账另附，可逐条核对。", TODAY + timedelta(5))
    ]
    assert titles(soon(world.handler) + soon(world.stranger), "CL01") == []


def test_as_many_queries_as_there_are_sources(
    world: World, response: Response, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for one in Response.objects.filter(feedback=response.feedback):
        monthly(world, one, world.handler.person_id)
    world.handler.scope()
    with django_assert_max_num_queries(9):
        late(world.handler)


def test_late_and_soon_are_asked_for_together_and_are_the_same(world: World, response: Response) -> None:
    measures = list(response.measures.order_by("position"))
    Measure.objects.filter(pk=measures[0].pk).update(due=TODAY - timedelta(2))
    Measure.objects.filter(pk=measures[1].pk).update(due=TODAY)
    last = TODAY + timedelta(30)
    for limit in (1, 2, 50):
        for user in (world.handler, world.leader, world.liaison, world.officer):
            both = late_and_soon(user, day=TODAY, last=last, limit=limit)
            assert both[0] == duties(user, first=None, last=TODAY - timedelta(1), limit=limit)
            assert both[1] == duties(user, first=TODAY, last=last, limit=limit)


@pytest.mark.usefixtures("response")
def test_a_letter_asks_all_lists_at_once(
    world: World, django_assert_max_num_queries: DjangoAssertMaxNumQueries
) -> None:
    world.handler.roles()
    others = [one for one in SOURCES if not isinstance(one, Listed)]
    with django_assert_max_num_queries(2 * len(others) + 1):
        late_and_soon(world.handler, day=TODAY, last=TODAY + timedelta(30), limit=30)
