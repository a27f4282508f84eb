"""Each role finds on the home page what it owes, with the one thing to do, and is told what is others'."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.models import JournalAnchor
from bihuan.web.board import contexts
from bihuan.web.board.owing import owed, periods
from bihuan.web.inspections.models import Deadline
from bihuan.web.notices.models import Job
from bihuan.web.rectification.models import Commitment, Measure
from bihuan.web.rectification.services import (
    commitment_keep,
    duty_create,
    extension_ask,
    occurrence_record,
    recheck_draw,
)
from tests.web.rectification.loop import DUE, bring, first
from tests.web.world import NOW, REPORT, import_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.test import Client
    from pytest_django import DjangoAssertMaxNumQueries

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from tests.web.world import World

TODAY = NOW.date()


@pytest.fixture
def case(world: World) -> Feedback:
    """The report of the world, imported."""
    return import_text(world)


def group(user: User, word: str, today: date = TODAY) -> dict[str, Any]:
    """A group of the home page; empty where there is none."""
    return next((one for one in contexts.home(user, today)["groups"] if one["word"] == word), {"entries": []})


def actions(user: User, word: str) -> list[str]:
    """What each entry of a group asks for."""
    return [one["action"] for one in group(user, word)["entries"]]


def test_leaders_and_parties_find_what_waits_for_them(world: World, case: Feedback) -> None:
    rows = list(case.responses.order_by("position"))
    bring(world, rows[0], "self_assessed")
    bring(world, rows[1], "unit_approved")
    bring(world, rows[2], "plan_submitted")
    waiting = {name: len(actions(user, "等我办理")) for name, user in world.everybody().items()}
    assert {name for name, n in waiting.items() if n} == {"leader", "first_person", "officer"}
    assert actions(world.leader, "等我办理") == ["审核"]
    entry = group(world.leader, "等我办理")["entries"][0]
    assert entry["title"] == "数据质量核查走过场"
    assert entry["where"] == "市统计局，问题1"
    assert entry["when"].endswith("送来")


def test_parties_of_the_co_review_find_it_until_they_have_agreed(world: World, case: Feedback) -> None:
    bring(world, first(case), "under_review")
    for user, n in ((world.officer, 1), (world.discipline, 1), (world.organisation, 0), (world.reader, 0)):
        assert len(actions(user, "等我办理")) == n


def test_what_was_sent_back_goes_to_who_hands_it_in(world: World, case: Feedback) -> None:
    bring(world, first(case), "returned")
    assert actions(world.liaison, "退回我补正") == ["补正"]
    for user in (world.reader, world.leader, world.officer, world.stranger):
        assert actions(user, "退回我补正") == []


def test_measures_come_to_the_people_whom_they_name(world: World, case: Feedback) -> None:
    bring(world, first(case), "planned")
    named = [name for name, user in world.everybody().items() if owed(user, TODAY)["measures"]]
    assert sorted(named) == ["handler", "leader"]
    entry = next(
        one for one in group(world.handler, "以后到期")["entries"] if one["where"].endswith("我负责的措施")
    )
    assert (entry["due"], entry["action"]) == (DUE, "填进展")


def test_a_later_day_waits_for_the_first_person(world: World, case: Feedback) -> None:
    response = bring(world, first(case), "planned")
    measure, reason = Measure.objects.filter(response=response)[0], "要避开汛期，等待验收。"
    extension_ask(
        actor=world.handler,
        now=NOW,
        measure=measure,
        new_due=DUE + timedelta(30),
        reason=reason,
    )
    assert actions(world.first_person, "等我办理") == ["审批"]
    assert f"申请延期：{reason}" in group(world.first_person, "等我办理")["entries"][0]["where"]
    assert actions(world.leader, "等我办理") == []


@pytest.mark.parametrize("days", [0, 3, 30, -3])
def test_the_line_above_counts_what_the_groups_count(world: World, case: Feedback, days: int) -> None:
    due = TODAY + timedelta(days)
    Commitment.objects.create(feedback=case, unit=case.unit, position=1, text="年底前公开结果", due=due)
    home = contexts.home(world.liaison, TODAY)
    heads = {one["word"]: one["count"] for one in home["groups"]}
    assert home["late"] == heads.get("逾期", "0")
    assert home["soon"] == heads.get("七日内到期", "0") == ("1" if 0 <= days <= 7 else "0")


@pytest.mark.parametrize("who", ["liaison", "officer"])
def test_what_is_not_fetched_is_counted_all_the_same(world: World, who: str) -> None:
    sheet = "".join(f"{n}.第{n}项制度没有落实\n整改情况：正在整改。\n" for n in range(1, 46))
    case = import_text(world, f"{REPORT.split('一、')[0]}一、落实上级决策部署有差距\n{sheet}")
    due = case.findings.earliest("due_key").due_key
    for today, word, key in ((due, "七日内到期", "soon"), (due + timedelta(1), "逾期", "late")):
        assert group(world.everybody()[who], word, today)["count"] == "45"
        assert contexts.home(world.everybody()[who], today)[key] == "45"


def test_promises_press_until_they_are_kept(world: World, case: Feedback) -> None:
    promise = Commitment.objects.create(
        feedback=case, unit=case.unit, position=1, text="年底前公开结果", due=TODAY - timedelta(3)
    )
    late = group(world.liaison, "逾期")
    assert "登记兑现" in [one["action"] for one in late["entries"]]
    assert "登记兑现" not in actions(world.reader, "逾期")
    commitment_keep(actor=world.liaison, now=NOW, commitment=promise, kept_on=TODAY, note="已在网站公开。")
    assert "登记兑现" not in actions(world.liaison, "逾期")


def test_regular_duties_press_in_their_period_and_after_a_missed_one(world: World, case: Feedback) -> None:
    response = bring(world, first(case), "in_progress")
    duty = duty_create(
        actor=world.liaison, now=NOW, response=response, title="每月对账", every="month",
        starts_on=date(2024, 5, 10), person_id=world.handler.person_id,
    )  # fmt: skip
    missed = next(one for one in group(world.handler, "逾期")["entries"] if one["title"] == "每月对账")
    assert (missed["due"], missed["action"]) == (date(2024, 5, 31), "补记")
    assert owed(world.head, TODAY)["duties"] == []
    assert len(owed(world.liaison, TODAY)["duties"]) == 1
    record = {"actor": world.handler, "now": NOW, "duty": duty, "note": "已对账。"}
    occurrence_record(**record, period=date(2024, 5, 1), done_on=TODAY)
    current = next(one for one in group(world.handler, "以后到期")["entries"] if one["title"] == "每月对账")
    assert (current["due"], current["action"]) == (date(2024, 6, 30), "登记本期")
    occurrence_record(**record, period=date(2024, 6, 1), done_on=TODAY)
    assert owed(world.handler, TODAY)["duties"] == []
    assert owed(world.handler, date(2024, 7, 1))["duties"] != []


def test_periods_are_this_one_and_the_one_before() -> None:
    assert periods(date(2024, 1, 5)) == [
        *(date(2024, 1, 1), date(2023, 12, 1)),
        *(date(2024, 1, 1), date(2023, 10, 1)),
        *(date(2024, 1, 1), date(2023, 1, 1)),
    ]


def test_draws_wait_for_who_looks_again(world: World, case: Feedback) -> None:
    bring(world, first(case), "closed")
    recheck_draw(actor=world.officer, now=NOW, office=world.office, title="一季度抽查", size=1, seed="7")
    for user in (world.officer, world.discipline, world.organisation):
        assert actions(user, "等我办理") == ["复查"]
    assert actions(world.liaison, "等我办理") == []


def test_whoever_may_only_look_is_told_so(world: World, case: Feedback) -> None:
    del case
    for user, said in (
        (world.reader, "只能查看"),
        (world.officer, "由单位办理"),
        (world.first_person, "只能查看"),
    ):
        assert said in group(user, "逾期")["hint"]
        assert set(actions(user, "逾期")) == {"查看"}
    assert group(world.liaison, "逾期")["hint"] == ""
    assert set(actions(world.liaison, "逾期")) == {"更新进展"}


def test_administrators_find_their_own_work_and_no_business(world: World, case: Feedback) -> None:
    Job.objects.create(name="digest", created_at=NOW, ended_at=NOW, state="dead", error="连不上邮件服务器")
    Deadline.objects.filter(feedback=case).update(provisional=True)
    JournalAnchor.objects.create(number=1, at=NOW - timedelta(30), heads={}, algorithm="sha256", hash="x")
    found = {
        name: {word: actions(user, word) for word in ("停下的后台任务", "期限待核", "日志")}
        for name, user in world.everybody().items()
    }
    assert found["system_admin"] == {"停下的后台任务": ["重试或放弃"], "期限待核": [], "日志": []}
    assert found["security_admin"] == {"停下的后台任务": [], "期限待核": ["录入"], "日志": []}
    assert found["audit_admin"] == {"停下的后台任务": [], "期限待核": [], "日志": ["核对"]}
    assert all(not any(lists.values()) for name, lists in found.items() if not name.endswith("_admin"))
    for name in ("system_admin", "security_admin", "audit_admin"):
        lists = owed(world.everybody()[name], TODAY)
        assert not any(lists[one] for one in ("findings", "turns", "drafts", "doubts", "evidence"))


def test_every_entry_leads_to_a_page_that_the_account_may_open(
    world: World, case: Feedback, sign_in: Callable[[User], Client]
) -> None:
    rows = list(case.responses.order_by("position"))
    bring(world, rows[0], "under_review")
    bring(world, rows[1], "returned")
    bring(world, rows[2], "self_assessed")
    for user in world.everybody().values():
        client = sign_in(user)
        groups = contexts.home(user, timezone.localdate())["groups"]
        for one in (one for one in groups if one["word"] != "佐证待审核"):  # the cast's has no file
            for entry in one["entries"]:
                status = client.get(re.sub("#.*", "", entry["href"])).status_code
                assert status == 200, (user, one["word"], entry["action"], entry["href"], status)


@pytest.mark.parametrize(
    "who",
    [
        *("liaison", "handler", "leader", "first_person", "reader", "officer", "discipline"),
        *("system_admin", "security_admin", "audit_admin"),
    ],
)
def test_home_takes_few_queries_for_everybody(
    world: World,
    case: Feedback,
    who: str,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertMaxNumQueries,
) -> None:
    bring(world, first(case), "under_review")
    user = world.everybody()[who]
    client = sign_in(user)
    client.get("/")
    with django_assert_max_num_queries(9):
        assert client.get("/").status_code == 200
    assert bool(contexts.home(user, TODAY)["findings"]) is may(user, Action.READ, case)
