"""An approved plan changes only through the person who approved it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import history
from bihuan.web.rectification import gates
from bihuan.web.rectification.loop.revising import revision
from bihuan.web.rectification.models import Measure, MeasureState, Response
from bihuan.web.rectification.services import (
    MeasurePlan,
    measure_add,
    measure_edit,
    measure_remove,
    measure_settle,
    measures_settle_as_told,
    plan_write,
    progress_add,
)
from bihuan.web.rectification.services.planning import plans_of
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


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"criteria": "另定的标准。"}, "改动完成标准"),
        ({"kind": "lasting"}, "改动类型"),
        ({"category": "inference"}, "改动性质"),
    ],
)
def test_nothing_of_an_approved_plan_changes_in_passing(
    world: World, response: Response, told: dict[str, str], word: str
) -> None:
    one = response.measures.all()[0]
    plan = replace(plans_of([one])[one.pk], **told)
    with pytest.raises(ServiceError, match=f"方案已经批准，{word}请先“调整方案”") as refused:
        plan_write(
            actor=world.liaison, now=NOW, response=response, target=response.target, measures={one.pk: plan}
        )
    assert refused.value.href == f"/responses/{response.pk}/steps/revise/"


@pytest.mark.parametrize("state", ["planned", "in_progress", "returned"])
def test_words_and_target_change_only_with_a_revised_plan(world: World, state: str) -> None:
    response = loop.bring(world, loop.first(import_text(world)), state)
    one = response.measures.order_by("position")[0]
    with pytest.raises(ServiceError, match="改动措施文字请先“调整方案”") as refused:
        measure_edit(actor=world.liaison, now=NOW, measure=one, value=NEW)
    assert refused.value.href == f"/responses/{response.pk}/steps/revise/"
    with pytest.raises(ServiceError, match="改动整改目标请先“调整方案”"):
        plan_write(actor=world.liaison, now=NOW, response=response, target="另定的目标。", measures={})
    draft = revise(world, response)
    measure_edit(actor=world.liaison, now=NOW, measure=one, value=NEW)
    plan_write(actor=world.liaison, now=NOW, response=draft, target="另定的目标。", measures={})
    one.refresh_from_db()
    assert (one.text, one.original_due) == (NEW, loop.DUE)


def test_people_of_an_approved_plan_change_without_another_approval(world: World, response: Response) -> None:
    one = response.measures.all()[0]
    plan = replace(plans_of([one])[one.pk], person_id=world.head.person_id)
    plan_write(
        actor=world.liaison, now=NOW, response=response, target=response.target, measures={one.pk: plan}
    )
    one.refresh_from_db()
    assert one.person_id == world.head.person_id


def submitted(world: World, draft: Response) -> Response:
    """On the desk of the first person again."""
    return loop.step(world.liaison, draft, Step.SUBMIT_PLAN)


def test_whoever_approves_again_sees_every_change(world: World, response: Response) -> None:
    first, second, *_ = response.measures.order_by("position")
    draft, old = revise(world, response), first.text
    measure_edit(actor=world.liaison, now=NOW, measure=first, value="7月3日，改了一遍。")
    measure_edit(actor=world.liaison, now=NOW, measure=first, value="7月3日，改了两遍。")
    measure_edit(actor=world.liaison, now=NOW, measure=second, value="7月18日，改了又改回来。")
    measure_edit(actor=world.liaison, now=NOW, measure=second, value=second.text)
    made = measure_add(actor=world.liaison, now=NOW, response=draft, value=NEW)
    rows = plans_of(Measure.objects.filter(response=draft))
    rows[first.pk] = replace(rows[first.pk], kind="lasting", criteria="每季度抽查一次。")
    rows[made.pk] = replace(rows[first.pk], due=LATER)
    plan_write(actor=world.liaison, now=NOW, response=draft, target="另定的目标。", measures=rows)
    draft = submitted(world, Response.objects.get(pk=draft.pk))
    found = revision(draft, list(Measure.objects.filter(response=draft)))
    assert found is not None
    assert found.target == "核查全部留痕，同类问题不再发生。"
    assert found.added == {made.pk}
    assert found.before == {
        first.pk: [("措施", old), ("类型", "限期整改"), ("完成标准", "核查记录齐全，抽查无误。")],
        second.pk: [],
    }


def test_changes_are_those_since_the_last_approval(world: World, response: Response) -> None:
    one = response.measures.order_by("position")[0]
    draft = revise(world, response)
    measure_edit(actor=world.liaison, now=NOW, measure=one, value=NEW)
    again = revise(world, loop.step(world.first_person, submitted(world, draft), Step.APPROVE_PLAN))
    gone = response.measures.order_by("position")[1]
    measure_remove(actor=world.liaison, now=NOW, measure=gone)
    again = submitted(world, again)
    found = revision(again, list(Measure.objects.filter(response=again)))
    assert found is not None
    assert (found.removed, found.before[one.pk], found.added) == ([gone.text], [], set())


def test_a_first_plan_revises_nothing(world: World) -> None:
    response = loop.bring(world, loop.first(import_text(world)), "plan_submitted")
    assert revision(response, list(response.measures.all())) is None


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
