"""多数措施写了日期，这一条没有。

查什么
    报告里多数措施都写了日期，而这一条做过的事没有写。
为什么
    没有日期就无从核对；别的都有，独独这一条没有，检查的人会先问它。
依据
    整改台账应当记明每项措施的完成时间。
反例
    2023年2月7日，县委第一巡察组反馈了巡察意见。
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    3月9日，公布各窗口等候人数。
    4月2日，调整午间值班。
    轮训窗口人员14名。
    整改情况：完成整改。
正例
    2023年2月7日，县委第一巡察组反馈了巡察意见。
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    3月9日，公布各窗口等候人数。
    4月2日，调整午间值班。
    4月20日，轮训窗口人员14名。
    整改情况：完成整改。
不查什么
    打算做的事；多数措施本来就不写日期的报告；措施太少、看不出习惯的报告。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Parameter, Rule, Severity
from bihuan.zh.dates import DateRole
from bihuan.zh.tense import Tense

RULE = Rule(
    "DT05",
    "undated-measure",
    "多数措施写了日期，这一条没有",
    Severity.INFO,
    since="0.1",
    parameters=(
        Parameter("share", 60, "写了日期的措施占百分之几以上才查"),
        Parameter("minimum", 3, "至少有几条措施才查"),
    ),
)


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each undated measure that tells something done."""
    told = [
        (response, measure, any(one.role is DateRole.ACTION for one in measure.dates))
        for _, response in context.responses
        if response.findings
        for measure in response.measures
        if measure.tense is not Tense.PLANNED
    ]
    dated = sum(has_date for _, _, has_date in told)
    if len(told) < context.number(RULE, "minimum") or 100 * dated < context.number(RULE, "share") * len(told):
        return
    for response, measure, has_date in told:
        if not has_date:
            yield Flag(
                places.of_text(measure),
                f"全文{len(told)}条措施有{dated}条写了日期，这一条没有，请补写。",
                findings=context.labels(response),
            )
