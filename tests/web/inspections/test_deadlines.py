"""Deadlines come from the policy in force, explain themselves, and are computed anew when a year's notice
arrives.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.models import JournalEntry
from bihuan.web.inspections.models import Deadline, DeadlinePurpose, Feedback, Finding, YearNotice
from bihuan.web.inspections.queries import deadlines_of, rounds_for
from bihuan.web.inspections.services import round_create, year_notice_enter
from bihuan.web.rectification.models import Tally
from tests.web.world import NOW, REPORT, import_text

if TYPE_CHECKING:
    from tests.web.world import World


def test_local_policy_of_2023_gives_three_months(world: World) -> None:
    case = import_text(world)
    deadline = Deadline.objects.get(feedback=case)
    assert (deadline.due, deadline.policy, deadline.provisional) == (date(2023, 9, 20), "local-3m", False)
    assert any("起算" in step for step in deadline.steps)
    assert set(Finding.objects.filter(feedback=case).values_list("due", flat=True)) == {date(2023, 9, 20)}


def test_policy_of_2024_gives_plan_and_rectification(world: World) -> None:
    case = import_text(world, REPORT.replace("2023", "2024"))
    found = {one.purpose: one.due for one in Deadline.objects.filter(feedback=case)}
    assert found == {"plan": date(2024, 7, 22), "rectification": date(2024, 12, 20)}


def test_report_without_feedback_date_has_no_deadline(world: World) -> None:
    case = import_text(world, "一、部署有差距\n1.核查走过场\n7月3日，召开会议。\n")
    assert not Deadline.objects.filter(feedback=case).exists()
    assert Finding.objects.get(feedback=case).due is None
    assert Finding.objects.get(feedback=case).due_key == date(9999, 12, 31)


def far_case(world: World) -> Feedback:
    """Feedback on 2099-03-26: the rectification ends on Saturday 2099-09-26, in a year without a notice."""
    return import_text(world, REPORT.replace("2023年6月20日", "2099年3月26日").replace("2023", "2099"))


def enter(world: World, **changes: object) -> list[Deadline]:
    told: dict[str, object] = {
        "year": 2099,
        "document": "国办发明电〔2098〕7号",
        "days_off": [date(2099, 9, day) for day in (28, 29)],
        "working_days": [date(2099, 9, 26)],
    }
    return year_notice_enter(actor=world.security_admin, now=NOW, **{**told, **changes})  # type: ignore[arg-type]


def test_notice_moves_open_deadlines_with_a_trace(world: World) -> None:
    case = far_case(world)
    old = Deadline.objects.get(feedback=case, purpose=DeadlinePurpose.RECTIFICATION)
    assert (old.due, old.provisional) == (date(2099, 9, 28), True)
    assert any("待核" in step for step in old.steps)
    enter(world)
    new = Deadline.objects.get(feedback=case, purpose=DeadlinePurpose.RECTIFICATION, superseded_at=None)
    assert (new.due, new.provisional, new.replaces_id) == (date(2099, 9, 26), False, old.pk)
    assert set(Finding.objects.filter(feedback=case).values_list("due", flat=True)) == {date(2099, 9, 26)}
    assert set(Tally.objects.filter(feedback=case).values_list("due_key", flat=True)) == {date(2099, 9, 26)}
    assert [one.superseded_at is None for one in deadlines_of(case)][:2] == [True, True]


def test_a_corrected_notice_moves_what_the_wrong_one_settled(world: World) -> None:
    case = far_case(world)
    enter(world)
    changed = enter(world, working_days=[])
    assert [one.purpose for one in changed] == [DeadlinePurpose.RECTIFICATION]
    last = Deadline.objects.get(feedback=case, purpose=DeadlinePurpose.RECTIFICATION, superseded_at=None)
    assert (last.due, last.provisional) == (date(2099, 9, 30), False)
    assert last.replaces is not None
    assert last.replaces.due == date(2099, 9, 26)


def test_notice_is_in_the_journal_and_may_be_corrected(world: World) -> None:
    enter(world)
    enter(world, document="国办发明电〔2098〕8号")
    assert YearNotice.objects.get().document.endswith("8号")
    assert JournalEntry.objects.latest("id").changes["document"] == [
        "国办发明电〔2098〕7号",
        "国办发明电〔2098〕8号",
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"working_days": [date(2099, 9, 23)]}, "本来就是工作日"),
        ({"days_off": [date(2097, 9, 28)]}, "不应有"),
        ({"days_off": [date(2099, 9, 26)]}, "既写为放假又写为调休"),
        ({"document": "  "}, "文号"),
        ({"year": 99}, "四位数字"),
    ],
)
def test_notice_that_makes_no_sense_is_refused(
    world: World, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ServiceError, match=sentence):
        enter(world, **changes)
    assert not YearNotice.objects.exists()


@pytest.mark.parametrize("who", ["liaison", "officer", "system_admin", "audit_admin"])
def test_only_the_security_administrator_enters_notices(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        year_notice_enter(
            actor=world.everybody()[who], now=NOW, year=2099, document="x", days_off=[], working_days=[]
        )


def test_office_opens_rounds_and_units_do_not(world: World) -> None:
    made = round_create(
        actor=world.officer, now=NOW, office=world.office, name="第二轮巡察", policy="national-2015"
    )
    assert list(rounds_for(world.officer)) == [made]
    assert list(rounds_for(world.liaison)) == []
    with pytest.raises(PermissionDenied):
        round_create(actor=world.liaison, now=NOW, office=world.office, name="第三轮巡察")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"name": ""}, "填写轮次名称"),
        ({"name": "第一轮", "policy": "没有的"}, "没有名为"),
        ({"name": "第一轮", "starts_on": date(2024, 5, 2), "ends_on": date(2024, 5, 1)}, "早于"),
    ],
)
def test_round_that_makes_no_sense_is_refused(
    world: World, options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ServiceError, match=sentence):
        round_create(actor=world.officer, now=NOW, office=world.office, **options)  # type: ignore[arg-type]


def test_policy_of_the_round_beats_the_date(world: World) -> None:
    made = round_create(
        actor=world.officer, now=NOW, office=world.office, name="第一轮", policy="national-2015"
    )
    case = import_text(world, round=made)
    assert Deadline.objects.get(feedback=case).due == date(2023, 8, 21)
