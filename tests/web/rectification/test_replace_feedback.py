"""A corrected feedback replaces the one before; work stays with its finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.models import Feedback, Finding
from bihuan.web.rectification import text
from bihuan.web.rectification.models import Response, Tally
from bihuan.web.rectification.services import feedback_replace, import_undo, measure_add, outcome_edit
from bihuan.web.rectification.services.replacing import replacement
from tests.web.world import NOW, REPORT, import_text, make_draft

if TYPE_CHECKING:
    from tests.web.world import World

FIRST = """关于巡察鹿溪市统计局党组的反馈意见

2024年3月5日，市委第二巡察组向市统计局党组反馈了巡察意见。
一、落实上级部署有差距
1.数据质量核查走过场。
2.统计执法力度不够。
二、党组作用发挥不充分
3.议事规则执行不严。
"""
SECOND = """关于巡察鹿溪市统计局党组的反馈意见（更正）

2024年3月5日，市委第二巡察组向市统计局党组反馈了巡察意见。
一、落实上级部署有差距
1.数据质量核查走过场、留痕不全。
二、党组作用发挥不充分
2.议事规则执行不严。
3.谈心谈话未全覆盖。
"""


def replace(world: World, case: Feedback, told: str = SECOND) -> Feedback:
    draft = make_draft(world, told, replaces=case)
    return feedback_replace(actor=world.liaison, now=NOW, draft=draft)[0]


def test_comparison_names_what_is_added_gone_and_changed(world: World) -> None:
    case = import_text(world, FIRST)
    found = replacement(make_draft(world, SECOND, replaces=case))
    assert [one.title for one in found.added] == ["谈心谈话未全覆盖"]
    assert [one.title for one in found.gone] == ["统计执法力度不够"]
    assert [(pair.old.number, pair.new.number) for pair in found.changed] == [("1", "1"), ("3", "2")]


def test_untouched_feedback_is_read_anew(world: World) -> None:
    case = replace(world, import_text(world, FIRST))
    assert text.load(case).render() == SECOND
    assert case.findings.count() == 3


def test_report_may_replace_an_unanswered_feedback(world: World) -> None:
    case = replace(world, import_text(world, FIRST), REPORT)
    assert text.load(case).render() == REPORT
    assert case.given_on.isoformat() == "2023-06-20"


def worked(world: World) -> Feedback:
    case = import_text(world, FIRST)
    for number, told in (
        ("1", "3月20日，重新核查。"),
        ("2", "4月2日，开展执法。"),
        ("3", "4月8日，修订规则。"),
    ):
        response = Response.objects.get(feedback=case, findings__number=number)
        measure_add(actor=world.liaison, now=NOW, response=response, value=told)
    outcome_edit(
        actor=world.liaison,
        now=NOW,
        response=Response.objects.get(feedback=case, findings__number="3"),
        value="完成整改。",
    )
    return Feedback.objects.get(pk=case.pk)


def test_measures_written_under_a_feedback_stand_in_its_text(world: World) -> None:
    told = FIRST.replace("走过场。\n", "走过场。\n3月20日，重新核查。\n").replace(
        "力度不够。\n", "力度不够。\n4月2日，开展执法。\n"
    )
    told = told.replace("执行不严。\n", "执行不严。\n4月8日，修订规则。\n整改情况：完成整改。\n")
    assert text.load(worked(world)).render() == told


def test_work_stays_with_its_finding(world: World) -> None:
    case = worked(world)
    before = {one.title: one.pk for one in case.findings.all()}
    case = replace(world, case)
    told = SECOND.replace("留痕不全。\n", "留痕不全。\n3月20日，重新核查。\n")
    told = told.replace("执行不严。\n", "执行不严。\n4月8日，修订规则。\n整改情况：完成整改。\n")
    assert text.load(case).render() == told
    live = {one.title: one.pk for one in case.findings.filter(withdrawn_at=None)}
    assert live["议事规则执行不严"] == before["议事规则执行不严"]
    gone = Finding.objects.get(feedback=case, title="统计执法力度不够")
    assert gone.withdrawn_at == NOW
    assert gone.responses.get().measures.get().text == "4月2日，开展执法。"
    assert sum(one.findings for one in Tally.objects.filter(feedback=case, section=None)) == 3
    assert sum(one.measures for one in Tally.objects.filter(feedback=case, section=None)) == 2


def test_report_cannot_replace_a_case_with_measures(world: World) -> None:
    with pytest.raises(ServiceError, match="已经有整改措施"):
        replace(world, worked(world), REPORT)


def test_replaced_case_cannot_be_undone(world: World) -> None:
    case = replace(world, import_text(world, FIRST))
    with pytest.raises(ServiceError):
        import_undo(actor=world.liaison, now=NOW, feedback=case)


def test_other_units_feedback_cannot_be_replaced(world: World) -> None:
    case = import_text(world, FIRST)
    with pytest.raises(ServiceError, match="不是这个单位的"):
        make_draft(world, SECOND, unit=world.stranger_unit, replaces=case, actor=world.officer)
