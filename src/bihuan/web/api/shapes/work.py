"""Working on responses: plan, steps, progress, extensions, comments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Id, Named, Shown, Told, Version, note, say, text
from bihuan.web.api.shapes.lasting import CommitmentShown, DutyShown, commitment_shown, duty_shown
from bihuan.web.api.shapes.ledger import MeasureShown, ResponseLine, measure_shown, numbers
from bihuan.web.rectification import gates
from bihuan.web.rectification.loop.contexts import called
from bihuan.web.rectification.services.locking import stamp_of
from bihuan.web.rectification.workflow import ENDED, NEXT, Gates, ResponseState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.inspections.models import Finding
    from bihuan.web.rectification.loop.queries import ResponsePage
    from bihuan.web.rectification.models import Comment, Extension, Progress, Response

Kind = Literal["", "immediate", "limited", "lasting"]
Category = Literal["", "rules", "recovery", "liability", "inference", "campaign"]
StepName = Literal[
    "submit_plan", "approve_plan", "return_plan", "revise", "start", "assess", "endorse", "approve",
    "take_up", "agree", "return", "withdraw", "reopen",
]  # fmt: skip
"""Steps of the workflow's table; a test holds them against it."""


class OpenStep(Shown):
    """A step that the account may take now."""

    step: str = say("步骤代号")
    label: str = say("步骤名称")
    needs: list[str] = say("须写明：reason 理由、defect 缺陷类型、evaluation 书面自评、aim 怎样了结")


class Lack(Shown):
    """One thing that is not in order."""

    text: str = say("缺什么，一句话")
    href: str = say("在哪个页面补")


class Condition(Shown):
    """A condition of the next step."""

    title: str = say("条件")
    missing: list[Lack] = say("还缺什么；齐了为空")


class ProgressShown(Shown):
    """A dated entry."""

    id: int = say("进展编号")
    measure: int = say("措施编号")
    on: dt.date = say("日期")
    done: str = say("做了什么")
    next: str = say("下一步")
    obstacle: str = say("困难和需要协调的事")
    by: str = say("登记人")
    at: dt.datetime = say("登记时间")


class DecisionShown(Shown):
    """A step that somebody took."""

    step: str = say("步骤代号")
    step_label: str = say("步骤名称")
    before: str = say("原环节")
    after: str = say("现环节")
    party: str = say("会审方；不是会审时为空")
    opinion: str = say("意见")
    defect: str = say("退回时的缺陷类型")
    submission: int = say("第几次送审")
    by: str = say("办理人")
    at: dt.datetime = say("办理时间")


class SeatShown(Shown):
    """A party of the co-review."""

    title: str = say("会审方")
    role: str = say("由哪个角色审核")
    needed: int = say("需几人同意")
    agreed: int = say("已同意几人")
    held_by: str = say("承办人；没有人承办时为空")
    held_until: dt.datetime | None = say("承办到")


class CommentShown(Shown):
    """A remark."""

    id: int = say("意见编号")
    text: str = say("意见")
    by: str = say("发言人")
    at: dt.datetime = say("时间")
    resolved: bool = say("是否已解决")


class ExtensionShown(Shown):
    """A request for a later day."""

    id: int = say("延期编号")
    measure: int = say("措施编号")
    old_due: dt.date = say("原时限")
    new_due: dt.date = say("申请延至")
    reason: str = say("理由")
    state: str = say("pending 待批准、granted 已批准、refused 未批准")
    asked_by: str = say("申请人")
    asked_at: dt.datetime = say("申请时间")
    decided_by: str = say("审批人；未批时为空")
    decided_at: dt.datetime | None = say("审批时间")
    opinion: str = say("审批意见")


class ResponseShown(ResponseLine):
    """A response with everything on its page."""

    unit: Named = say("单位")
    outcome: str = say("整改情况原文")
    version: int = say("版本，修改整改情况时写回")
    stamp: str = say("整改和措施的印记，填方案、办理时写回；别人改过就对不上")
    target: str = say("整改目标")
    evaluation: str = say("书面自评")
    aim: str = say("申请怎样了结：closed、long_term、not_achieved，未申请为空")
    submission: int = say("第几次送审")
    certificate: str = say("销号单编号；未了结为空")
    reopens: int | None = say("重新整改的，原来整改的编号")
    measures: list[MeasureShown] = say("措施")
    progress: list[ProgressShown] = say("各项措施的进展，新的在前")
    extensions: list[ExtensionShown] = say("延期申请")
    duties: list[DutyShown] = say("定期任务")
    commitments: list[CommitmentShown] = say("承诺")
    comments: list[CommentShown] = say("意见")
    decisions: list[DecisionShown] = say("办理经过，新的在前，最多 100 条")
    seats: list[SeatShown] = say("会审各方")
    conditions: list[Condition] = say("下一步的条件；已了结为空")
    steps: list[OpenStep] = say("您现在可以办理的步骤")


class PlanLine(ResponseLine):
    """A response in the plan of a case."""

    measures: int = say("措施数")
    planned: int = say("类型、时限、完成标准、牵头领导都已填写的措施数")
    due: dt.date | None = say("最晚的完成时限")


class QueueShown(Shown):
    """What waits."""

    waiting: list[ResponseLine] = say("等我办理，最早送来的在前，最多 50 项")
    more: bool = say("等我办理的是否还有更多")
    returned: list[ResponseLine] = say("退回给我单位的")
    working: list[ResponseLine] = say("我单位正在整改的")


class TaskLine(Shown):
    """A measure in 任务清单 or 责任清单."""

    measure: int = say("措施编号")
    response: int = say("整改编号")
    numbers: str = say("问题序号")
    text: str = say("措施")
    kind: str = say("类型")
    criteria: str = say("完成标准")
    due: dt.date | None = say("完成时限")
    state: str = say("落实情况")
    leader: str = say("牵头领导")
    department: str = say("责任科室")
    person: str = say("责任人")


class ListShown(Shown):
    """问题清单, 任务清单 or 责任清单."""

    title: str = say("清单名称")
    problems: list[PlanLine] = say("问题清单的各行；其他清单为空")
    tasks: list[TaskLine] = say("任务清单、责任清单的各行；问题清单为空")


class Colleague(Shown):
    """Somebody of the unit who may be named."""

    id: int = say("人员编号")
    name: str = say("姓名")
    post: str = say("职务")


class Proposal(Shown):
    """A day that policy proposes."""

    kind: str = say("措施类型")
    due: dt.date | None = say("建议的完成时限")
    why: str = say("怎样算出来的")


class PlanShown(Shown):
    """What a plan is made of."""

    target: str = say("整改目标")
    stamp: str = say("印记，填写时写回")
    measures: list[MeasureShown] = say("措施")
    people: list[Colleague] = say("可选的牵头领导和责任人")
    departments: list[Named] = say("可选的责任科室")
    proposals: list[Proposal] = say("按政策建议的时限")


class StepTold(Told):
    """A step with what it needs."""

    stamp: str | None = say("您看到的印记；也可以写在 If-Match", None, max_length=40)
    opinion: str = note("意见、理由；退回和重新整改必填")
    defect: Literal["", "verbal", "half_done", "false", "unproved"] = say("退回时的缺陷类型", "")
    evaluation: str = note("书面自评；提交自评时必填")
    aim: Literal["", "closed", "long_term", "not_achieved"] = say("提交自评时申请怎样了结", "")


class StepsTold(Told):
    """One step for many responses of a case."""

    step: Literal["submit_plan", "approve_plan"] = say("报批方案还是批准方案")
    responses: list[Id] = say("哪些整改", min_length=1, max_length=500)


class StepResult(Shown):
    """What became of one of many."""

    response: int = say("整改编号")
    done: bool = say("是否办成")
    said: str = say("没有办成时缺什么")


class MeasurePlanTold(Told):
    """What the plan says of a measure; what is left out stays as it is."""

    id: Id = say("措施编号")
    kind: Kind | None = say("类型", None)
    category: Category | None = say("性质", None)
    criteria: str | None = say("完成标准", None, max_length=2_000)
    due: Day | None = say("完成时限；写 null 即未定", None)
    leader: Id | None = say("牵头领导的人员编号；写 null 即未定", None)
    department: Id | None = say("责任科室编号；写 null 即未定", None)
    person: Id | None = say("责任人的人员编号；写 null 即未定", None)


class NewMeasureTold(Told):
    """A measure that the plan adds."""

    text: str = text("措施原文", 20_000)
    kind: Kind = say("类型", "")
    category: Category = say("性质", "")
    criteria: str = note("完成标准", 2_000)
    due: Day | None = say("完成时限", None)
    leader: Id | None = say("牵头领导的人员编号", None)
    department: Id | None = say("责任科室编号", None)
    person: Id | None = say("责任人的人员编号", None)


class PlanTold(Told):
    """The plan as far as it is filled in."""

    target: str | None = say("整改目标；不写即不改", None, max_length=2_000)
    measures: list[MeasurePlanTold] = say("要改的措施", [], max_length=500)
    new: list[NewMeasureTold] = say("要增加的措施", [], max_length=50)
    stamp: str | None = say("您看到的印记；也可以写在 If-Match", None, max_length=40)


class MarkTold(Told):
    """Severe, or no longer."""

    severe: bool = say("是否列为重点问题")
    opinion: str = text("理由")


class ProgressTold(Told):
    """A dated entry."""

    on: Day = say("日期")
    done: str = text("做了什么")
    next: str = note("下一步")
    obstacle: str = note("困难和需要协调的事")


class SettleTold(Told):
    """What became of a measure."""

    state: Literal["done", "lasting", "open"] = say("已落实、转为定期任务、还没有落实")
    done_on: Day | None = say("落实的日期；已落实的必填", None)
    result: str = note("落实的结果；已落实的必填")
    version: Version | None = say("您看到的版本；也可以写在 If-Match", None)


class ExtendTold(Told):
    """A later day."""

    new_due: Day = say("延至")
    reason: str = text("为什么不能按期完成、延期后怎样完成")


class DecideTold(Told):
    """Yes or no."""

    granted: bool = say("是否同意")
    opinion: str = note("意见；不同意的必填")


class CommentTold(Told):
    """A remark."""

    text: str = text("意见；@姓名 会通知本人", 2_000)


class ResolveTold(Told):
    """Resolved, or open again."""

    resolved: bool = say("是否已解决")


def response_line(one: Response, findings: Sequence[Finding]) -> ResponseLine:
    """A response as lists tell it."""
    return ResponseLine(**_line(one, findings))


def _line(one: Response, findings: Sequence[Finding]) -> dict[str, Any]:
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


def plan_line(one: Response, findings: Sequence[Finding], measures: Sequence[Any]) -> PlanLine:
    """A response with how far its plan is filled in."""
    return PlanLine(
        **_line(one, findings),
        measures=len(measures),
        planned=sum(bool(m.kind and m.due and m.criteria and m.leader_id) for m in measures),
        due=max((m.due for m in measures if m.due), default=None),
    )


def task_line(measure: Any, findings: Sequence[Finding]) -> TaskLine:
    """A measure with the names of its people."""
    names = ("text", "kind", "criteria", "due", "state")
    people: dict[str, Any] = {
        name: str(getattr(measure, name) or "") for name in ("leader", "department", "person")
    }
    return TaskLine(
        **{name: getattr(measure, name) for name in names},
        **people,
        measure=measure.pk,
        response=measure.response_id,
        numbers=called(findings),
    )


def response_shown(found: ResponsePage, today: dt.date) -> ResponseShown:
    """Everything on the page of a response; no further query."""
    one, facts = found.response, found.facts
    names = ("outcome", "version", "target", "evaluation", "aim", "submission", "certificate")
    return ResponseShown(
        **_line(one, facts.findings),
        **{name: getattr(one, name) for name in names},
        unit=Named(id=one.unit_id, name=str(one.feedback.unit)),
        stamp=stamp_of(one, facts.measures),
        reopens=one.reopens_id,
        measures=[measure_shown(each, today) for each in facts.measures],
        progress=[progress_shown(each) for rows in found.progress.values() for each in rows],
        extensions=[extension_shown(each) for each in facts.extensions],
        duties=[duty_shown(each, found.occurrences.get(each.pk, {}), today) for each in facts.duties],
        commitments=[commitment_shown(each, today) for each in found.commitments],
        comments=[comment_shown(each) for each in found.comments],
        decisions=[_decision(each) for each in found.decisions],
        seats=[_seat(each) for each in found.seats],
        conditions=_conditions(found),
        steps=[
            OpenStep(step=each.step, label=each.step.label, needs=[need.value for need in each.needs])
            for each in found.steps
        ],
    )


def _conditions(found: ResponsePage) -> list[Condition]:
    state = ResponseState(found.response.state)
    if state in ENDED:
        return []
    plan = state in (ResponseState.DRAFT, ResponseState.PLAN_SUBMITTED)
    return [
        Condition(title=one.title, missing=[Lack(text=each.text, href=each.href) for each in one.missing])
        for one in gates.judge(Gates.PLAN if plan else Gates.END, found.facts)
    ]


def progress_shown(one: Progress) -> ProgressShown:
    """An entry with who made it."""
    names = ("on", "done", "next", "obstacle", "at")
    told = {name: getattr(one, name) for name in names}
    return ProgressShown(**told, id=one.pk, measure=one.measure_id, by=one.by.name)


def extension_shown(one: Extension) -> ExtensionShown:
    """A request with who asked and who decided."""
    names = ("old_due", "new_due", "reason", "state", "asked_at", "decided_at", "opinion")
    return ExtensionShown(
        **{name: getattr(one, name) for name in names},
        id=one.pk,
        measure=one.measure_id,
        asked_by=one.asked_by.name,
        decided_by=one.decided_by.name if one.decided_by else "",
    )


def comment_shown(one: Comment) -> CommentShown:
    """A remark with who made it."""
    resolved = one.resolved_at is not None
    return CommentShown(id=one.pk, text=one.text, by=one.by.name, at=one.at, resolved=resolved)


def _decision(one: Any) -> DecisionShown:
    names = ("step", "before", "after", "party", "opinion", "defect", "submission", "at")
    told = {name: getattr(one, name) for name in names}
    return DecisionShown(**told, step_label=one.get_step_display(), by=one.by.name)


def _seat(one: Any) -> SeatShown:
    names = ("title", "role", "needed", "agreed")
    told = {name: getattr(one, name) for name in names}
    held = one.claimed_by.name if one.claimed_by else ""
    return SeatShown(**told, held_by=held, held_until=one.claimed_until)
