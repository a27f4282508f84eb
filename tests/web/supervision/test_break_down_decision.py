"""A superior's decision is broken down, worked on, checked every month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from bihuan.web.accounts.models import Department
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.models import JournalEntry
from bihuan.web.notices.desk import piles
from bihuan.web.notices.duties import duties
from bihuan.web.notices.models import Notification
from bihuan.web.notices.queue.worker import Worker
from bihuan.web.supervision.freezing import digest_of
from bihuan.web.supervision.models import Assignment, AssignmentState, Directive, DirectiveCheck
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import (
    assignment_add,
    assignment_report,
    assignment_settle,
    directive_add,
    directive_check,
)
from bihuan.web.supervision.services.checking import check_facts
from tests.web.supervision.conftest import at
from tests.web.world import NOW

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

TODAY = NOW.date()
JUNE = Month(date(2024, 6, 1))


def decide(world: World, actor: User | None = None, **told: Any) -> Directive:
    facts = {"title": "市委七届五次全会精神", "issuer": "中共鹿溪市委员会", "issued_on": date(2024, 2, 21)}
    return directive_add(actor=actor or world.liaison, now=NOW, **{"unit": world.bureau, **facts, **told})


def give(world: World, directive: Directive, **told: Any) -> Assignment:
    facts: dict[str, Any] = {"text": "开展自查", "unit": world.bureau, "due": TODAY + timedelta(27)}
    return assignment_add(actor=world.liaison, now=NOW, directive=directive, **{**facts, **told})


def test_a_task_reaches_whoever_has_to_do_it(world: World) -> None:
    one = give(world, decide(world), person_id=world.handler.person_id)
    assert [group.word for group in piles(world.handler, TODAY)] == ["分解任务"]
    assert [group for group in piles(world.reader, TODAY) if group.word == "分解任务"] == []
    found = duties(world.handler, first=TODAY, last=one.due or TODAY, limit=5)
    assert [duty.uid for duty in found.rows] == [f"assignment-{one.pk}"]
    assert Notification.objects.get(kind="directive").person == world.handler.person
    actions = JournalEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions)[-2:] == ["directive_add", "assignment_add"]


def test_a_department_s_task_is_its_people_s_and_nobody_s_is_the_liaison_s(world: World) -> None:
    directive = decide(world)
    department = Department.objects.create(unit=world.bureau, name="执法科")
    world.head.person.department = department
    world.head.person.save()
    give(world, directive, text="甲", department_id=department.pk)
    give(world, directive, text="乙")
    told = dict(Notification.objects.filter(kind="directive").values_list("text", "person__name"))
    assert sorted(told.values()) == ["唐既明", "林知夏"]
    assert [one.title for group in piles(world.liaison, TODAY) for one in group.entries] == ["乙"]


def test_progress_and_the_end_of_a_task(world: World) -> None:
    one = give(world, decide(world), person_id=world.handler.person_id)
    assignment_report(actor=world.handler, now=NOW, assignment=one, on=TODAY, done="已动手", obstacle="雨季")
    with pytest.raises(ServiceError, match="不必重复"):
        assignment_report(actor=world.handler, now=NOW, assignment=one, on=TODAY, done="已动手")
    with pytest.raises(StaleError):
        assignment_settle(
            actor=world.handler, now=NOW, assignment=one, done_on=TODAY, result="完成", version=9
        )
    found = assignment_settle(actor=world.handler, now=NOW, assignment=one, done_on=TODAY, result="完成")
    assert (found.state, found.done_on) == (AssignmentState.DONE, TODAY)
    for service, told in (
        (assignment_report, {"on": TODAY, "done": "x"}),
        (assignment_settle, {"done_on": TODAY, "result": "x"}),
    ):
        with pytest.raises(ServiceError, match="已经登记为完成"):
            service(actor=world.handler, now=NOW, assignment=one, **told)  # type: ignore[operator]
    assert Notification.objects.filter(person=world.liaison.person, text__startswith="任务已完成").exists()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"text": " "}, "要做什么"),
        ({"due": date(2024, 1, 1)}, "早于决定的日期"),
        ({"person_id": 987654321}, "在职人员中选择"),
        ({"department_id": 987654321}, "科室中选择"),
    ],
)
def test_a_task_that_makes_no_sense(world: World, told: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ServiceError, match=sentence):
        give(world, decide(world), **told)


def test_tasks_stay_in_the_unit(world: World) -> None:
    directive = decide(world)
    with pytest.raises(ServiceError, match="只能分给本单位"):
        give(world, directive, unit=world.stranger_unit)
    with pytest.raises(ServiceError, match="在职人员中选择"):
        give(world, directive, person_id=world.stranger.person_id)
    give(world, directive)
    with pytest.raises(ServiceError, match="不必重复"):
        give(world, directive)


def test_an_office_gives_tasks_to_units_of_its_rounds(world: World, case: Feedback) -> None:
    directive = decide(world, world.officer, unit=world.office)
    one = assignment_add(
        actor=world.officer, now=NOW, directive=directive, unit=case.unit, text="报送自查报告"
    )
    assert Assignment.objects.visible_to(world.liaison).filter(pk=one.pk).exists()
    assert not Directive.objects.visible_to(world.liaison).exists()
    assignment_report(actor=world.liaison, now=NOW, assignment=one, on=TODAY, done="已起草")
    with pytest.raises(ServiceError, match="只能分给"):
        assignment_add(
            actor=world.officer, now=NOW, directive=directive, unit=world.stranger_unit, text="报送"
        )


@pytest.mark.parametrize("who", ["handler", "reader", "leader", "stranger", "officer", "system_admin"])
def test_who_may_not_break_down(world: World, who: str) -> None:
    actor = world.everybody()[who]
    with pytest.raises(PermissionDenied):
        decide(world, actor)
    directive = decide(world)
    with pytest.raises(PermissionDenied):
        assignment_add(actor=actor, now=NOW, directive=directive, unit=world.bureau, text="x")
    with pytest.raises(PermissionDenied):
        directive_check(actor=actor, now=NOW, directive=directive, month=JUNE)


@pytest.mark.parametrize("who", ["reader", "first_person", "officer", "stranger"])
def test_who_may_not_report(world: World, who: str) -> None:
    one = give(world, decide(world))
    with pytest.raises(PermissionDenied):
        assignment_report(actor=world.everybody()[who], now=NOW, assignment=one, on=TODAY, done="x")


def test_a_month_of_tasks_is_frozen(world: World) -> None:
    directive = decide(world)
    late = give(world, directive, text="甲", due=date(2024, 6, 10))
    give(world, directive, text="乙", due=None)
    assignment_report(actor=world.liaison, now=NOW, assignment=late, on=TODAY, done="动手")
    july = at(date(2024, 8, 1))
    first = directive_check(actor=world.liaison, now=july, directive=directive, month=JUNE.after)
    assert (first.light, first.figures["late"], first.figures["unreported"]) == ("late", 1, 2)
    assignment_settle(
        actor=world.liaison, now=july, assignment=late, done_on=date(2024, 7, 30), result="完成"
    )
    second = directive_check(actor=world.liaison, now=july, directive=directive, month=JUNE.after)
    first.refresh_from_db()
    assert (second.serial, second.light, first.light) == (2, "made_up", "late")
    assert digest_of(check_facts(first)) == first.digest
    with pytest.raises(TypeError):
        DirectiveCheck.objects.filter(pk=first.pk).update(light="normal")


def test_a_month_without_tasks_has_no_check(world: World) -> None:
    directive = decide(world)
    with pytest.raises(ServiceError, match="没有在办的任务"):
        directive_check(actor=world.liaison, now=NOW, directive=directive, month=JUNE)
    with pytest.raises(ServiceError, match="还没有到"):
        directive_check(actor=world.liaison, now=NOW, directive=directive, month=JUNE.after)


def test_the_ticker_checks_every_month_once(world: World) -> None:
    give(world, decide(world))
    for day in (date(2024, 7, 1), date(2024, 7, 2)):
        Worker(clock=lambda day=day: at(day)).drain()  # type: ignore[misc]
    assert list(DirectiveCheck.objects.values_list("month", "made_by")) == [(JUNE.first, None)]
