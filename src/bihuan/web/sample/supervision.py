"""Supervision of the sample's round: records of last month and this, letters, a visit, and a decision of the
city broken down into tasks.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.accounts.models import Department
from bihuan.web.inspections.models import Feedback
from bihuan.web.sample.caught_up import catch_up, fall_behind
from bihuan.web.supervision.models import Missive, Sheet
from bihuan.web.supervision.months import Month
from bihuan.web.supervision.services import (
    assignment_add,
    assignment_report,
    assignment_settle,
    directive_add,
    directive_check,
    missive_receive,
    missive_reply,
    missives_issue,
    month_explain,
    scoring_switch,
    supervision_make,
    unit_urge,
    visit_record,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.supervision.models import Assignment

DAY = timedelta(days=1)
TASKS = (
    ("学习宣传全会精神，中心组专题学习不少于2次", "有学习记录和发言材料", -30, "done"),
    ("意识形态工作责任制落实情况自查", "自查报告报局党组审定", -12, "open"),
    ("基层公共文化设施开放情况走访，不少于20个点位", "走访台账逐点登记", 30, "told"),
    ("中央八项规定精神落实情况专项检查", "检查情况通报全局", 14, "told"),
    ("年度文化惠民演出不少于40场", "演出记录和群众评价", None, "quiet"),
)
"""Words, criteria, last day (days from now), how far it is."""


def supervise(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    """Everything through the services, by those whose task it is."""
    officer, liaison = people["yanshouzheng"], people["fangcaiwei"]
    _months(now, case, people)
    _letters(now, case, people)
    visit_record(
        actor=officer,
        now=now,
        case=case,
        on=timezone.localdate(now) - 6 * DAY,
        way="site",
        place="滨河文化广场和两处街道文化站",
        people="严守正、纪平安",
        seen="护栏基础已完成，施工围挡完好；两处文化站按时开放，登记簿与填报一致，其中一处缺少8月的记录。",
        result="partly",
    )
    sheet = Sheet.objects.filter(feedback=case).order_by("id").first()
    if sheet:
        text = "护栏更换避开汛期，验收顺延；已与施工单位明确倒排工期，下月10日前补报进展。"
        month_explain(actor=liaison, now=now, sheet=sheet, text=text)
    _decision(now, case, people)


def _months(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    """Last month twice, so that the two stand beside each other: what was late in the first was caught up
    before the second. Then scores, and this month so far.
    """
    this, round, officer = Month.of(timezone.localdate(now)), case.round, people["yanshouzheng"]
    behind = fall_behind(now, case, people)
    supervision_make(actor=None, now=now, round=round, month=this.before)
    catch_up(now, behind, people)
    scoring_switch(actor=officer, now=now, round=round, scored=True)
    for month in (this.before, this):
        supervision_make(actor=officer, now=now, round=round, month=month)


def _letters(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    assert case.office_id  # noqa: S101 - the sample's rounds have their office
    cases = Feedback.objects.filter(office=case.office_id)
    units = sorted(set(cases.values_list("unit_id", flat=True)))
    missives_issue(now=now, day=timezone.localdate(now), office=case.office_id, units=units)
    text = "请于本周五前补报护栏更换和场所复查的进展，逾期未报的将在月度督导中通报。"
    unit_urge(actor=people["yanshouzheng"], now=now, case=case, rank="liaison", text=text)
    boss = people["shenyuexi"]
    found = Missive.objects.filter(unit=case.unit, addressees__person=boss.person_id).first()
    if found:
        missive_receive(actor=boss, now=now, missive=found)
        missive_reply(
            actor=boss,
            now=now,
            missive=found,
            text="已召开党组会逐项研究，责任科室立下时间表，月底前完成，完成后报巡察办复核。",
        )


def _decision(now: datetime, case: Feedback, people: dict[str, User]) -> None:
    today, liaison, head = timezone.localdate(now), people["fangcaiwei"], people["hanxu"]
    found = directive_add(
        actor=liaison,
        now=now - 70 * DAY,
        unit=case.unit,
        title="市委七届五次全会精神分解任务",
        document="鹿委发〔2026〕9号",
        issuer="中共鹿溪市委员会",
        issued_on=today - 80 * DAY,
        note="从下月起，局党组每月对分解任务落实情况进行督导检查。",
    )
    department = Department.objects.filter(unit=case.unit).first()
    for text, criteria, left, how in TASKS:
        one = assignment_add(
            actor=liaison,
            now=now - 68 * DAY,
            directive=found,
            unit=case.unit,
            text=text,
            criteria=criteria,
            due=today + left * DAY if left is not None else None,
            department_id=department.pk if department and how == "quiet" else None,
            person_id=head.person_id if how != "quiet" else None,
        )
        _carry_out(now, today, head, one, how)
    month = Month.of(today).before
    directive_check(actor=liaison, now=now, directive=found, month=month)


def _carry_out(now: datetime, today: date, head: User, one: Assignment, how: str) -> None:
    if how in ("told", "done"):
        for days, text in ((52, "制定方案，明确分工。"), (25, "按方案推进，已完成过半。")):
            assignment_report(
                actor=head, now=now, assignment=one, on=today - days * DAY, done=text, next="继续推进。"
            )
    if how == "done":
        assignment_settle(
            actor=head, now=now, assignment=one, done_on=today - 20 * DAY, result="专题学习2次，材料已归档。"
        )
