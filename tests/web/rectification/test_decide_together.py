"""Two people close and edit, agree and return, claim at once: one wins, the other is told. Real threads."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.queries import journal_verify
from bihuan.web.rectification.models import Decision, Measure, ReviewSeat
from bihuan.web.rectification.services import measure_edit, response_step, seat_claim
from bihuan.web.rectification.services.locking import stamp_of
from bihuan.web.rectification.workflow import Step
from tests.web.rectification import loop
from tests.web.rectification.test_write_together import together
from tests.web.world import NOW, build, import_text

if TYPE_CHECKING:
    from bihuan.web.rectification.models import Response
    from tests.web.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at(state: str) -> tuple[World, Response]:
    """A world with one response in a state."""
    world = build()
    return world, loop.bring(world, loop.first(import_text(world)), state)


def outcomes(results: list[object]) -> list[str]:
    return sorted("refused" if isinstance(one, ServiceError) else "done" for one in results)


def test_assess_and_edit_at_once() -> None:
    world, response = at("in_progress")
    measures = list(response.measures.order_by("position"))
    stamp = stamp_of(response, measures)
    results = together(
        lambda: response_step(
            actor=world.liaison, now=NOW, response=response, step=Step.ASSESS, stamp=stamp,
            evaluation=loop.EVALUATION, aim="closed",
        ),
        lambda: measure_edit(
            actor=world.liaison, now=NOW, measure=measures[0], value="7月3日，开会。"
        ),
    )  # fmt: skip
    assert outcomes(results) == ["done", "refused"]
    assert journal_verify() == []


def test_agree_and_return_at_once() -> None:
    world, response = at("under_review")
    results = together(
        lambda: loop.step(world.officer, response, Step.AGREE, stamp=_stamp(response)),
        lambda: loop.step(
            world.discipline,
            response,
            Step.RETURN,
            stamp=_stamp(response),
            opinion="对不上。",
            defect="false",
        ),
    )
    assert outcomes(results) == ["done", "refused"]


def test_the_last_two_agreements_at_once_close_once() -> None:
    world, response = at("under_review")
    together(
        lambda: loop.step(world.officer, response, Step.AGREE),
        lambda: loop.step(world.discipline, response, Step.AGREE),
    )
    response.refresh_from_db()
    assert response.state == "closed"
    assert Decision.objects.filter(response=response, after="closed").count() == 1


def test_a_plan_approved_twice_at_once_is_approved_once() -> None:
    world, response = at("plan_submitted")
    approve = partial(loop.step, world.first_person, response, Step.APPROVE_PLAN)
    assert outcomes(together(approve, approve)) == ["done", "refused"]


def test_a_claim_holds_for_its_term_and_is_taken_over_afterwards() -> None:
    from bihuan.web.accounts.permissions import Role
    from bihuan.web.accounts.services import user_create
    from tests.web.world import PASSWORD

    world, response = at("under_review")
    second = user_create(
        actor=None, now=NOW, unit=world.office, name="审慎之", username="shen2", password=PASSWORD,
        role=Role.INSPECTION_OFFICE,
    )  # fmt: skip
    results = together(
        lambda: seat_claim(actor=world.officer, now=NOW, response=response),
        lambda: seat_claim(actor=second, now=NOW, response=response),
    )
    assert outcomes(results) == ["done", "refused"]
    held = ReviewSeat.objects.get(title="巡察办").claimed_by
    other = second if held == world.officer else world.officer
    with pytest.raises(ServiceError, match="办理，6月4日"):
        loop.step(other, response, Step.AGREE)
    seat = seat_claim(actor=other, now=NOW + timedelta(hours=25), response=response)
    assert seat.claimed_by == other


def _stamp(response: Response) -> str:
    return stamp_of(response, Measure.objects.filter(response=response).only("version"))
