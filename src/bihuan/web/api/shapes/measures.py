"""Measures and responses, a row each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Id, Named, SeenTold, Shown, Told, note, say, text
from bihuan.web.rectification.desk.queries import is_late
from bihuan.web.rectification.models import MeasureState
from bihuan.web.rectification.workflow import NEXT, ResponseState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bihuan.web.inspections.models import Finding
    from bihuan.web.rectification.models import Measure, Response


Stage = Literal[
    "", "draft", "plan_submitted", "planned", "in_progress", "self_assessed", "leader_approved",
    "unit_approved", "under_review", "returned", "closed", "long_term", "not_achieved",
]  # fmt: skip
"""States of the workflow; a test holds them against it."""


class MeasureShown(Shown):
    """A measure with what the plan says of it."""

    id: int = say("措施编号")
    response: int = say("整改编号")
    case: int = say("台账编号")
    text: str = say("措施原文")
    tense: str = say("原文说的是 done 已做、planned 计划还是 mixed 兼有")
    begun_on: dt.date | None = say("文中写明的开始日期")
    ended_on: dt.date | None = say("文中写明的结束日期")
    kind: str = say("类型：immediate 立行立改、limited 限期整改、lasting 长期坚持，未定为空")
    category: str = say("性质：rules、recovery、liability、inference、campaign，未定为空")
    criteria: str = say("完成标准")
    due: dt.date | None = say("现在的完成时限")
    original_due: dt.date | None = say("方案批准时定下的时限，不再改动")
    late: bool = say("还没有落实而时限已过")
    state: str = say("落实情况：open 未落实、done 已落实、lasting 转为定期任务")
    done_on: dt.date | None = say("落实日期")
    result: str = say("落实结果")
    leader: int | None = say("牵头领导的人员编号")
    department: int | None = say("责任科室编号")
    person: int | None = say("责任人的人员编号")
    named: dict[str, str] = say("表上写明而系统里没有或不止一人的：leader、department、person")
    expects: list[str] = say("应有哪几类佐证；没有要求为空")
    version: int = say("版本，修改时写回")


class MeasureLine(Shown):
    """A measure in the list over all cases."""

    id: int = say("措施编号")
    case: int = say("台账编号")
    response: int = say("整改编号")
    unit: str = say("单位简称")
    findings: list[Named] = say("问题：编号和序号")
    text: str = say("措施原文")
    kind: str = say("类型")
    category: str = say("性质")
    criteria: str = say("完成标准")
    due: dt.date | None = say("现在的完成时限")
    original_due: dt.date | None = say("原定时限")
    late: bool = say("是否逾期：还没有落实、整改没有了结而时限已过")
    state: str = say("落实情况")
    stage: str = say("整改办理到哪个环节")
    proofs: int = say("佐证数")
    leader: str | None = say("牵头领导")
    department: str | None = say("责任科室")
    person: str | None = say("责任人")
    version: int = say("版本")


class MeasureFilters(Told):
    """What the list is narrowed to; the names are those of the page's address."""

    q: str = note("措施里的词", 60)
    u: str = note("单位名称里的词", 60)
    case: Id | None = say("台账编号", None)
    department: Id | None = say("责任科室编号", None)
    leader: Id | None = say("牵头领导的人员编号", None)
    person: Id | None = say("责任人的人员编号", None)
    kind: Literal["", "none", "immediate", "limited", "lasting"] = say("类型；none 为未定", "")
    category: Literal["", "rules", "recovery", "liability", "inference", "campaign"] = say("性质", "")
    state: Literal["", "open", "done", "lasting"] = say("落实情况", "")
    stage: Stage = say("办理环节", "")
    since: Day | None = say("时限不早于", None)
    until: Day | None = say("时限不晚于", None)
    late: bool = say("只看逾期的", False)
    returned: bool = say("只看被退回的", False)
    unproved: bool = say("只看已落实而没有佐证的", False)
    asked: bool = say("只看延期待批的", False)


class ResponseLine(Shown):
    """A response in a list."""

    id: int = say("整改编号")
    case: int = say("台账编号")
    findings: list[Named] = say("它回答的问题：编号和序号")
    title: str = say("第一个问题的标题；不对应问题时是整改情况")
    state: str = say("办理环节")
    state_label: str = say("办理环节的名称")
    severe: bool = say("是否重点问题")
    since: dt.datetime | None = say("何时进入本环节")
    next: str = say("现在等什么，一句话")


class MeasureText(SeenTold):
    """New words of a measure."""

    text: str = text("措施原文", 20_000)


class MeasureNew(Told):
    """One more measure."""

    text: str = text("措施原文", 20_000)


def measure_line(row: Any, findings: Iterable[tuple[int, str]], today: dt.date) -> MeasureLine:
    """A row of the list over all cases."""
    names = (
        "id", "case", "response", "unit", "text", "kind", "category", "criteria", "due", "original_due",
        "state", "stage", "proofs", "version",
    )  # fmt: skip
    return MeasureLine(
        **{name: getattr(row, name) for name in names},
        leader=row.who("leader") or None,
        department=row.who("department") or None,
        person=row.who("person") or None,
        late=is_late(row, today),
        findings=[Named(id=pk, name=number) for pk, number in findings],
    )


def numbers(findings: Iterable[Finding]) -> list[Named]:
    """Findings by their numbers."""
    return [Named(id=one.pk, name=one.number) for one in findings]


def measure_shown(one: Measure, today: dt.date) -> MeasureShown:
    """A measure as it is stored."""
    names = ("text", "tense", "begun_on", "ended_on", "kind", "category", "criteria", "due", "original_due")
    more = ("state", "done_on", "result", "named", "expects", "version")
    return MeasureShown(
        **{name: getattr(one, name) for name in (*names, *more)},
        id=one.pk,
        response=one.response_id,
        case=one.feedback_id,
        late=bool(one.state == MeasureState.OPEN and one.due and one.due < today),
        leader=one.leader_id,
        department=one.department_id,
        person=one.person_id,
    )


def response_line(one: Response, findings: Sequence[Finding]) -> ResponseLine:
    """A response as lists tell it."""
    return ResponseLine(**line_of(one, findings))


def line_of(one: Response, findings: Sequence[Finding]) -> dict[str, Any]:
    """What every row of a response begins with."""
    state = ResponseState(one.state)
    return {
        "id": one.pk,
        "case": one.feedback_id,
        "findings": numbers(findings),
        "title": findings[0].title if findings else str(one),
        "state": one.state,
        "state_label": state.label,
        "severe": one.severe,
        "since": one.state_since,
        "next": NEXT[state],
    }
