"""措施做在整改期限之后。

查什么
    作为整改措施写出来的事，日期晚于整改期限的最后一天。期限按反馈之日在用的规定计算，
    也可以用 --policy 指定；最后一天逢节假日的，顺延到下一个工作日。
为什么
    过了期限才做，要有延期的手续或说明；没有说明，就会被问是不是逾期整改。
依据
    期限规定及其来源见提示中的依据；标“待核”的，以上级通知为准。
反例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    6月20日，公布办事指南，统一着装。
    整改情况：完成整改。
正例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    4月20日，公布办事指南，统一着装。
    整改情况：完成整改。
不查什么
    没有写反馈日期的不查；审计整改另有期限，不查；今后的打算、每月要做的事和报告期不是已经做的事，不查；
    最后一天是周末的，下一个星期一做的不算逾期；但那个周末调休上班的，期限就到那天为止。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bihuan.checks.acts import action_dates, first_of_each_line, of_mention
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.policy import Policy
from bihuan.policy.wording import plainly
from bihuan.report.nodes import DocumentKind

RULE = Rule("DT08", "past-deadline", "措施做在整改期限之后", Severity.WARNING, since="0.1")
SATURDAY = 5


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first late date of each line."""
    feedback, policy = context.report.feedback_on, context.policy
    if feedback is None or policy is None or context.report.kind is DocumentKind.AUDIT:
        return
    end = policy.plain_end(feedback)
    late = [
        (response, mention)
        for _, response in context.responses
        for mention in first_of_each_line(one for one in action_dates(response) if one.start > end)
    ]
    due, note = end, ""
    if late:
        end = _monday_after(policy, end)
        if any(mention.start > end for _, mention in late):
            due, note = _due(policy, feedback)
        else:
            due = end
    for response, mention in late:
        if mention.start > due:
            yield Flag(
                of_mention(mention),
                f"意见{plainly(feedback)}反馈，{policy.rectification.text}的期限到{plainly(due)}为止{note}，"
                f"这件事做在{plainly(mention.start)}；请说明是否经批准延期。",
                findings=context.labels(response),
                basis=policy.basis,
            )


def _monday_after(policy: Policy, end: date) -> date:
    """An end at a weekend that was not worked reaches to Monday at least; so most reports need no table of
    holidays.
    """
    if end.weekday() < SATURDAY or not policy.rectification.holiday_rollover:
        return end
    from bihuan.policy.makeup_days import is_worked_weekend  # only few reports need it

    days = [end + timedelta(more) for more in range(7 - end.weekday() + 1)]
    return next(day for day in days if day.weekday() < SATURDAY or is_worked_weekend(day))


def _due(policy: Policy, feedback: date) -> tuple[date, str]:
    """Last day after rollover, and what to say where the year's holidays are not known."""
    from bihuan.policy.notices import working_calendar  # the holiday table costs as much as a whole check

    found = policy.deadline(feedback, working_calendar())
    return found.due, "（当年节假日安排待核）" if found.provisional else ""
