"""From the imported report to closure, and every turn-off, through the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.queries import journal_verify
from bihuan.web.notices.models import Notification
from bihuan.web.rectification.models import Decision, Measure, Response, ReviewSeat
from bihuan.web.rectification.services import response_split
from bihuan.web.rectification.workflow import Step
from tests.web.rectification import loop
from tests.web.world import NOW, REPORT, import_text

if TYPE_CHECKING:
    from tests.web.world import World


@pytest.fixture
def response(world: World) -> Response:
    """The first response of an imported case."""
    return loop.first(import_text(world, REPORT))


def test_a_response_is_closed_by_six_people(world: World, response: Response) -> None:
    done = loop.bring(world, response, "closed")
    assert done.certificate == f"XH-2024-{done.pk:06}"
    people = {one.by_id for one in Decision.objects.filter(response=done, submission=done.submission)}
    expected = {world.liaison, world.leader, world.first_person, world.officer, world.discipline}
    assert people == {one.pk for one in expected}
    assert journal_verify() == []


@pytest.mark.parametrize("end", ["long_term", "not_achieved", "returned"])
def test_honest_ends_and_returns(world: World, response: Response, end: str) -> None:
    assert loop.bring(world, response, end).state == end


def test_whose_turn_it_is_learns_of_it(world: World, response: Response) -> None:
    loop.bring(world, response, "self_assessed")
    told = Notification.objects.filter(person=world.leader.person).latest("id")
    assert "提交自评" in told.text
    assert told.link == f"/responses/{response.pk}/"


def test_dates_are_frozen_with_the_plan(world: World, response: Response) -> None:
    loop.bring(world, response, "planned")
    assert set(Measure.objects.filter(response=response).values_list("original_due", flat=True)) == {loop.DUE}


def test_who_asked_never_agrees(world: World, response: Response) -> None:
    from bihuan.web.accounts.permissions import Role
    from bihuan.web.accounts.services import membership_grant
    from tests.web.world import NOW

    membership_grant(actor=None, now=NOW, user=world.liaison, unit=world.bureau, role=Role.FIRST_PERSON)
    loop.bring(world, response, "leader_approved")
    with pytest.raises(ServiceError, match="不能是同一人"):
        loop.step(world.liaison, response, Step.APPROVE)


def test_severe_findings_need_two_of_the_office_and_three_parties(world: World, response: Response) -> None:
    from bihuan.web.accounts.permissions import Role
    from bihuan.web.accounts.services import user_create
    from bihuan.web.rectification.services import response_mark
    from tests.web.world import NOW, PASSWORD

    second = user_create(
        actor=None, now=NOW, unit=world.office, name="审慎之", username="shen2", password=PASSWORD,
        role=Role.INSPECTION_OFFICE,
    )  # fmt: skip
    response_mark(actor=world.officer, now=NOW, response=response, severe=True, reason="涉及数据造假。")
    loop.bring(world, response, "under_review")
    assert dict(ReviewSeat.objects.values_list("title", "needed")) == {
        "巡察办": 2, "纪检监察机关": 1, "组织部门": 1,
    }  # fmt: skip
    loop.step(world.officer, response, Step.AGREE)
    with pytest.raises(ServiceError, match="不能是同一人"):
        loop.step(world.officer, response, Step.AGREE)
    loop.step(world.discipline, response, Step.AGREE)
    assert loop.step(world.organisation, response, Step.AGREE).state == "under_review"
    assert loop.step(second, response, Step.AGREE).state == "closed"


def test_a_return_ends_the_round_of_agreements(world: World, response: Response) -> None:
    loop.bring(world, response, "under_review")
    loop.step(world.officer, response, Step.AGREE)
    sent = loop.step(world.discipline, response, Step.RETURN, opinion="佐证对不上。", defect="false")
    assert sent.state == "returned"
    loop.assess(world, sent)
    loop.step(world.leader, sent, Step.ENDORSE)
    loop.step(world.first_person, sent, Step.APPROVE)
    loop.step(world.officer, sent, Step.TAKE_UP)
    loop.step(world.officer, sent, Step.AGREE)
    assert loop.step(world.discipline, sent, Step.AGREE).state == "closed"
    assert ReviewSeat.objects.filter(response=sent).count() == 4


def test_a_reopened_joint_response_may_be_split(world: World) -> None:
    case = import_text(world, REPORT)
    joint = Response.objects.get(feedback=case, findings__number="2")
    loop.bring(world, joint, "not_achieved")
    again = loop.step(world.officer, joint, Step.REOPEN, opinion="只有一半落实。")
    third = again.findings.get(number="3")
    made = response_split(actor=world.liaison, now=NOW, response=again, finding=third)
    assert [list(one.findings.values_list("number", flat=True)) for one in (again, made)] == [["2"], ["3"]]
