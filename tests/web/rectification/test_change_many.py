"""Many measures at once: the same rules as one by one, a result a row, few statements, undo, two at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bihuan.web.accounts.models import Department
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalAlso, JournalEntry
from bihuan.web.base.queries import events, journal_verify, key_of
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.notices.models import Notification
from bihuan.web.rectification.models import BulkEdit, Extension, Measure, Response
from bihuan.web.rectification.services import bulk_undo, measure_edit, measures_change, measures_judged
from bihuan.web.rectification.services.bulk import MOST
from bihuan.web.rectification.services.judging import Wanted
from tests.web.rectification import loop
from tests.web.rectification.test_write_together import together
from tests.web.world import NOW, build, import_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_django import DjangoAssertMaxNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

LATER = loop.DUE + timedelta(days=31)
WHY = "企业停产检修，要等复工以后才能核查。"


@pytest.fixture
def case(world: World) -> Feedback:
    return import_text(world)


def all_of(case: Feedback) -> list[tuple[int, int]]:
    return list(Measure.objects.filter(feedback=case).order_by("position").values_list("pk", "version"))


def change(actor: User, chosen: Sequence[tuple[int, int]], note: str = "", **values: Any) -> BulkEdit:
    return measures_change(actor=actor, now=NOW, chosen=chosen, wanted=Wanted(values, note))


def results(edit: BulkEdit) -> list[str]:
    return [one["result"] for one in edit.rows]


def test_people_and_kind_of_every_measure(case: Feedback, world: World) -> None:
    department = Department.objects.create(unit=world.bureau, name="核查科")
    chosen = all_of(case)
    edit = change(
        world.liaison, chosen, "机构调整后重新分工。", leader_id=world.leader.person_id,
        department_id=department.pk, kind="limited",
    )  # fmt: skip
    assert results(edit) == ["done"] * len(chosen)
    rows = Measure.objects.filter(feedback=case)
    told = set(rows.values_list("leader", "department", "kind", "version"))
    assert told == {(world.leader.person_id, department.pk, "limited", 2)}
    entry = JournalEntry.objects.get(action="measures_change")
    assert (entry.object_label, entry.changes["note"][1]) == (f"{len(chosen)}项措施", "机构调整后重新分工。")
    assert JournalAlso.objects.filter(entry=entry).count() == len(chosen)
    one = events([key_of(rows[0])])[0][0]
    assert one.parts[1][2]["leader"] == ["", "顾云舟"]
    assert one.parts[0][2]["note"][1] == "机构调整后重新分工。"
    assert journal_verify() == []


def test_what_may_not_be_changed_says_why_and_the_rest_is_done(case: Feedback, world: World) -> None:
    frozen = loop.bring(world, loop.first(case), "plan_submitted")
    chosen = all_of(case)
    edit = change(world.liaison, chosen, kind="immediate")
    told = {one["id"]: (one["result"], one["said"]) for one in edit.rows}
    for measure in Measure.objects.filter(feedback=case):
        if measure.response_id == frozen.pk:
            assert told[measure.pk][0] == "refused"
            assert "方案待批" in told[measure.pk][1]
            assert measure.kind == "limited"
        else:
            assert told[measure.pk] == ("done", "")
            assert measure.kind == "immediate"


def test_a_later_day_of_an_approved_plan_is_asked_for(case: Feedback, world: World) -> None:
    response = loop.bring(world, loop.first(case), "in_progress")
    Measure.objects.filter(response=response).update(state="open", done_on=None)
    chosen = all_of(case)
    mine = set(response.measures.values_list("pk", flat=True))
    assert "至少10个字" in measures_judged(world.liaison, NOW, chosen, Wanted({"due": LATER}))[0].said
    edit = change(world.liaison, chosen, WHY, due=LATER)
    told = {one["id"]: one["result"] for one in edit.rows}
    assert {told[pk] for pk in mine} == {"asked"}
    assert {result for pk, result in told.items() if pk not in mine} == {"done"}
    assert set(Measure.objects.filter(pk__in=mine).values_list("due", flat=True)) == {loop.DUE}
    asked = Extension.objects.all()
    assert {(one.measure_id, one.new_due, one.reason) for one in asked} == {(pk, LATER, WHY) for pk in mine}
    said = Notification.objects.filter(person=world.first_person.person, kind="extension")
    assert [one.link for one in said] == ["/measures/?asked=1"]
    again = measures_judged(world.liaison, NOW, all_of(case), Wanted({"due": LATER + timedelta(1)}, WHY))
    assert "待批" in next(one.said for one in again if one.row.pk in mine)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due": date(2020, 1, 1)}, "晚于现在的时限"),
        ({"kind": "lasting"}, "改动类型请先“调整方案”"),
        ({"state": "done", "done_on": None, "result": "好"}, "落实的日期"),
        ({"state": "done", "done_on": NOW.date(), "result": " "}, "落实的结果"),
        ({"state": "lasting", "done_on": None, "result": ""}, "先设定期任务"),
    ],
)
def test_refusals_of_approved_measures(
    values: dict[str, Any], sentence: str, case: Feedback, world: World
) -> None:
    response = loop.bring(world, loop.first(case), "in_progress")
    Measure.objects.filter(response=response).update(state="open", done_on=None)
    chosen = list(response.measures.values_list("pk", "version"))
    verdicts = measures_judged(world.liaison, NOW, chosen, Wanted(values, WHY))
    assert all(sentence in one.said for one in verdicts)
    revise = f"/responses/{response.pk}/steps/revise/" if "调整方案" in sentence else ""
    assert {one.href for one in verdicts} == {revise}
    with pytest.raises(ServiceError, match="没有一项可以"):
        change(world.liaison, chosen, WHY, **values)


def test_work_is_settled_together(case: Feedback, world: World) -> None:
    response = loop.bring(world, loop.first(case), "in_progress")
    Measure.objects.filter(response=response).update(state="open", done_on=None, result="")
    chosen = list(response.measures.values_list("pk", "version"))
    edit = change(world.handler, chosen, state="done", done_on=NOW.date(), result="台账补齐，抽查无误。")
    assert set(results(edit)) == {"done"}
    assert set(response.measures.values_list("state", "done_on", "result")) == {
        ("done", NOW.date(), "台账补齐，抽查无误。")
    }
    other = Measure.objects.filter(feedback=case).exclude(response=response)
    verdicts = measures_judged(
        world.handler, NOW, list(other.values_list("pk", "version")), Wanted({"state": "open"})
    )
    assert all("草拟" in one.said for one in verdicts)


def test_rights_are_those_of_each_row(case: Feedback, world: World) -> None:
    chosen = all_of(case)
    refused = measures_judged(world.handler, NOW, chosen, Wanted({"kind": "limited"}))
    assert {one.result for one in refused} == {"refused"}
    assert measures_judged(world.stranger, NOW, chosen, Wanted({"kind": "limited"})) == []
    with pytest.raises(ServiceError, match="没有一项可以"):
        change(world.stranger, chosen, kind="limited")
    foreign = world.stranger.person_id
    verdicts = measures_judged(world.liaison, NOW, chosen, Wanted({"leader_id": foreign}))
    assert all("不是这个单位在职的" in one.said for one in verdicts)
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="整理归档。")
    verdicts = measures_judged(world.liaison, NOW, chosen, Wanted({"kind": "limited"}))
    assert all("已经归档" in one.said for one in verdicts)


def test_what_was_changed_meanwhile_is_left_alone(case: Feedback, world: World) -> None:
    chosen = all_of(case)
    first = Measure.objects.get(pk=chosen[0][0])
    measure_edit(actor=world.liaison, now=NOW, measure=first, value="刚刚改过的措施。")
    edit = change(world.liaison, chosen, kind="limited")
    assert results(edit) == ["stale", *["done"] * (len(chosen) - 1)]
    first.refresh_from_db()
    assert first.kind == ""
    assert set(results(change(world.liaison, all_of(case)[1:] + all_of(case)[:1], kind="limited"))) == {
        "same",
        "done",
    }


def test_undo_puts_back_what_nobody_touched_since(case: Feedback, world: World) -> None:
    loop.plan(world, loop.first(case))
    before = dict(Measure.objects.filter(feedback=case).values_list("pk", "kind"))
    edit = change(world.liaison, all_of(case), kind="immediate")
    touched = Measure.objects.get(pk=all_of(case)[0][0])
    measure_edit(actor=world.liaison, now=NOW, measure=touched, value="后来又改过的措施。")
    count, said = bulk_undo(actor=world.liaison, now=NOW, edit=edit)
    assert count == len(before) - 1
    assert "后来又改过" in said[0]
    after = dict(Measure.objects.filter(feedback=case).values_list("pk", "kind"))
    assert after == {**before, touched.pk: "immediate"}
    with pytest.raises(ServiceError, match="已经撤销过"):
        bulk_undo(actor=world.liaison, now=NOW, edit=edit)
    assert journal_verify() == []


def test_limits(case: Feedback, world: World) -> None:
    chosen = all_of(case)
    for wanted, given, sentence in (
        (Wanted({}), chosen, "先选择要改什么"),
        (Wanted({"kind": "limited"}), [], "先勾选"),
        (Wanted({"kind": "limited"}), [(n, 1) for n in range(MOST + 1)], f"最多修改{MOST}项"),
        (Wanted({"kind": "limited"}, "长" * 501), chosen, "最多500字"),
    ):
        with pytest.raises(ServiceError, match=sentence):
            measures_change(actor=world.liaison, now=NOW, chosen=given, wanted=wanted)
    assert not BulkEdit.objects.exists()


@pytest.mark.slow
def test_a_thousand_rows_cost_few_statements(
    world: World, django_assert_max_num_queries: DjangoAssertMaxNumQueries
) -> None:
    case = import_text(world)
    response = Response.objects.filter(feedback=case).order_by("position")[0]
    own = {"feedback": case, "unit": case.unit, "office": case.office, "response": response, "tense": "done"}
    Measure.objects.bulk_create(
        Measure(**own, text=f"第{n}项措施。", position=10_000_000 + n, surface="\n") for n in range(1_000)
    )
    chosen = list(Measure.objects.filter(position__gte=10_000_000).values_list("pk", "version"))
    with django_assert_max_num_queries(30):
        edit = change(world.liaison, chosen, leader_id=world.leader.person_id, kind="limited")
    assert results(edit) == ["done"] * 1_000
    with django_assert_max_num_queries(30):
        assert bulk_undo(actor=world.liaison, now=NOW, edit=edit)[0] == 1_000


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_bulk_edits_at_once_one_of_them_learns_of_the_other() -> None:
    world = build()
    case = import_text(world)
    chosen = all_of(case)
    told = together(
        lambda: change(world.liaison, chosen, kind="limited"),
        lambda: change(world.liaison, chosen, kind="lasting"),
    )
    done = [one for one in told if isinstance(one, BulkEdit)]
    refused = [one for one in told if isinstance(one, ServiceError)]
    assert (len(done), len(refused)) == (1, 1)
    kinds = set(Measure.objects.filter(feedback=case).values_list("kind", flat=True))
    assert kinds == {done[0].wanted["kind"]}
    assert JournalEntry.objects.filter(action="measures_change").count() == 1
    assert journal_verify() == []
