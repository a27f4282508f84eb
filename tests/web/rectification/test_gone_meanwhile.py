"""Somebody else was faster: a sentence, never a fault, and nothing is stored twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import GoneError, ServiceError, StaleError
from bihuan.web.diagnosis.models import Filing, ImportDraft
from bihuan.web.diagnosis.services import draft_discard, draft_edit
from bihuan.web.inspections.models import Feedback, Round
from bihuan.web.rectification import text
from bihuan.web.rectification.models import Measure, Response
from bihuan.web.rectification.services import (
    draft_confirm,
    feedback_replace,
    import_undo,
    measure_add,
    measure_edit,
    measure_remove,
    outcome_edit,
)
from tests.web.world import NOW, REPORT, import_text, make_draft

if TYPE_CHECKING:
    from tests.web.world import World


def test_a_draft_thrown_away_is_told(world: World) -> None:
    draft = make_draft(world, REPORT)
    draft_discard(actor=world.liaison, now=NOW, draft=ImportDraft.objects.get(pk=draft.pk))
    for late in (
        lambda: draft_discard(actor=world.liaison, now=NOW, draft=draft),
        lambda: draft_edit(actor=world.liaison, now=NOW, draft=draft, leaf=1, action="passage"),
        lambda: draft_confirm(actor=world.liaison, now=NOW, draft=draft),
    ):
        with pytest.raises(GoneError, match="这份草稿刚刚被别人撤销或删除了"):
            late()


def test_an_import_undone_is_told(world: World) -> None:
    case = import_text(world)
    measure = Measure.objects.filter(feedback=case).order_by("position")[0]
    response = Response.objects.get(pk=measure.response_id)
    import_undo(actor=world.liaison, now=NOW, feedback=Feedback.objects.get(pk=case.pk))
    for late in (
        lambda: import_undo(actor=world.liaison, now=NOW, feedback=case),
        lambda: measure_edit(actor=world.liaison, now=NOW, measure=measure, value="改。"),
        lambda: measure_add(actor=world.liaison, now=NOW, response=response, value="加。"),
        lambda: outcome_edit(actor=world.liaison, now=NOW, response=response, value="已完成。"),
    ):
        with pytest.raises(GoneError, match="这份台账刚刚被别人撤销或删除了"):
            late()


def test_a_measure_taken_out_is_told(world: World) -> None:
    case = import_text(world)
    measure = Measure.objects.filter(feedback=case).order_by("position")[0]
    measure_remove(actor=world.liaison, now=NOW, measure=Measure.objects.get(pk=measure.pk), version=1)
    with pytest.raises(StaleError):
        measure_remove(actor=world.liaison, now=NOW, measure=measure, version=1)


def test_two_drafts_of_one_round_make_one_case(world: World) -> None:
    """The constraint decides, so the answer is the same when both look before either has stored."""
    import_text(world)
    second = make_draft(world, REPORT)
    for _ in range(2):  # and the refusal leaves the transaction usable
        with pytest.raises(ServiceError, match="已经有台账了"):
            draft_confirm(actor=world.liaison, now=NOW, draft=second)
    assert Feedback.objects.count() == Round.objects.count() == 1


def test_the_same_measure_is_not_added_twice(world: World) -> None:
    """A form sent twice, or again from the browser's history."""
    case = import_text(world)
    response = Measure.objects.filter(feedback=case).order_by("position")[0].response
    measure_add(actor=world.liaison, now=NOW, response=response, value="七月一日，开展自查。")
    before = text.load(case).render()
    with pytest.raises(ServiceError, match="一模一样"):
        measure_add(actor=world.liaison, now=NOW, response=response, value=" 七月一日，开展自查。\r\n")
    assert text.load(case).render() == before


def test_no_document_is_lost_when_an_import_is_undone(world: World) -> None:
    """A correction that waits hangs on the case: undoing would throw the correction's draft away."""
    case = import_text(world)
    waiting = make_draft(world, REPORT, replaces=case)
    with pytest.raises(ServiceError, match="还有一份用来替换它的材料"):
        import_undo(actor=world.liaison, now=NOW, feedback=case)
    draft_discard(actor=world.liaison, now=NOW, draft=waiting)
    import_undo(actor=world.liaison, now=NOW, feedback=case)
    assert Filing.objects.count() == ImportDraft.objects.count() == 1


def test_a_correction_that_changed_after_the_comparison_does_not_replace(world: World) -> None:
    case = import_text(world)
    draft = make_draft(world, REPORT, replaces=case)
    seen = draft.version
    draft_edit(actor=world.liaison, now=NOW, draft=draft, leaf=1, action="passage")
    with pytest.raises(StaleError):
        feedback_replace(actor=world.liaison, now=NOW, draft=draft, version=seen)
