"""A response on its way: from the imported text to any state, through the services."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bihuan.web.accounts.models import Department
from bihuan.web.evidence.models import Evidence, EvidenceLink
from bihuan.web.rectification.models import Measure, MeasureState, Response
from bihuan.web.rectification.services import (
    MeasurePlan,
    measure_settle,
    plan_write,
    progress_add,
    response_step,
)
from bihuan.web.rectification.workflow import Step
from tests.web.world import NOW

if TYPE_CHECKING:
    from typing import Any

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

DUE = date(2024, 9, 30)
EVALUATION = "两项措施均已落实，核查台账补齐31份，抽查12家企业未再发现同类问题，凭核查记录和会议纪要判断。"


def plan(world: World, response: Response, *, leader: bool = True) -> Response:
    """A complete plan."""
    department, _ = Department.objects.get_or_create(unit=world.bureau, name="执法科")
    rows = Measure.objects.filter(response=response)
    one = MeasurePlan(
        kind="limited",
        category="rules",
        criteria="核查记录齐全，抽查无误。",
        due=DUE,
        leader_id=world.leader.person_id if leader else None,
        department_id=department.pk,
        person_id=world.handler.person_id,
    )
    return plan_write(
        actor=world.liaison,
        now=NOW,
        response=response,
        target="核查全部留痕，同类问题不再发生。",
        measures={row.pk: one for row in rows},
    )


def step(actor: User, response: Response, which: Step, **told: Any) -> Response:
    """One step as somebody."""
    return response_step(actor=actor, now=NOW, response=response, step=which, **told)


def prove(world: World, measure: Measure, state: str = "pending") -> Evidence:
    """A piece of evidence without bytes: gates look at links and at what the office said."""
    made = Evidence.objects.create(
        unit=world.bureau,
        office=world.office,
        title="核查记录",
        state=state,
        created_at=NOW,
        created_by=world.handler,
        link_count=1,
        file_count=1,
        recency=0,
    )
    EvidenceLink.objects.create(
        evidence=made, kind="measure", target=measure.pk, linked_at=NOW, linked_by=world.handler
    )
    return made


def work(world: World, response: Response) -> Response:
    """Every measure carried out, with evidence."""
    for measure in Measure.objects.filter(response=response):
        progress_add(actor=world.handler, now=NOW, measure=measure, on=NOW.date(), done="对照台账逐家核查。")
        measure_settle(
            actor=world.handler,
            now=NOW,
            measure=measure,
            state=MeasureState.DONE,
            done_on=NOW.date(),
            result="台账补齐，抽查无误。",
        )
        prove(world, measure)
    response.refresh_from_db()
    return response


def assess(world: World, response: Response, **told: str) -> Response:
    """The liaison's self-assessment."""
    told = {"evaluation": EVALUATION, "aim": "closed", **told}
    return step(world.liaison, response, Step.ASSESS, **told)


WAY = ("draft", "plan_submitted", "planned", "in_progress", "self_assessed", "leader_approved",
       "unit_approved", "under_review", "closed")  # fmt: skip


def bring(world: World, response: Response, to: str) -> Response:
    """Along the straight way to a state; ``returned`` and the honest ends by their turn-offs."""
    goal = {"returned": "self_assessed", "long_term": "closed", "not_achieved": "closed"}.get(to, to)
    aim = to if to in ("long_term", "not_achieved") else "closed"
    if to == "long_term":
        from bihuan.web.rectification.services import duty_create

        duty_create(
            actor=world.liaison,
            now=NOW,
            response=response,
            title="每月核查两家企业",
            every="month",
            starts_on=date(2024, 1, 1),
        )
    takers = {
        "plan_submitted": lambda r: step(world.liaison, plan(world, r), Step.SUBMIT_PLAN),
        "planned": lambda r: step(world.first_person, r, Step.APPROVE_PLAN),
        "in_progress": lambda r: work(world, r),
        "self_assessed": lambda r: assess(world, r, aim=aim),
        "leader_approved": lambda r: step(world.leader, r, Step.ENDORSE),
        "unit_approved": lambda r: step(world.first_person, r, Step.APPROVE),
        "under_review": lambda r: step(world.officer, r, Step.TAKE_UP),
        "closed": lambda r: step(world.discipline, step(world.officer, r, Step.AGREE), Step.AGREE),
    }
    for state in WAY[1 : WAY.index(goal) + 1]:
        response = takers[state](response)
    if to == "returned":
        response = step(world.leader, response, Step.RETURN, opinion="核查记录只有一份。", defect="unproved")
    assert response.state == to
    return response


def first(case: Feedback) -> Response:
    """The first response of a case."""
    found: Response = case.responses.order_by("position")[0]
    return found
