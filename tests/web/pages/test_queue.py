"""办理: a page costs the same however much waits; every filter narrows, in the address, and can be saved."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.web.accounts.permissions import Role
from bihuan.web.rectification.loop.turns import asked, turns
from bihuan.web.rectification.loop.waiting import Wanted
from bihuan.web.rectification.models import Response, ReviewSeat
from bihuan.web.rectification.workflow import Step
from bihuan.web.saved.models import SavedFilter
from tests.web.effort import effort
from tests.web.rectification import loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

FIRST = date(2024, 1, 1)
EVERY_STATE = (
    "plan_submitted", "self_assessed", "leader_approved", "unit_approved", "under_review", "returned",
    "planned", "in_progress",
)  # fmt: skip


def fill(case: Feedback, many: int, state: str = "unit_approved", *roles: Role) -> None:
    """So many responses in a state, ten a day, with a seat for each role that must review them."""
    section = case.sections.order_by("position")[0]
    made = Response.objects.bulk_create(
        Response(
            feedback=case,
            unit_id=case.unit_id,
            office_id=case.office_id,
            round_id=case.round_id,
            section=section,
            position=1_000_000 + n,
            state=state,
            since_on=FIRST + timedelta(n // 10),
        )
        for n in range(many)
    )
    ReviewSeat.objects.bulk_create(
        ReviewSeat(
            feedback=case,
            unit_id=case.unit_id,
            office_id=case.office_id,
            response=one,
            submission=0,
            title=role.label,
            role=role,
            waits_since=one.since_on,
        )
        for one in made
        for role in roles
    )


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/queue/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def queries(client: Client, query: str = "") -> int:
    with CaptureQueriesContext(connection) as told:
        page(client, query)
    return len(told)


def keys(rows: list[Response]) -> list[tuple[date, int]]:
    return [(one.since_on, one.pk) for one in rows if one.since_on]


def test_a_thousand_waiting_rows_are_leafed_through_and_back(case: Feedback, world: World) -> None:
    loop.bring(world, loop.first(case), "under_review")
    fill(case, 500)
    fill(case, 500, "under_review", Role.INSPECTION_OFFICE, Role.SUPERVISOR_DISCIPLINE)
    pages, token = [], ""
    while not pages or token:
        pages.append(turns(world.officer, Wanted(page=token)).waiting)
        token = pages[-1].next or ""
    seen = [key for found in pages for key in keys(found.rows)]
    assert len(set(seen)) == len(seen) == 1_001
    assert seen == sorted(seen)
    for before, after in pairwise(pages):
        assert keys(turns(world.officer, Wanted(page=after.previous or "")).waiting.rows) == keys(before.rows)
    assert pages[0].previous is None


@pytest.mark.parametrize("who", ["officer", "first_person", "leader", "liaison", "handler", "head"])
def test_eight_queries_however_much_waits(
    who: str, case: Feedback, world: World, sign_in: Callable[[User], Client]
) -> None:
    for state in EVERY_STATE:
        fill(case, 20, state, *((Role.INSPECTION_OFFICE,) if state == "under_review" else ()))
    client = sign_in(getattr(world, who))
    page(client)
    few = queries(client)
    for state in EVERY_STATE:
        fill(case, 200, state)
    assert queries(client) == few <= 8
    assert queries(client, "?u=统计&section=一&since=2024-01-01&until=2024-12-31") <= 8


def test_eight_queries_for_whoever_has_every_role(
    case: Feedback, world: World, sign_in: Callable[[User], Client]
) -> None:
    for state in EVERY_STATE:
        fill(case, 60, state)
    for role in (Role.LIAISON, Role.FIRST_PERSON, Role.LEAD_LEADER, Role.DEPARTMENT_HEAD):
        world.handler.memberships.get_or_create(role=role, unit=world.bureau)
    for role in (Role.INSPECTION_OFFICE, Role.SUPERVISOR_DISCIPLINE):
        world.handler.memberships.get_or_create(role=role, unit=world.office)
    client = sign_in(world.handler)
    page(client)
    assert queries(client) <= 8


@pytest.mark.slow
def test_what_is_not_shown_is_not_read(case: Feedback, world: World) -> None:
    """Twenty times as much waits, for these people and for others: the same page, read with the same effort.
    Of a co-review that waits for others alone nothing is read at all.
    """
    people = ("officer", "discipline", "organisation", "first_person", "liaison")

    def efforts() -> dict[str, int]:
        found = {}
        for who in people:
            user: User = getattr(world, who)
            found[who] = effort(lambda user=user: (turns(user, Wanted()), asked(user)))
        return found

    def more(many: int) -> None:
        for state in EVERY_STATE:
            fill(case, many, state, *((Role.INSPECTION_OFFICE,) if state == "under_review" else ()))

    more(100)
    efforts()
    few = efforts()
    more(2_000)
    assert {who: many for who, many in efforts().items() if many > few[who] * 1.1 + 10} == {}


def test_a_seat_waits_until_it_has_agreed_or_the_review_is_over(case: Feedback, world: World) -> None:
    response = loop.bring(world, loop.first(case), "under_review")
    assert keys(turns(world.discipline, Wanted()).waiting.rows) == keys([_fresh(response)])
    assert not turns(world.organisation, Wanted()).waiting.rows
    response = loop.step(world.discipline, response, Step.AGREE)
    assert not turns(world.discipline, Wanted()).waiting.rows
    assert keys(turns(world.officer, Wanted()).waiting.rows) == keys([_fresh(response)])
    loop.step(world.officer, response, Step.RETURN, opinion="只有一份记录。", defect="unproved")
    assert not turns(world.officer, Wanted()).waiting.rows
    assert not ReviewSeat.objects.exclude(waits_since=None).exists()
    assert keys(turns(world.liaison, Wanted()).returned) == keys([_fresh(response)])


def _fresh(response: Response) -> Response:
    return Response.objects.get(pk=response.pk)


def test_a_leader_sees_what_they_lead_and_what_nobody_leads(case: Feedback, world: World) -> None:
    responses = list(case.responses.order_by("position"))
    loop.bring(world, responses[0], "self_assessed")
    fill(case, 1, "self_assessed")
    other = Response.objects.get(position=1_000_000)
    assert keys(turns(world.leader, Wanted()).waiting.rows) == sorted(keys([_fresh(responses[0]), other]))
    row = responses[0].measures.all()
    row.update(leader=world.head.person)
    assert keys(turns(world.leader, Wanted()).waiting.rows) == keys([other])


def test_every_filter_narrows(case: Feedback, world: World, sign_in: Callable[[User], Client]) -> None:
    fill(case, 30)
    office = sign_in(world.officer)
    section = case.sections.order_by("position")[0]
    section.number, section.title = "一", "聚焦主责主业方面"
    section.save()
    counts = {
        "?ask=unit_approved": 30,
        "?ask=under_review": 0,
        "?u=没有这个单位": 0,
        f"?u={world.bureau.name[:2]}": 30,
        "?section=一": 30,
        "?section=主责主业": 30,
        "?section=九": 0,
        "?since=2024-01-02": 20,
        "?until=2024-01-01": 10,
        "?since=2024-01-02&until=2024-01-02&ask=unit_approved": 10,
    }
    found = {query: page(office, query).count('<article class="turn"') for query in counts}
    assert found == counts
    assert "没有符合条件的事项" in page(office, "?section=九")


@pytest.mark.parametrize("query", ["?ask=x&since=31&until=2024-02-30", "?section=%27%22%3C", "?u=++"])
def test_what_makes_no_sense_does_not_narrow(
    query: str, case: Feedback, world: World, sign_in: Callable[[User], Client]
) -> None:
    fill(case, 3)
    page(sign_in(world.officer), query)


def test_hostile_addresses_are_answered(world: World, sign_in: Callable[[User], Client]) -> None:
    office = sign_in(world.officer)
    assert office.get("/queue/?u=%00").status_code == 400
    for token in ("zzz", "WyJuIiwxLDJd", "W10", "%F0%9F%98%80"):
        assert "翻页的位置看不懂" in office.get(f"/queue/?page={token}", follow=True).content.decode()


def test_a_filter_is_kept_and_opens_the_list(
    case: Feedback, world: World, sign_in: Callable[[User], Client]
) -> None:
    fill(case, 30)
    office = sign_in(world.officer)
    told = {
        "list": "queue",
        "query": "ask=unit_approved",
        "name": "待受理",
        "default": "1",
        "back": "/queue/",
    }
    office.post("/saved/new/", told)
    assert SavedFilter.objects.get().page == "queue"
    answer = office.get("/queue/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/queue/?ask=unit_approved")
    assert "待受理" in page(office, "?ask=unit_approved")
