"""Letters that write themselves: by the days that are left, to rising ranks, each thing once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bihuan.web.accounts.models import Membership
from bihuan.web.base.models import JournalEntry
from bihuan.web.base.queries import journal_verify
from bihuan.web.inspections.archiving import round_archive
from bihuan.web.notices.models import Job, Notification
from bihuan.web.notices.queue.worker import Worker
from bihuan.web.rectification.models import Measure, MeasureState
from bihuan.web.rectification.services import measure_settle, progress_add
from bihuan.web.supervision.freezing import digest_of
from bihuan.web.supervision.models import Addressee, Missive, MissiveItem
from bihuan.web.supervision.services import missives_issue
from bihuan.web.supervision.services.issuing import missive_facts
from tests.web.supervision.conftest import at
from tests.web.world import NOW

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

DUE = date(2024, 9, 30)
pytestmark = pytest.mark.usefixtures("measures")


@pytest.fixture(autouse=True)
def _only_the_plan(case: Feedback) -> None:
    """The two findings without a plan are settled: what is left are the two measures."""
    case.findings.update(status="completed")


def issue(world: World, left: int) -> list[Missive]:
    """The letters of the day on which so many days are left."""
    day = DUE - timedelta(left)
    return missives_issue(
        now=at(day), day=day, office=world.office.pk, units=[world.bureau.pk, world.stranger_unit.pk]
    )


def names(missive: Missive) -> list[str]:
    return sorted(Addressee.objects.filter(missive=missive).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("left", "level", "to"),
    [
        (20, "remind", ["唐既明", "林知夏"]),
        (10, "order", ["顾云舟"]),
        (0, "order", ["顾云舟"]),
        (-1, "summon", ["周衡远"]),
    ],
)
def test_who_hears_when(world: World, left: int, level: str, to: list[str]) -> None:
    [made] = issue(world, left)
    assert (made.level, names(made), len(made.items)) == (level, to, 2)
    assert digest_of(missive_facts(made)) == made.digest
    told = Notification.objects.filter(kind="missive")
    assert sorted(told.values_list("person__name", flat=True)) == to
    assert str(made) in told[0].text
    assert journal_verify() == []


def test_before_that_nobody_hears(world: World) -> None:
    assert issue(world, 21) == []


def test_nothing_without_a_last_day_is_urged(world: World) -> None:
    Measure.objects.update(due=None)
    assert issue(world, -900) == []


def test_each_thing_is_told_once_a_level(world: World) -> None:
    told = [(left, [one.level for one in issue(world, left)]) for left in range(22, -4, -1)]
    assert [one for one in told if one[1]] == [(20, ["remind"]), (10, ["order"]), (-1, ["summon"])]
    assert [one.reference for one in Missive.objects.order_by("id")] == [
        "提醒函〔2024〕1号",
        "督办单〔2024〕2号",
        "约谈通知〔2024〕3号",
    ]
    assert JournalEntry.objects.filter(action="missive_issue").count() == 3


def test_twice_on_a_day_makes_no_double(world: World) -> None:
    assert len(issue(world, 20)) == 1
    assert issue(world, 20) == []
    assert Notification.objects.filter(kind="missive").count() == 2


def test_one_letter_lists_everything_and_what_was_told_before(world: World, measures: list[Measure]) -> None:
    Measure.objects.filter(pk=measures[1].pk).update(due=DUE + timedelta(1))
    [first] = issue(world, 20)
    [second] = issue(world, 19)
    assert [one["target"] for one in first.items] == [measures[0].pk]
    assert [(one["target"], one["again"]) for one in second.items] == [
        (measures[1].pk, False),
        (measures[0].pk, True),
    ]
    assert "另有1项此前已经函告" in second.text


def test_a_later_last_day_is_told_anew(world: World) -> None:
    assert len(issue(world, 20)) == 1
    Measure.objects.update(due=DUE + timedelta(30))
    assert issue(world, 9) == []
    assert [one.level for one in issue(world, -10)] == ["remind"]


def test_what_is_done_is_not_urged(world: World, measures: list[Measure]) -> None:
    day = DUE - timedelta(30)
    progress_add(actor=world.handler, now=at(day), measure=measures[0], on=day, done="办了。")
    for one in measures:
        one.refresh_from_db()
        done = {"state": MeasureState.DONE, "done_on": day, "result": "办妥。"}
        measure_settle(actor=world.handler, now=at(day), measure=one, **done)  # type: ignore[arg-type]
    assert issue(world, -5) == []


def test_a_finding_without_a_plan_is_urged_by_its_own_last_day(world: World, case: Feedback) -> None:
    finding = case.findings.order_by("position")[1]
    finding.status, finding.due = "ongoing", DUE
    finding.save(update_fields=["status", "due"])
    [made] = issue(world, 5)
    mine = [one for one in made.items if one["kind"] == "finding"]
    assert [(one["target"], one["planned"]) for one in mine] == [(finding.pk, False)]


def test_a_rank_that_nobody_holds_is_passed_over_upwards(world: World) -> None:
    Membership.objects.filter(user=world.leader).delete()
    [made] = issue(world, 10)
    assert names(made) == ["周衡远"]
    Membership.objects.filter(user=world.first_person).delete()
    [made] = issue(world, -1)
    assert names(made) == ["唐既明", "林知夏"]


def test_heads_and_leaders_get_what_is_theirs(world: World, measures: list[Measure]) -> None:
    from bihuan.web.accounts.models import Department

    world.head.person.department = Department.objects.create(unit=world.bureau, name="综合科")
    world.head.person.save()
    world.handler.memberships.update(role="department_head")
    world.handler.person.department = measures[0].department
    world.handler.person.save()
    [made] = issue(world, 20)
    assert names(made) == ["乔木", "林知夏"]


def test_archived_rounds_are_left_alone(world: World, case: Feedback) -> None:
    round_archive(actor=world.officer, now=NOW, round=case.round, reason="到此为止")
    assert issue(world, -1) == []


def test_numbers_begin_again_every_year(world: World) -> None:
    issue(world, -1)
    Measure.objects.update(due=date(2025, 3, 1))
    assert [one.reference for one in issue(world, -150)] == ["督办单〔2025〕1号"]


def test_the_day_comes_by_itself_once() -> None:
    for hour in (0, 2, 5):
        Worker(clock=lambda hour=hour: at(DUE, hour)).drain()  # type: ignore[misc]
    assert [one.level for one in Missive.objects.all()] == ["order"]
    assert MissiveItem.objects.count() == 2
    assert Job.objects.filter(name="missives_issue").count() == 1


@pytest.mark.parametrize("who", ["leader", "reader"])
def test_a_deputy_hears_too(world: World, who: str) -> None:
    from django.utils import timezone

    from bihuan.web.accounts.models import Deputy

    today, absent = timezone.localdate(), world.everybody()[who]
    Deputy.objects.create(absent=absent, deputy=world.handler, from_on=today, to_on=today, reason="出差")
    issue(world, 10)
    told = set(Notification.objects.filter(kind="missive").values_list("person_id", flat=True))
    deputy: User = world.handler
    assert (deputy.person_id in told) is (who == "leader")


def test_the_office_hears_where_nobody_can_receive(world: World) -> None:
    Membership.objects.filter(unit=world.bureau).delete()
    assert issue(world, 10) == []
    issue(world, 9)
    told = Notification.objects.filter(kind="missive")
    assert [(one.person, "没有能收件的账户" in one.text) for one in told] == [(world.officer.person, True)]
