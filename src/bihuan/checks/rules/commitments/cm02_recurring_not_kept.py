"""说好每月、每季要做的，文中看不到做满。

查什么
    写了从某月起每月（每季度、每年）做一件事，而到报告最后的日期为止，同类的事做过的次数少于应做的次数。
为什么
    定了制度没有照做，是最容易被追问的一处：说好每月一次，四月有、五月没有，就要说明。
依据
    定期开展的工作，应当每期有记录；公开稿写出做过的日期或次数即可。
反例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.管网巡查不到位
    2月21日，建立巡查制度，从3月份开始，每月对主管道巡查一次。
    3月15日，巡查主管道12公里。
    6月20日，听取管网维护情况汇报。
    整改情况：正在整改。
正例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.管网巡查不到位
    2月21日，建立巡查制度，从3月份开始，每月对主管道巡查一次。
    3月15日、4月18日、5月16日，巡查主管道12公里。
    6月20日，听取管网维护情况汇报。
    整改情况：正在整改。
不查什么
    没有写从何时开始的；最后一期还没有过完的，不算在应做的次数里；写明已经做了几次、次数够的，或者写明期期都做了的；
    只说怎样发、怎样存的安排（补贴随工资按月发放）。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bihuan.checks import places
from bihuan.checks.acts import acts_of
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.checks.duties import Traces, kind_of_duty, told_as_kept
from bihuan.policy.wording import plainly

RULE = Rule("CM02", "recurring-not-kept", "说好定期做的没有做满", Severity.WARNING, since="0.1")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
NAMES = {"month": "个月", "quarter": "个季度", "year": "年"}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each duty with fewer traces than full periods."""
    duties = [one for one in context.report.commitments if one.every and one.from_]
    last = _last_day(context) if duties else None
    traces = Traces()
    for duty in duties:
        response, kind = context.response_at(duty.line), kind_of_duty(duty)
        if not (last and duty.every and duty.from_ and response) or kind is None:
            continue
        step = MONTHS[duty.every]
        due = _months(duty.from_, _next(last)) // step
        kept: set[int] = set()
        for first, end in traces.days(response, kind, duty):
            kept.update(range(_months(duty.from_, first) // step, _months(duty.from_, end) // step + 1))
        done = len(kept.intersection(range(due)))
        if max(done, traces.counted(response, kind)) < due and not told_as_kept(response):
            yield Flag(
                places.of_text(duty),
                f"从{plainly(duty.from_)}到{plainly(last)}已满{due}{NAMES[duty.every]}，"
                f"文中看到做过的只有{done}期；请补写做过的日期，没有做的说明原因。",
                findings=context.labels(response),
            )


def _last_day(context: Context) -> date | None:
    """The report's own date or the last day of an act, whichever is later."""
    days = [act.last for _, response in context.responses for act in acts_of(response)]
    return max([*days, *([context.today] if context.today else [])], default=None)


def _next(day: date) -> date:
    return day + timedelta(1) if day < date.max else day


def _months(start: date, day: date) -> int:
    """Months that begin after the month of ``start`` and not after ``day``; below 0 before it."""
    return (day.year - start.year) * 12 + day.month - start.month
