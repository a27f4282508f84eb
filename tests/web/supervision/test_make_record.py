"""A round's month is frozen, made again beside the old one, and never turns green again once missed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import journal_verify
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.inspections.models import Round
from bihuan.web.notices.models import Job, Notification
from bihuan.web.notices.queue.worker import Worker
from bihuan.web.rectification.models import Measure, MeasureState
from bihuan.web.rectification.services import measure_settle, progress_add, response_step
from bihuan.web.rectification.workflow import Step
from bihuan.web.supervision.contexts import record_is_whole
from bihuan.web.supervision.freezing import digest_of
from bihuan.web.supervision.models import MonthStanding, Sheet, Supervision
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import (
    months_catch_up,
    scoring_switch,
    supervision_ask,
    supervision_make,
)
from bihuan.web.supervision.services.monthly import sheet_facts
from tests.web.rectification import loop
from tests.web.supervision.conftest import at
from tests.web.world import NOW, import_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

SEPTEMBER, OCTOBER = Month(date(2024, 9, 1)), Month(date(2024, 10, 1))
AFTER = date(2024, 10, 1)


def settle(world: World, measures: list[Measure], day: date) -> None:
    """Carried out on a day, as the handler says on that day."""
    for one in measures:
        one.refresh_from_db()
        measure_settle(
            actor=world.handler,
            now=at(day),
            measure=one,
            state=MeasureState.DONE,
            done_on=day,
            result="办妥。",
        )


def begin(world: World, measure: Measure, day: date) -> None:
    progress_add(actor=world.handler, now=at(day), measure=measure, on=day, done="已动手。")


def sheet(record: Supervision) -> Sheet:
    found: Sheet = Sheet.objects.get(supervision=record)
    return found


def test_a_missed_month_is_told_in_numbers_and_items(
    make: Callable[..., Supervision], world: World, measures: list[Measure]
) -> None:
    begin(world, measures[0], date(2024, 9, 5))
    found = sheet(make("2024-09", AFTER))
    # Two measures and two findings without a plan, all of them past their last day.
    assert (found.light, found.due, found.late, found.on_time, found.pending) == ("late", 4, 4, 0, 0)
    assert (found.active, found.unreported, found.unplanned) == (2, 1, 2)
    assert {one["kind"] for one in found.items} == {"measure", "finding"}
    first = next(one for one in found.items if one["target"] == measures[0].pk)
    assert (first["due"], first["light"], first["reported"]) == ("2024-09-30", "late", True)
    assert (first["department"], first["leader"], first["person"]) == ("执法科", "顾云舟", "乔木")


def test_the_last_day_counts_to_its_end(
    make: Callable[..., Supervision], world: World, measures: list[Measure]
) -> None:
    begin(world, measures[0], date(2024, 9, 30))
    running = sheet(make("2024-09", date(2024, 9, 30)))
    assert (running.pending, running.soon) == (2, 2)
    settle(world, measures, date(2024, 9, 30))
    found = sheet(make("2024-09", AFTER))
    assert (found.on_time, found.late, found.made_up) == (2, 2, 0)


def test_an_open_measure_without_a_last_day_is_never_late(
    make: Callable[..., Supervision], measures: list[Measure]
) -> None:
    Measure.objects.filter(pk__in=[one.pk for one in measures]).update(due=None)
    found = sheet(make("2024-09", date(2026, 1, 1)))
    assert [one["light"] for one in found.items if one["kind"] == "measure"] == ["normal", "normal"]
    assert found.due == 2


def test_made_again_it_stands_beside_the_old_one(
    make: Callable[..., Supervision], world: World, measures: list[Measure]
) -> None:
    begin(world, measures[0], date(2024, 9, 5))
    first = make("2024-09", AFTER)
    before = list(Sheet.objects.filter(supervision=first).values())
    settle(world, measures, date(2024, 10, 8))
    second = make("2024-09", date(2024, 10, 9))
    assert (first.serial, second.serial) == (1, 2)
    assert list(Sheet.objects.filter(supervision=first).values()) == before
    assert (sheet(second).late, sheet(second).made_up) == (2, 2)
    assert first.digest != second.digest
    assert JournalEntry.objects.filter(action="supervision_make").count() == 2
    assert journal_verify() == []


def test_what_is_frozen_cannot_be_changed_and_changes_show(make: Callable[..., Supervision]) -> None:
    record = make("2024-09", AFTER)
    found = sheet(record)
    assert digest_of(sheet_facts(found)) == found.digest
    assert record_is_whole(record, [found.digest])
    for rows in (Sheet.objects.filter(pk=found.pk), Supervision.objects.filter(pk=record.pk)):
        with pytest.raises(TypeError, match="督导记录"):
            rows.update(month=date(2020, 1, 1))
        with pytest.raises(TypeError, match="督导记录"):
            rows.delete()
    found.late = 0
    assert digest_of(sheet_facts(found)) != found.digest


def test_once_missed_a_month_is_made_up_and_never_green_again(
    make: Callable[..., Supervision], world: World, measures: list[Measure], case: Feedback
) -> None:
    case.findings.update(status="completed")
    begin(world, measures[0], date(2024, 9, 5))
    make("2024-09", AFTER)
    standing = MonthStanding.objects.get(feedback=case)
    assert (standing.light, standing.missed_on) == ("late", AFTER)
    assert months_catch_up(now=at(date(2024, 10, 2))) == 0
    settle(world, measures, date(2024, 10, 8))
    assert months_catch_up(now=at(date(2024, 10, 9))) == 1
    assert months_catch_up(now=at(date(2024, 10, 10))) == 0
    standing.refresh_from_db()
    assert (standing.light, standing.caught_up_on) == ("made_up", date(2024, 10, 9))
    # Even a last day that is put off afterwards does not make it green.
    Measure.objects.filter(pk__in=[one.pk for one in measures]).update(due=date(2024, 12, 31))
    assert sheet(make("2024-09", date(2024, 10, 20))).light == "normal"
    standing.refresh_from_db()
    assert (standing.light, standing.caught_up_on) == ("made_up", date(2024, 10, 9))


def test_returned_work_is_counted_in_its_month(
    make: Callable[..., Supervision], world: World, case: Feedback
) -> None:
    response = loop.first(case)
    loop.work(world, response)
    loop.assess(world, response)
    response_step(
        actor=world.leader,
        now=NOW,
        response=response,
        step=Step.RETURN,
        opinion="记录不全。",
        defect="unproved",
    )
    found = sheet(make("2024-06", date(2024, 7, 1)))
    assert found.returned == 1
    assert [one["text"] for one in found.items if one["kind"] == "return"] == ["记录不全。"]
    assert sheet(make("2024-07", date(2024, 8, 1))).returned == 0


def test_scores_are_shown_only_where_the_round_wants_them(
    make: Callable[..., Supervision], world: World, case: Feedback
) -> None:
    assert sheet(make("2024-08", date(2024, 9, 1))).score is None
    scoring_switch(actor=world.officer, now=NOW, round=case.round, scored=True)
    record = make("2024-08", date(2024, 9, 1))
    assert record.formula == [["on_time", 50], ["settled", 20], ["reported", 20], ["accepted", 10]]
    # Nothing on time (two findings late), no entry of progress, nothing sent back.
    assert sheet(record).score == 100
    with pytest.raises(PermissionDenied):
        scoring_switch(actor=world.liaison, now=NOW, round=case.round, scored=False)


@pytest.mark.parametrize(
    "who", ["liaison", "first_person", "discipline", "reader", "system_admin", "stranger"]
)
def test_only_the_office_makes_records(world: World, case: Feedback, who: str) -> None:
    with pytest.raises(PermissionDenied):
        supervision_make(actor=world.everybody()[who], now=NOW, round=case.round, month=SEPTEMBER.before)


def test_no_record_of_a_month_to_come_of_an_archived_or_an_empty_round(
    make: Callable[..., Supervision], world: World, case: Feedback
) -> None:
    with pytest.raises(ServiceError, match="还没有到"):
        make("2024-10", date(2024, 9, 30))
    empty = Round.objects.create(office=world.office, name="空轮次")
    with pytest.raises(ServiceError, match="还没有台账"):
        supervision_make(actor=world.officer, now=NOW, round=empty, month=Month(date(2024, 5, 1)))
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="到此为止")
    with pytest.raises(ServiceError, match="已经归档"):
        make("2024-05", date(2024, 9, 30))
    assert not Supervision.objects.exists()


def test_the_unit_hears_of_its_month_once_a_light(make: Callable[..., Supervision], world: World) -> None:
    make("2024-09", AFTER)
    make("2024-09", AFTER)
    told = Notification.objects.filter(kind="monthly")
    assert sorted(told.values_list("person_id", flat=True)) == sorted(
        [world.liaison.person_id, world.first_person.person_id]
    )
    assert "2024年9月督导检查：逾期，应完成4项，逾期4项" in told[0].text


def test_the_button_promises_once_and_the_worker_keeps_it(world: World, case: Feedback) -> None:
    for _ in range(2):
        supervision_ask(actor=world.officer, now=NOW, round=case.round, month=SEPTEMBER.before.before.before)
    assert Job.objects.filter(name="supervision_make").count() == 1
    Worker(clock=lambda: NOW, ticking=False).drain()
    record = Supervision.objects.get()
    assert (str(record.month), record.made_by) == ("2024-06-01", world.officer)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.usefixtures("case")
def test_every_month_the_ticker_makes_what_is_missing() -> None:
    for day in (date(2024, 9, 30), AFTER, AFTER + timedelta(1), date(2024, 10, 20)):
        Worker(clock=lambda day=day: at(day)).drain()  # type: ignore[misc]
    assert list(Supervision.objects.order_by("month").values_list("month", "serial", "made_by")) == [
        (date(2024, 8, 1), 1, None),
        (date(2024, 9, 1), 1, None),
    ]


def test_a_record_of_the_running_month_does_not_stand_in_for_the_whole(
    make: Callable[..., Supervision],
) -> None:
    make("2024-09", date(2024, 9, 15))
    Worker(clock=lambda: at(AFTER)).drain()
    assert Supervision.objects.filter(month=SEPTEMBER.first).count() == 2


def test_another_case_takes_only_the_telling(
    make: Callable[..., Supervision], world: World, case: Feedback
) -> None:
    with CaptureQueriesContext(connection) as one:
        make("2024-08", AFTER)
    import_text(world, unit=world.stranger_unit, actor=world.stranger, round=case.round)
    with CaptureQueriesContext(connection) as two:
        assert make("2024-09", AFTER).size == 2
    assert len(two) - len(one) <= 3
