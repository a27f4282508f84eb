"""Working on responses: plan, steps, progress, extensions, comments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from bihuan.web.api.shapes.common import Day, Id, Named, Shown, Told, note, say, text
from bihuan.web.api.shapes.doing import (
    CommentShown,
    ExtensionShown,
    ProgressShown,
    comment_shown,
    extension_shown,
    progress_shown,
)
from bihuan.web.api.shapes.lasting import CommitmentShown, DutyShown, commitment_shown, duty_shown
from bihuan.web.api.shapes.measures import MeasureShown, ResponseLine, line_of, measure_shown
from bihuan.web.rectification import gates
from bihuan.web.rectification.services.locking import stamp_of
from bihuan.web.rectification.workflow import ENDED, Gates, ResponseState

if TYPE_CHECKING:
    from bihuan.web.rectification.loop.queries import ResponsePage

StepName = Literal[
    "submit_plan", "approve_plan", "return_plan", "revise", "start", "assess", "endorse", "approve",
    "take_up", "agree", "return", "withdraw", "reopen",
]  # fmt: skip
"""Steps of the workflow's table; a test holds them against it."""
WaitingStage = Literal[
    "", "plan_submitted", "self_assessed", "leader_approved", "unit_approved", "under_review",
]  # fmt: skip
"""States in which somebody has been asked; a test holds them against the workflow."""


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


class QueueFilters(Told):
    """What the queue is narrowed to."""

    ask: WaitingStage = say("只看等我办某一件事的，以它所在的环节表示", "")
    u: str = note("单位名称里的词", 60)
    section: str = note("部分的序号，或标题里的词", 60)
    since: Day | None = say("送来日期不早于", None)
    until: Day | None = say("送来日期不晚于", None)


class QueueShown(Shown):
    """What waits."""

    waiting: list[ResponseLine] = say("等我办理，最早送来的在前，最多 50 项")
    more: bool = say("等我办理的是否还有更多")
    next: str | None = say("下一页的 cursor")
    previous: str | None = say("上一页的 cursor")
    returned: list[ResponseLine] = say("退回给我单位的")
    working: list[ResponseLine] = say("我单位正在整改的，不含退回的")


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


class MarkTold(Told):
    """Severe, or no longer."""

    severe: bool = say("是否列为重点问题")
    opinion: str = text("理由")


def response_shown(found: ResponsePage, today: dt.date) -> ResponseShown:
    """Everything on the page of a response; no further query."""
    one, facts = found.response, found.facts
    names = ("outcome", "version", "target", "evaluation", "aim", "submission", "certificate")
    return ResponseShown(
        **line_of(one, facts.findings),
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


def _decision(one: Any) -> DecisionShown:
    names = ("step", "before", "after", "party", "opinion", "defect", "submission", "at")
    told = {name: getattr(one, name) for name in names}
    return DecisionShown(**told, step_label=one.get_step_display(), by=one.by.name)


def _seat(one: Any) -> SeatShown:
    names = ("title", "role", "needed", "agreed")
    told = {name: getattr(one, name) for name in names}
    held = one.claimed_by.name if one.claimed_by else ""
    return SeatShown(**told, held_by=held, held_until=one.claimed_until)
