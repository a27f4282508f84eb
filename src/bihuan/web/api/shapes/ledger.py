"""Cases, findings, responses, measures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bihuan.web.api.shapes.common import Named, Shown, Told, Version, note, say
from bihuan.web.api.shapes.measures import MeasureShown, measure_shown, numbers
from bihuan.web.inspections.models import OPEN
from bihuan.web.rectification.workflow import ResponseState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bihuan.web.diagnosis.models import Diagnostic
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure, Response
    from bihuan.web.rectification.queries import FindingPage, Row, SectionTotals, Totals


class CaseLine(Shown):
    """A case in a list."""

    id: int = say("台账编号")
    title: str = say("标题，没有标题时是单位和轮次")
    unit: Named = say("单位")
    round: Named = say("轮次")
    kind: str = say("文种：report、feedback、plan、audit、notice、other")
    given_on: dt.date | None = say("反馈日期")
    errors: int = say("体检认为不能成立的项数，含已经说明的")
    answered: int = say("其中已经说明、说明仍在有效期内的项数")
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
        "answered": case.answered,
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
