"""Every cell of the workflow: state × step × role leads where the cases say, or is refused."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from django.core.exceptions import PermissionDenied

from bihuan.web.accounts.permissions import Role
from bihuan.web.base.errors import ServiceError
from bihuan.web.rectification import gates
from bihuan.web.rectification.models import Decision, Measure, Response, ReviewSeat
from bihuan.web.rectification.services import response_step
from bihuan.web.rectification.services.reviewing import seats_set
from bihuan.web.rectification.workflow import NEXT, TABLE, Aim, ResponseState, Step, find, next_state
from tests.web.rectification import loop
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from tests.web.world import World

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "workflow.yaml").read_text("utf-8")
)
EXPECTED = {(case["state"], case["step"], role): case["next"] for case in CASES for role in case["roles"]}
WHO = {
    Role.LIAISON: "liaison",
    Role.HANDLER: "handler",
    Role.DEPARTMENT_HEAD: "head",
    Role.LEAD_LEADER: "leader",
    Role.FIRST_PERSON: "first_person",
    Role.READER: "reader",
    Role.INSPECTION_OFFICE: "officer",
    Role.SUPERVISOR_DISCIPLINE: "discipline",
    Role.SUPERVISOR_ORGANISATION: "organisation",
    Role.SYSTEM_ADMINISTRATOR: "system_admin",
    Role.SECURITY_ADMINISTRATOR: "security_admin",
    Role.AUDIT_ADMINISTRATOR: "audit_admin",
}
TOLD = {"opinion": "写明理由。", "defect": "half_done", "aim": "closed", "evaluation": loop.EVALUATION}


def test_every_state_and_step_has_words() -> None:
    assert set(NEXT) == set(ResponseState)
    assert all(one.label for one in (*ResponseState, *Step, *Aim))
    assert all(text.endswith("。") for text in NEXT.values())


def test_the_table_and_the_cases_name_the_same_cells() -> None:
    assert {(one.state, one.step, one.next) for one in TABLE} == {
        (case["state"], case["step"], case["next"]) for case in CASES
    }


@pytest.mark.parametrize("aim", Aim)
def test_the_last_agreement_leads_to_the_end_that_was_asked_for(aim: Aim) -> None:
    cell = find(ResponseState.UNDER_REVIEW, Step.AGREE)
    assert cell is not None
    assert next_state(cell, aim, complete=True) == aim.state
    assert next_state(cell, aim, complete=False) is ResponseState.UNDER_REVIEW


def test_every_state_is_reached_and_left() -> None:
    reached = {one.next for one in TABLE} | {aim.state for aim in Aim} | {ResponseState.DRAFT}
    assert reached == set(ResponseState)
    assert {one.state for one in TABLE} == set(ResponseState)


@pytest.fixture
def response(world: World, monkeypatch: pytest.MonkeyPatch) -> Response:
    """A response in the department of its head, led by nobody in particular; every gate stands open."""
    from bihuan.web.accounts.models import Department

    monkeypatch.setattr(gates, "judge", lambda *_: [])
    row = loop.first(import_text(world))
    department, _ = Department.objects.get_or_create(unit=world.bureau, name="执法科")
    world.head.person.department = department
    world.head.person.save()
    Measure.objects.filter(response=row).update(department=department)
    return row


def attempt(user: User, response: Response, state: str, step: Step) -> str:
    """Where the step leads, 403 or the sentence."""
    Response.objects.filter(pk=response.pk).update(
        state=state, submission=1, aim="closed", evaluation=loop.EVALUATION
    )
    ReviewSeat.objects.filter(response=response).delete()
    Decision.objects.filter(response=response).delete()
    Response.objects.filter(reopens=response).delete()
    response.refresh_from_db()
    if state == "under_review":
        response.severe = True
        seats_set(response.feedback, response, NOW)
    try:
        response_step(actor=user, now=NOW, response=response, step=step, **TOLD)
    except PermissionDenied as error:
        return "403" if str(error) else "403 without a sentence"
    except ServiceError as error:
        return str(error)
    response.refresh_from_db()
    return str(response.state)


@pytest.mark.parametrize("role", Role)
def test_every_cell(role: Role, world: World, response: Response) -> None:
    user = world.everybody()[WHO[role]]
    could = {case["step"] for case in CASES if role in case["roles"]}
    for state, step in product(ResponseState, Step):
        found = attempt(user, response, state, step)
        wanted = EXPECTED.get((state, step, role))
        if wanted is not None:
            assert found == wanted, (state, step)
        elif step not in could:
            assert found == "403", (state, step)
        elif find(state, step) is None:
            assert found.startswith(f"这项整改现在是“{state.label}”，不能{step.label}"), (state, step, found)
        else:
            assert found == "403", (state, step)


def test_a_leader_endorses_only_what_they_lead(world: World, response: Response) -> None:
    Measure.objects.filter(response=response).update(leader=world.first_person.person)
    assert attempt(world.leader, response, "self_assessed", Step.ENDORSE) == "403"
    Measure.objects.filter(response=response).update(leader=world.leader.person)
    assert attempt(world.leader, response, "self_assessed", Step.ENDORSE) == "leader_approved"


def test_a_stranger_takes_no_step(world: World, response: Response) -> None:
    for state, step in product(ResponseState, Step):
        assert attempt(world.stranger, response, state, step) == "403"
