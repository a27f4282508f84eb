"""Whatever the services do, what is found is what a rebuild from nothing would find."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from bihuan.web.base.errors import ServiceError
from bihuan.web.evidence.services import evidence_edit, evidence_link, evidence_review, evidence_supersede
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.evidence.targets import find as target
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.rectification.models import Commitment, Measure, MeasureState, Response
from bihuan.web.rectification.services import (
    comment_add,
    commitment_keep,
    feedback_replace,
    import_undo,
    measure_add,
    measure_edit,
    measure_remove,
    measure_settle,
    progress_add,
    response_join,
    response_split,
)
from bihuan.web.search.building import build, unfinished, wanted
from bihuan.web.search.models import Building, Passage
from tests.web.rectification.loop import bring, plan
from tests.web.rectification.test_any_text_any_edits import generate, some_edit
from tests.web.rectification.test_replace_feedback import FIRST, SECOND
from tests.web.search.conftest import find, kinds, stored
from tests.web.world import NOW, REPORT, import_text, make_draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.evidence.models import Evidence, Upload
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World


def rebuilt() -> None:
    """Nothing changes when everything is built from nothing."""
    before = stored()
    build(timezone.now, anew=True)
    assert stored() == before


def test_an_import_is_found_and_its_undoing_leaves_nothing(world: World) -> None:
    case = import_text(world)
    assert kinds(world.liaison, "执法") == ["finding", "finding", "measure"]
    assert kinds(world.liaison, "台账") == ["subfinding"]
    assert kinds(world.liaison, "正在整改") == ["outcome"]
    assert set(kinds(world.liaison, "双随机")) == {"measure", "commitment"}
    rebuilt()
    import_undo(actor=world.liaison, now=NOW, feedback=case)
    assert stored() == set()
    assert find(world.liaison, "执法") == []


def test_new_words_are_found_and_old_ones_are_not(world: World) -> None:
    case = import_text(world)
    measure = Measure.objects.filter(feedback=case).order_by("position")[0]
    measure_edit(actor=world.liaison, now=NOW, measure=measure, value="7月3日，与龘鹮企业逐家核对。")
    assert find(world.liaison, "龘鹮") == [("measure", measure.pk)]
    assert find(world.liaison, "明确每家企业") == []
    measure.refresh_from_db()
    measure_remove(actor=world.liaison, now=NOW, measure=measure)
    assert find(world.liaison, "龘鹮") == []
    rebuilt()


def test_joined_and_split_responses_lead_to_the_right_finding(world: World) -> None:
    case = import_text(world)
    joint = Response.objects.filter(feedback=case).order_by("position")[1]
    second = joint.findings.order_by("position")[1]
    response_split(actor=world.liaison, now=NOW, response=joint, finding=second)
    measure = Measure.objects.get(feedback=case, text__contains="双随机")
    assert Passage.objects.get(kind="measure", object=measure.pk).place == "问题2"
    rebuilt()
    made = Response.objects.filter(feedback=case, findings=second).get()
    response_join(actor=world.liaison, now=NOW, response=made)
    assert Passage.objects.get(kind="measure", object=measure.pk).place == "问题2、3"
    rebuilt()


def test_what_a_corrected_feedback_leaves_out_is_not_found(world: World) -> None:
    case = import_text(world, FIRST)
    outcome = Response.objects.filter(feedback=case).order_by("position")[1]
    comment_add(actor=world.liaison, now=NOW, response=outcome, text="执法力度一条请核。")
    measure_add(actor=world.liaison, now=NOW, response=outcome, value="统计执法检查12家。")
    assert set(kinds(world.liaison, "执法")) == {"finding", "measure", "comment"}
    feedback_replace(actor=world.liaison, now=NOW, draft=make_draft(world, SECOND, replaces=case))
    assert find(world.liaison, "执法") == []
    assert kinds(world.liaison, "谈心谈话") == ["finding"]
    rebuilt()


def test_work_is_found(world: World, case: Feedback) -> None:
    response = bring(world, Response.objects.filter(feedback=case).order_by("position")[0], "planned")
    measure = Measure.objects.filter(response=response).order_by("position")[0]
    progress_add(
        actor=world.handler, now=NOW, measure=measure, on=date(2024, 6, 2), done="走访芦苇荡纸业。",
        next="整理记录", obstacle="汛期道路中断",
    )  # fmt: skip
    assert kinds(world.liaison, "芦苇荡 汛期") == ["progress"]
    measure_settle(
        actor=world.handler, now=NOW, measure=measure, state=MeasureState.DONE, done_on=date(2024, 6, 2),
        result="补齐芦苇记录。",
    )  # fmt: skip
    assert kinds(world.liaison, "芦苇", state="measure_done", kind="measure") == ["measure"]
    comment = comment_add(actor=world.officer, now=NOW, response=response, text="芦苇一事请附照片。")
    finding = case.findings.order_by("position")[0]
    said = comment_add(actor=world.officer, now=NOW, finding=finding, text="芦苇荡在哪个乡镇？")
    assert {("comment", comment.pk), ("comment", said.pk)} <= set(find(world.officer, "芦苇"))
    promise = Commitment.objects.filter(feedback=case).first()
    assert promise
    commitment_keep(
        actor=world.liaison, now=NOW, commitment=promise, kept_on=date(2024, 5, 1), note="已查白鹭公司"
    )
    assert find(world.liaison, "白鹭") == [("commitment", promise.pk)]
    rebuilt()


def test_the_plan_is_found(world: World, case: Feedback) -> None:
    plan(world, Response.objects.filter(feedback=case).order_by("position")[0])
    assert kinds(world.liaison, "抽查无误") == ["measure", "measure"]
    rebuilt()


def test_an_archived_round_is_still_found(world: World, case: Feedback) -> None:
    before = stored()
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="转入下一轮")
    assert stored() == before
    assert kinds(world.reader, "力量") == ["finding"]


def test_evidence_is_found_at_once_and_its_files_by_the_worker(
    world: World, prove: Callable[..., Evidence], measures: list[Measure], work: Callable[[], None]
) -> None:
    told = "鹿溪市统计局党组\n会议纪要\n\n研究白\n鹭公司核查事项。".encode()
    entry = prove(measures[0], data=told, name="党组纪要.txt", title="会议记录之七")
    assert kinds(world.liaison, "记录之七") == ["evidence"]
    assert kinds(world.liaison, "党组纪要") == ["file"]
    assert find(world.liaison, "白鹭公司") == []
    work()
    assert kinds(world.liaison, "白鹭公司") == ["file"], "a line that breaks inside a word is no blank"
    assert kinds(world.officer, "白鹭公司 党组纪要") == ["file"]
    rebuilt()
    facts = Facts("会议记录之八", "minutes", date(2023, 8, 1), None, "含白鹭事项")
    evidence_edit(actor=world.liaison, now=NOW, evidence=entry, facts=facts)
    evidence_review(actor=world.officer, now=NOW, evidence=entry, number=1, accepted=True)
    proven = [target(world.liaison, f"measure:{measures[1].pk}")]
    evidence_link(actor=world.liaison, now=NOW, evidence=entry, targets=proven)
    assert kinds(world.liaison, "白鹭", kind="evidence", state="accepted") == ["evidence"]
    work()
    assert kinds(world.liaison, "白鹭", kind="file", state="accepted") == ["file"]
    rebuilt()


def test_files_that_were_replaced_are_not_found(
    world: World, prove: Callable[..., Evidence], receive: Callable[..., Upload], measures: list[Measure],
    work: Callable[[], None],
) -> None:  # fmt: skip
    entry = prove(measures[0], data="旧稿写着白鹭".encode())
    work()
    entry.refresh_from_db()
    new = receive("新稿写着苍鹭".encode(), "新.txt")
    evidence_supersede(actor=world.liaison, now=NOW, evidence=entry, uploads=[new])
    assert find(world.liaison, "白鹭") == [], "gone with the version, not with the worker"
    work()
    assert kinds(world.liaison, "苍鹭") == ["file"]
    rebuilt()


def test_what_is_rolled_back_is_not_found(world: World, case: Feedback) -> None:
    measure = Measure.objects.filter(feedback=case)[0]
    before = stored()
    with transaction.atomic():
        measure_edit(actor=world.liaison, now=NOW, measure=measure, value="龘鹮")
        transaction.set_rollback(True)
    assert stored() == before
    assert find(world.liaison, "龘鹮") == []


@pytest.mark.parametrize("seed", range(6))
def test_random_edits_keep_the_index_whole(world: World, seed: int) -> None:
    dice = random.Random(seed)
    case = import_text(world, generate(seed))
    for number in range(10):
        some_edit(world, case, dice, number)
        if number % 3 == 0:
            response = dice.choice(list(Response.objects.filter(feedback=case)))
            comment_add(actor=world.liaison, now=NOW, response=response, text=f"意见{number}")
    rebuilt()
    for one in Measure.objects.filter(feedback=case):
        assert ("measure", one.pk) in find(world.liaison, one.text[:4].strip("，。；、"))


def test_a_rebuild_goes_on_where_it_stopped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    import_text(world)
    import_text(world, REPORT.replace("2023", "2022"))
    monkeypatch.setattr("bihuan.web.rectification.passages.ENOUGH", 1)
    before, pieces = stored(), []

    def stop(count: int) -> None:
        pieces.append(count)
        if pieces:
            raise ServiceError("停")

    with pytest.raises(ServiceError):
        build(timezone.now, anew=True, tell=stop)
    assert unfinished()
    assert set() < stored() < before
    assert build(timezone.now, tell=pieces.append) == len(before)
    assert stored() == before
    assert not unfinished()
    assert pieces == sorted(pieces)


def test_a_command_rebuilds_and_a_job_builds_only_what_was_never_built(world: World) -> None:
    import_text(world)
    before = stored()
    assert not wanted()
    Passage.objects.filter(kind="measure").delete()
    call_command("search_rebuild")
    assert stored() == before
    Passage.objects.all().delete()
    assert wanted(), "as after a restored backup"
    Building.objects.update(version=0)
    assert wanted()
    from bihuan.web.notices.queue.registry import WORKS, Task

    WORKS["search_build"].run(Task(1, {}, NOW, 1, taken_over=False))
    assert not wanted()
    assert stored() == before


def test_whoever_writes_during_a_rebuild_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = import_text(world)
    import_text(world, REPORT.replace("2023", "2022"))
    monkeypatch.setattr("bihuan.web.rectification.passages.ENOUGH", 1)
    told: list[int] = []

    def meanwhile(count: int) -> None:
        if not told:
            measure = Measure.objects.filter(feedback=first)[0]
            measure_edit(actor=world.liaison, now=NOW, measure=measure, value="重建当中改为龘鹮。")
        told.append(count)

    build(timezone.now, anew=True, tell=meanwhile)
    assert kinds(world.liaison, "龘鹮") == ["measure"]
    rebuilt()
