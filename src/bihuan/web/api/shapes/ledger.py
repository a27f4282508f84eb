"""Cases, findings, responses, measures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Id, Named, Shown, Told, Version, note, say, text
from bihuan.web.inspections.models import OPEN
from bihuan.web.rectification.desk.queries import is_late
from bihuan.web.rectification.models import MeasureState
from bihuan.web.rectification.workflow import ResponseState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.web.accounts.histories import Line
    from bihuan.web.diagnosis.models import Diagnostic
    from bihuan.web.inspections.models import Feedback, Finding
    from bihuan.web.rectification.models import Measure, Response
    from bihuan.web.rectification.queries import FindingPage, Row, SectionTotals, Totals


Stage = Literal[
    "", "draft", "plan_submitted", "planned", "in_progress", "self_assessed", "leader_approved",
    "unit_approved", "under_review", "returned", "closed", "long_term", "not_achieved",
]  # fmt: skip
"""States of the workflow; a test holds them against it."""


class CaseLine(Shown):
    """A case in a list."""

    id: int = say("台账编号")
    title: str = say("标题，没有标题时是单位和轮次")
    unit: Named = say("单位")
    round: Named = say("轮次")
    kind: str = say("文种：report、feedback、plan、audit、notice、other")
    given_on: dt.date | None = say("反馈日期")
    errors: int = say("体检认为不能成立的项数")
    warnings: int = say("体检认为须作说明的项数")
    archived: bool = say("所在轮次是否已经归档，归档后只能查阅")


class Counts(Shown):
    """How far things have come."""

    findings: int = say("问题数")
    measures: int = say("措施数")
    completed: int = say("已完成的问题")
    long_term: int = say("长期坚持的问题")
    doing: int = say("推进中的问题")
    overdue: int = say("逾期的问题")


class SectionLine(Shown):
    """A section that has findings."""

    id: int = say("部分编号")
    number: str = say("序号，如“一”；没有时为空")
    title: str = say("标题；没有时为空")
    counts: Counts = say("各项计数")


class CaseShown(CaseLine):
    """One case."""

    issuer: str = say("发文单位")
    issued_on: dt.date | None = say("成文日期")
    team: str = say("巡察组")
    inspected_from: dt.date | None = say("巡察开始")
    inspected_to: dt.date | None = say("巡察结束")
    due: dt.date | None = say("集中整改的最后一天；推算不出时为 null")
    provisional: bool = say("期限待核：当年放假安排还没有公布")
    counts: Counts = say("整个台账的计数")
    sections: list[SectionLine] = say("有问题的各部分，依文中次序")


class FindingLine(Shown):
    """A finding in a list."""

    id: int = say("问题编号")
    case: int = say("台账编号")
    unit: str = say("单位简称")
    section: int = say("部分编号")
    group: str | None = say("分组标题；不分组时为 null")
    number: str = say("序号；没有时为空")
    title: str = say("问题")
    status: str = say("材料里写的整改状态：completed、ongoing、long_term、none 等")
    due: dt.date | None = say("整改期限")
    late: bool = say("是否逾期")
    measures: int = say("措施数")
    subfindings: int = say("具体表现数")
    errors: int = say("体检认为不能成立的项数")
    warnings: int = say("体检认为须作说明的项数")
    joint: list[Named] = say("合并作答的全部问题；单独作答时为空")


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


class AnswerShown(Shown):
    """A response on the page of a finding."""

    id: int = say("整改编号")
    findings: list[Named] = say("它回答的问题：编号和序号")
    state: str = say("办理环节")
    state_label: str = say("办理环节的名称")
    outcome: str = say("整改情况原文")
    status: str = say("整改情况说明的状态")
    version: int = say("版本，修改整改情况时写回")
    measures: list[MeasureShown] = say("措施，依文中次序")


class DiagnosticShown(Shown):
    """What checking found."""

    id: int = say("体检意见编号；台账改动后重新体检，编号随之更新")
    finding: int | None = say("所在整改的第一个问题")
    severity: str = say("程度：error 不能成立、warning 须作说明、info 宜予知悉")
    code: str = say("规则代码，如 DT01")
    message: str = say("说明")
    quote: str = say("引文")
    line: int = say("所在行")
    basis: str = say("依据")
    fix: str = say("可改为；没有时为空")


class FindingShown(Shown):
    """A finding with everything on its page."""

    id: int = say("问题编号")
    case: int = say("台账编号")
    unit: Named = say("单位")
    section: Named = say("部分")
    group: str | None = say("分组标题")
    number: str = say("序号")
    title: str = say("问题")
    status: str = say("材料里写的整改状态")
    due: dt.date | None = say("整改期限")
    late: bool = say("是否逾期")
    before: int | None = say("前一个问题的编号")
    after: int | None = say("后一个问题的编号")
    subfindings: list[Named] = say("具体表现")
    responses: list[AnswerShown] = say("回答它的各项整改")
    diagnostics: list[DiagnosticShown] = say("体检意见")


class Change(Shown):
    """A field that changed."""

    field: str = say("哪一项")
    old: str = say("原来")
    new: str = say("现在")


class Part(Shown):
    """What one entry changed on one object."""

    label: str = say("哪个对象；就是所问的对象时为空")
    changes: list[Change] = say("逐项变化")


class Event(Shown):
    """Who did what, and what changed."""

    at: dt.datetime = say("时间")
    who: str = say("谁；经令牌办理的写明令牌名称")
    what: str = say("做了什么")
    parts: list[Part] = say("变化")


class History(Shown):
    """A page of what happened to an object, the newest first."""

    title: str = say("对象")
    rows: list[Event] = say("这一页的各条")
    next: int | None = say("下一页的 before；没有时为 null")


class MeasureText(Told):
    """New words of a measure."""

    text: str = text("措施原文", 20_000)
    version: Version | None = say("您看到的版本；也可以写在 If-Match", None)


class MeasureNew(Told):
    """One more measure."""

    text: str = text("措施原文", 20_000)


class OutcomeText(Told):
    """New words of an outcome."""

    text: str = note("整改情况，如“已完成”；写空即删去", 500)
    version: Version | None = say("您看到的整改版本；也可以写在 If-Match", None)


def case_line(case: Feedback) -> CaseLine:
    """A case with its unit and round."""
    return CaseLine(**_case(case))


def _case(case: Feedback) -> dict[str, Any]:
    return {
        "id": case.pk,
        "title": str(case),
        "unit": Named(id=case.unit_id, name=str(case.unit)),
        "round": Named(id=case.round_id, name=str(case.round)),
        "kind": case.kind,
        "given_on": case.given_on,
        "errors": case.errors,
        "warnings": case.warnings,
        "archived": case.archived_at is not None,
    }


def counts(found: Totals) -> Counts:
    """As the tallies have them."""
    return Counts.from_orm(found)


def case_shown(case: Any, totals: Totals, sections: Iterable[SectionTotals]) -> CaseShown:
    """One case with its counts."""
    names = ("issuer", "issued_on", "team", "inspected_from", "inspected_to", "due")
    lines = [
        SectionLine(id=one.id, number=one.number, title=one.title, counts=counts(one.totals))
        for one in sections
    ]
    return CaseShown(
        **_case(case),
        **{name: getattr(case, name) for name in names},
        provisional=bool(case.provisional),
        counts=counts(totals),
        sections=lines,
    )


def finding_line(row: Row, today: dt.date) -> FindingLine:
    """A row of the ledger."""
    late = row.due is not None and row.due < today and row.status in OPEN
    names = ("id", "unit", "section", "group", "number", "title", "status", "due", "measures")
    more = ("subfindings", "errors", "warnings")
    return FindingLine(
        **{name: getattr(row, name) for name in (*names, *more)},
        case=row.feedback,
        late=late,
        joint=[Named(id=pk, name=number) for pk, number in row.joint],
    )


def measure_line(row: Any, findings: Iterable[tuple[int, str]], today: dt.date) -> MeasureLine:
    """A row of the list over all cases."""
    names = (
        "id", "case", "response", "unit", "text", "kind", "category", "criteria", "due", "original_due",
        "state", "stage", "proofs", "leader", "department", "person", "version",
    )  # fmt: skip
    return MeasureLine(
        **{name: getattr(row, name) for name in names},
        late=is_late(row, today),
        findings=[Named(id=pk, name=number) for pk, number in findings],
    )


def numbers(findings: Iterable[Finding]) -> list[Named]:
    """Findings by their numbers."""
    return [Named(id=one.pk, name=one.number) for one in findings]


def measure_shown(one: Measure, today: dt.date) -> MeasureShown:
    """A measure as it is stored."""
    names = ("text", "tense", "begun_on", "ended_on", "kind", "category", "criteria", "due", "original_due")
    more = ("state", "done_on", "result", "version")
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


def finding_shown(found: FindingPage, today: dt.date) -> FindingShown:
    """A finding with what hangs on it."""
    one: Any = found.finding
    return FindingShown(
        id=one.pk,
        case=one.feedback_id,
        unit=Named(id=one.unit_id, name=str(one.feedback.unit)),
        section=Named(id=one.section_id, name=str(one.section)),
        group=one.group.title if one.group else None,
        number=one.number,
        title=one.title,
        status=one.status,
        due=one.due,
        late=bool(one.due and one.due < today and one.status in OPEN),
        before=one.before,
        after=one.after,
        subfindings=[Named(id=each.pk, name=str(each)) for each in found.subfindings],
        responses=[
            _answer(each.response, numbers(each.findings), each.measures, today) for each in found.answers
        ],
        diagnostics=[diagnostic_shown(each) for each in found.diagnostics],
    )


def _answer(one: Response, findings: list[Named], measures: Iterable[Measure], today: dt.date) -> AnswerShown:
    return AnswerShown(
        id=one.pk,
        findings=findings,
        state=one.state,
        state_label=ResponseState(one.state).label,
        outcome=one.outcome,
        status=one.status,
        version=one.version,
        measures=[measure_shown(each, today) for each in measures],
    )


def answer_of(one: Response, today: dt.date) -> AnswerShown:
    """A response by itself; two queries."""
    measures = one.measures.order_by("position")
    return _answer(one, numbers(one.findings.order_by("position")), measures, today)


def diagnostic_shown(one: Diagnostic) -> DiagnosticShown:
    """A diagnostic with the basis of its rule."""
    from bihuan.web.diagnosis.words import note as told

    found = told(one)
    names = ("id", "severity", "code", "message", "quote", "line", "basis", "fix")
    return DiagnosticShown(**{name: getattr(found, name) for name in names}, finding=one.finding_id)


def event(one: Line) -> Event:
    """A line of the page as it reads there."""
    parts = [
        Part(label=label, changes=[Change(field=each.word, old=each.old, new=each.new) for each in changes])
        for label, changes in one.parts
    ]
    return Event(at=one.at, who=one.who, what=one.what, parts=parts)
