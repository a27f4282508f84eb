"""An edit changes the text where it was made and nowhere else; facts, counts and the journal follow."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.inspections.models import Feedback, Finding
from bihuan.web.rectification import text
from bihuan.web.rectification.models import Commitment, Measure, Response, Tally
from bihuan.web.rectification.services import (
    import_undo,
    measure_add,
    measure_edit,
    measure_remove,
    outcome_edit,
    response_join,
    response_split,
)
from tests.web.world import NOW, REPORT, World, import_text


@pytest.fixture
def case(world: World) -> Feedback:
    return import_text(world)


def measure(case: Feedback, begins: str) -> Measure:
    return Measure.objects.get(feedback=case, text__startswith=begins)


def response(case: Feedback, number: str) -> Response:
    return Response.objects.get(feedback=case, findings__number=number)


def written(case: Feedback) -> str:
    return text.load(Feedback.objects.get(pk=case.pk)).render()


def test_measure_edit_changes_only_its_place(world: World, case: Feedback) -> None:
    one = measure_edit(
        actor=world.liaison, now=NOW, measure=measure(case, "7月18日"), value="8月2日，复核15家企业。"
    )
    assert written(case) == REPORT.replace(
        "7月18日，对12家企业重新核查，补齐记录31份。", "8月2日，复核15家企业。"
    )
    assert (one.begun_on, one.version) == (date(2023, 8, 2), 2)


def test_measure_edit_writes_one_journal_row_with_old_and_new(world: World, case: Feedback) -> None:
    before = JournalEntry.objects.count()
    one = measure(case, "7月18日")
    measure_edit(actor=world.liaison, now=NOW, measure=one, value="8月2日，复核。")
    entry = JournalEntry.objects.latest("id")
    assert JournalEntry.objects.count() == before + 1
    assert (entry.action, entry.actor_name, entry.object_id) == ("measure_edit", "林知夏", one.pk)
    assert entry.changes == {"text": ["7月18日，对12家企业重新核查，补齐记录31份。", "8月2日，复核。"]}


def test_same_words_again_change_nothing(world: World, case: Feedback) -> None:
    one = measure(case, "7月18日")
    before = JournalEntry.objects.count()
    assert measure_edit(actor=world.liaison, now=NOW, measure=one, value=one.text).version == 1
    assert JournalEntry.objects.count() == before


def test_second_writer_is_told(world: World, case: Feedback) -> None:
    one = measure(case, "7月18日")
    measure_edit(actor=world.liaison, now=NOW, measure=one, value="先改的内容。", version=1)
    with pytest.raises(StaleError, match="刚刚被别人改过"):
        measure_edit(actor=world.liaison, now=NOW, measure=one, value="后改的内容。", version=1)
    assert "先改的内容" in written(case)


def test_outcome_edit_moves_status_counts_and_diagnostics(world: World, case: Feedback) -> None:
    found = outcome_edit(actor=world.liaison, now=NOW, response=response(case, "2"), value="完成整改。")
    assert found.status == "completed"
    assert set(Finding.objects.filter(feedback=case).values_list("status", flat=True)) == {"completed"}
    assert {one.status: one.findings for one in Tally.objects.filter(feedback=case, section=None)} == {
        "completed": 4
    }
    assert Commitment.objects.filter(response=found).count() >= 1
    assert written(case) == REPORT.replace("正在整改。", "完成整改。")


def test_outcome_taken_out_and_put_in_again_gives_the_same_text(world: World, case: Feedback) -> None:
    outcome_edit(actor=world.liaison, now=NOW, response=response(case, "4"), value="")
    assert written(case) == REPORT.replace("明确末位表态。\n整改情况：完成整改。", "明确末位表态。")
    assert response(case, "4").status == "none"
    outcome_edit(actor=world.liaison, now=NOW, response=response(case, "4"), value="完成整改。")
    assert written(case) == REPORT


def test_added_measure_takes_the_surface_of_its_neighbours(world: World, case: Feedback) -> None:
    made = measure_add(
        actor=world.liaison, now=NOW, response=response(case, "1"), value="8月1日，回访12家企业。"
    )
    assert written(case) == REPORT.replace("补齐记录31份。", "补齐记录31份。\n8月1日，回访12家企业。")
    assert made.begun_on == date(2023, 8, 1)
    assert Finding.objects.get(feedback=case, number="1").measure_count == 3


def test_added_measure_after_another(world: World, case: Feedback) -> None:
    first = measure(case, "7月3日")
    measure_add(
        actor=world.liaison, now=NOW, response=response(case, "1"), value="7月5日，印发办法。", after=first
    )
    assert "由两人到场。\n7月5日，印发办法。\n7月18日" in written(case)


def test_many_measures_find_room_between_two(world: World, case: Feedback) -> None:
    first = measure(case, "7月3日")
    for number in range(14):
        measure_add(
            actor=world.liaison, now=NOW, response=response(case, "1"), value=f"第{number}项。", after=first
        )
    numbers = [line for line in written(case).split("\n") if line.startswith("第") and line.endswith("项。")]
    assert numbers == [f"第{number}项。" for number in reversed(range(14))]


def test_removed_measure_leaves_no_trace_in_the_text(world: World, case: Feedback) -> None:
    measure_remove(actor=world.liaison, now=NOW, measure=measure(case, "7月18日"))
    assert written(case) == REPORT.replace("\n7月18日，对12家企业重新核查，补齐记录31份。", "")
    assert JournalEntry.objects.latest("id").changes["text"][0].startswith("7月18日")


def test_joined_responses_have_findings_first_and_one_outcome(world: World, case: Feedback) -> None:
    found = response_join(actor=world.liaison, now=NOW, response=response(case, "2"))
    assert [one.number for one in found.findings.order_by("position")] == ["1", "2", "3"]
    assert (found.measures.count(), found.outcome) == (4, "完成整改。")
    lines = written(case).split("\n")
    at = lines.index("1.数据质量核查走过场")
    heads = ["1.数", "（1）", "（2）", "2.统", "3.执", "7月3", "7月1", "7月1", "从8月", "整改情"]
    assert [line[:3] for line in lines[at : at + 10]] == [head[:3] for head in heads]


def test_split_response_answers_apart(world: World, case: Feedback) -> None:
    third = Finding.objects.get(feedback=case, number="3")
    made = response_split(actor=world.liaison, now=NOW, response=response(case, "2"), finding=third)
    assert list(made.findings.values_list("number", flat=True)) == ["3"]
    assert (made.status, third.responses.get().pk) == ("none", made.pk)
    assert "整改情况：正在整改。\n3.执法人员力量薄弱\n二、党组领导" in written(case)


def test_first_response_of_a_section_cannot_join(world: World, case: Feedback) -> None:
    with pytest.raises(ServiceError, match="第一项整改"):
        response_join(actor=world.liaison, now=NOW, response=response(case, "4"))


def test_closing_marks_stay_with_their_titles(world: World) -> None:
    told = REPORT.replace("走过场\n", "走过场。\n").replace("力度不够\n", "力度不够。\n")
    case = import_text(world, told)
    response_join(actor=world.liaison, now=NOW, response=response(case, "2"))
    assert "1.数据质量核查走过场。\n" in written(case)
    assert "2.统计执法力度不够。\n3.执法人员力量薄弱\n" in written(case)


@pytest.mark.parametrize("who", ["first_person", "handler", "reader", "officer", "stranger", "system_admin"])
def test_only_the_liaison_edits(world: World, case: Feedback, who: str) -> None:
    with pytest.raises(PermissionDenied):
        measure_edit(actor=world.everybody()[who], now=NOW, measure=measure(case, "7月3日"), value="不该改。")
    assert written(case) == REPORT


@pytest.mark.parametrize("value", ["", "  \n ", "字" * 20_001, "有\0空字符", "有\udc80残字"])
def test_bad_words_are_refused(world: World, case: Feedback, value: str) -> None:
    with pytest.raises(ServiceError, match=r"请|不能"):
        measure_edit(actor=world.liaison, now=NOW, measure=measure(case, "7月3日"), value=value)


def test_undo_is_refused_after_an_edit(world: World, case: Feedback) -> None:
    measure_edit(actor=world.liaison, now=NOW, measure=measure(case, "7月3日"), value="改过。")
    case.refresh_from_db()
    with pytest.raises(ServiceError, match="已经改动过"):
        import_undo(actor=world.liaison, now=NOW, feedback=case)


def test_undo_gives_the_draft_back(world: World, case: Feedback) -> None:
    draft = import_undo(actor=world.liaison, now=NOW, feedback=case)
    assert draft.confirmed_at is None
    for table in (Feedback, Finding, Measure, Response, Tally, Commitment):
        assert not table.objects.exists(), table


def repeated(case: Feedback) -> list[tuple[object, ...]]:
    columns = ("number", "status", "measure_count", "aspect_count", "error_count", "warning_count", "joint")
    return list(
        Finding.objects.filter(feedback=case, withdrawn_at=None).order_by("position").values_list(*columns)
    )


def test_what_findings_repeat_is_the_same_after_import_and_after_an_edit(
    world: World, case: Feedback
) -> None:
    before = repeated(case)
    assert [one[3] for one in before] == [2, 0, 0, 0]
    second, third = case.findings.filter(number__in=["2", "3"]).order_by("position")
    assert before[1][6] == before[2][6] == [[second.pk, "2"], [third.pk, "3"]]
    assert before[0][6] == []
    one = measure(case, "7月18日")
    told = one.text
    measure_edit(actor=world.liaison, now=NOW, measure=one, value="8月1日，核查。")
    measure_edit(actor=world.liaison, now=NOW, measure=one, value=told)
    assert repeated(case) == before


def test_split_findings_no_longer_name_each_other(world: World, case: Feedback) -> None:
    third = Finding.objects.get(feedback=case, number="3")
    response_split(actor=world.liaison, now=NOW, response=response(case, "2"), finding=third)
    assert all(one[6] == [] for one in repeated(case))


def test_diagnostics_are_counted_on_their_findings(world: World, case: Feedback) -> None:
    del world
    counted = Finding.objects.filter(feedback=case)
    assert sum(one.error_count for one in counted) <= case.errors
    for one in counted:
        assert one.error_count == one.diagnostics.filter(severity="error").count()
        assert one.warning_count == one.diagnostics.filter(severity="warning").count()
    assert sum(one.warning_count for one in counted) > 0


def test_response_that_says_nothing_any_more_is_gone(world: World) -> None:
    case = import_text(
        world,
        REPORT.replace("1.数据质量核查走过场\n", "").replace(
            "（1）核查台账不规范\n（2）对问题企业回访不及时\n", ""
        ),
    )
    loose = Response.objects.filter(feedback=case, findings=None).first()
    assert loose is not None
    for one in loose.measures.all():
        measure_remove(actor=world.liaison, now=NOW, measure=one)
    outcome_edit(actor=world.liaison, now=NOW, response=loose, value="")
    assert not Response.objects.filter(pk=loose.pk).exists()
    assert "2.统计执法力度不够" in written(case)
