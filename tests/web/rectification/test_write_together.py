"""Two people at once: one wins, the other is told, and nothing is counted twice. Real transactions, real
threads.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import journal_verify
from bihuan.web.inspections.models import Feedback
from bihuan.web.rectification import text
from bihuan.web.rectification.models import Measure
from bihuan.web.rectification.services import draft_confirm, import_undo, measure_add, measure_edit
from tests.web.world import NOW, REPORT, build, import_text, make_draft

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def together(*works: Callable[[], object]) -> list[object]:
    """Results or refusals of all, started at the same moment."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(at: int, work: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[at] = work()
        except ServiceError as error:
            results[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return results


def test_one_of_two_editors_wins() -> None:
    world = build()
    case = import_text(world)
    one = Measure.objects.filter(feedback=case).order_by("position")[0]

    def edit(value: str) -> Callable[[], object]:
        return lambda: measure_edit(actor=world.liaison, now=NOW, measure=one, value=value, version=1)

    results = together(edit("甲改的。"), edit("乙改的。"))
    assert sorted(type(result).__name__ for result in results) == ["Measure", "StaleError"]
    assert any(isinstance(result, StaleError) for result in results)
    assert journal_verify() == []


def test_measures_added_at_once_all_stand_in_the_text() -> None:
    world = build()
    case = import_text(world)
    response = Measure.objects.filter(feedback=case).order_by("position")[0].response

    def add(number: int) -> Callable[[], object]:
        return lambda: measure_add(actor=world.liaison, now=NOW, response=response, value=f"第{number}项。")

    together(*(add(number) for number in range(4)))
    told = text.load(Feedback.objects.get(pk=case.pk)).render()
    assert all(f"\n第{number}项。\n" in told for number in range(4))
    assert JournalEntry.objects.filter(action="measure_add").count() == 4
    assert journal_verify() == []


def test_draft_confirmed_twice_at_once_makes_one_case() -> None:
    world = build()
    draft = make_draft(world, REPORT)

    def confirm() -> object:
        return draft_confirm(actor=world.liaison, now=NOW, draft=draft)

    results = together(confirm, confirm)
    assert sorted(type(result).__name__ for result in results) == ["Feedback", "ServiceError"]
    assert Feedback.objects.count() == 1


def test_two_drafts_of_a_unit_confirmed_at_once_make_one_case() -> None:
    """Nobody has opened the round yet: both look, one makes it, the other is told."""
    world = build()
    drafts = [make_draft(world, REPORT), make_draft(world, REPORT)]

    def confirm(draft: object) -> Callable[[], object]:
        return lambda: draft_confirm(actor=world.liaison, now=NOW, draft=draft)

    results = together(*map(confirm, drafts))
    assert sorted(type(result).__name__ for result in results) == ["Feedback", "ServiceError"]
    assert Feedback.objects.count() == 1


def test_an_import_undone_by_several_at_once_is_undone_once() -> None:
    world = build()
    case = import_text(world)
    results = together(*[lambda: import_undo(actor=world.liaison, now=NOW, feedback=case)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["GoneError", "GoneError", "ImportDraft"]
    assert JournalEntry.objects.filter(action="import_undo").count() == 1
