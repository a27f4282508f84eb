"""An approved plan changes only through the person who approved it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import history
from bihuan.web.rectification import gates
from bihuan.web.rectification.models import Measure, MeasureState, Response
from bihuan.web.rectification.services import (
    MeasurePlan,
    measure_add,
    measure_remove,
    measure_settle,
    measures_settle_as_told,
    plan_write,
    progress_add,
)
from bihuan.web.rectification.workflow import Gates, Step
from tests.web.rectification import loop
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from tests.web.world import World

TODAY, LATER = NOW.date(), date(2025, 1, 31)
NEW = "8月1日前，对全部规上企业建立一企一册。"


@pytest.fixture
def response(world: World) -> Response:
    """Its plan was approved, nothing is done yet."""
    return loop.bring(world, loop.first(import_text(world)), "planned")


def revise(world: World, response: Response) -> Response:
    """Back to the drawing board."""
    return loop.step(world.liaison, response, Step.REVISE, opinion="另查出三家企业，须补一项措施。")


def test_nothing_is_added_to_an_approved_plan_and_nothing_taken_out(world: World, response: Response) -> None:
    page = f"/responses/{response.pk}/steps/revise/"
    with pytest.raises(ServiceError, match="增减措施请先“调整方案”") as refused:
        measure_add(actor=world.liaison, now=NOW, response=response, value=NEW)
    assert refused.value.href == page
    with pytest.raises(ServiceError, match="增减措施请先“调整方案”") as refused:
        measure_remove(actor=world.liaison, now=NOW, measure=response.measures.all()[0])
    assert refused.value.href == page


def test_a_changed_plan_is_approved_again_and_old_dates_stay(world: World, response: Response) -> None:
    old = list(Measure.objects.filter(response=response))
    draft = revise(world, response)
    made = measure_add(actor=world.liaison, now=NOW, response=draft, value=NEW)
    moved = {old[0].pk: MeasurePlan("limited", "rules", "核查记录齐全，抽查无误。", LATER)}
    with pytest.raises(ServiceError, match="需要推迟的，请申请延期"):
        plan_write(actor=world.liaison, now=NOW, response=draft, target=draft.target, measures=moved)
    loop.step(world.liaison, loop.plan(world, draft), Step.SUBMIT_PLAN)
    with pytest.raises(ServiceError):
        progress_add(actor=world.handler, now=NOW, measure=old[0], on=TODAY, done="逐家核查。")
    loop.step(world.first_person, draft, Step.APPROVE_PLAN)
    made.refresh_from_db()
    assert made.original_due == loop.DUE
    assert {one.original_due for one in Measure.objects.filter(response=response)} == {loop.DUE}


def test_a_measure_that_nobody_approved_is_not_worked_on(world: World, response: Response) -> None:
    """As a corrected feedback may bring one."""
    stray = Measure.objects.filter(response=response)[0]
    Measure.objects.filter(pk=stray.pk).update(original_due=None)
    with pytest.raises(ServiceError, match="不在批准的方案里") as refused:
        progress_add(actor=world.handler, now=NOW, measure=stray, on=TODAY, done="逐家核查。")
    assert refused.value.href == f"/responses/{response.pk}/steps/revise/"
    with pytest.raises(ServiceError, match="不在批准的方案里"):
        measure_settle(
            actor=world.handler,
            now=NOW,
            measure=stray,
            state=MeasureState.DONE,
            done_on=TODAY,
            result="完成。",
        )
    measures_settle_as_told(actor=world.handler, now=NOW, response=response)
    stray.refresh_from_db()
    assert stray.state == MeasureState.OPEN
    facts = gates.facts_of(response, TODAY, evaluation=loop.EVALUATION)
    told = [one.text for judged in gates.judge(Gates.END, facts) for one in judged.missing]
    assert any("不在批准的方案里" in one for one in told)


def test_what_must_be_done_at_once_need_not_wait(world: World, response: Response) -> None:
    stray = Measure.objects.filter(response=response)[0]
    Measure.objects.filter(pk=stray.pk).update(original_due=None, kind="immediate")
    assert progress_add(actor=world.handler, now=NOW, measure=stray, on=TODAY, done="当场改正。").pk


def test_the_words_of_a_measure_that_was_taken_out_stay_in_the_history(
    world: World, response: Response
) -> None:
    draft = revise(world, response)
    gone = Measure.objects.filter(response=response)[0]
    measure_remove(actor=world.liaison, now=NOW, measure=gone)
    told = history([draft])[0]
    assert (told.action, told.changes["text"]) == ("measure_remove", [gone.text, ""])


def test_a_plan_may_bring_its_measures_along(world: World) -> None:
    response = loop.first(import_text(world))
    had = response.measures.count()
    shared = MeasurePlan("limited", "rules", "一企一册。", LATER, world.leader.person_id, None, None)
    plan_write(
        actor=world.liaison,
        now=NOW,
        response=response,
        target="企业底数清。",
        measures={},
        new=[(NEW, shared), ("每月核对一次名录。", shared)],
    )
    made = list(Measure.objects.filter(response=response).order_by("position"))[had:]
    assert [one.text for one in made] == [NEW, "每月核对一次名录。"]
    assert {(one.kind, one.due, one.leader_id) for one in made} == {
        ("limited", LATER, world.leader.person_id)
    }
    told = JournalEntry.objects.filter(action="plan_write")
    assert told.count() == 1
    assert NEW in told[0].changes["measures"][1]
    assert not JournalEntry.objects.filter(action="measure_add").exists()


def test_a_plan_with_one_measure_twice_is_refused_whole(world: World) -> None:
    response = loop.first(import_text(world))
    with pytest.raises(ServiceError, match="一模一样"):
        plan_write(
            actor=world.liaison, now=NOW, response=response, target="底数清。", measures={},
            new=[(NEW, MeasurePlan()), (NEW, MeasurePlan())],
        )  # fmt: skip
    response.refresh_from_db()
    assert response.target == ""
    assert not Measure.objects.filter(text=NEW).exists()
