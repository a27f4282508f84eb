"""措施写在巡察开始之前。

查什么
    作为整改措施写出来的事，日期早于巡察（巡视、检查）开始的日子。
为什么
    问题还没有查出来，整改已经做完，读者会认为是拿旧事充数，或是把年份写错了。
依据
    整改从问题指出以后算起；巡察开始以前已经做的事可以作背景，不能作整改措施。
反例
    2023年3月1日至4月20日，县委第一巡察组对县水务局党组进行了巡察。5月30日，巡察组反馈了意见。
    一、业务工作有短板
    1.窗口服务不规范
    2023年1月5日，公布办事指南，统一着装。
    整改情况：完成整改。
正例
    2023年3月1日至4月20日，县委第一巡察组对县水务局党组进行了巡察。5月30日，巡察组反馈了意见。
    一、业务工作有短板
    1.窗口服务不规范
    2023年6月5日，公布办事指南，统一着装。
    整改情况：完成整改。
不查什么
    文件名里的年份、报告期、某某通知印发的日子不是做这件事的日子；没有写巡察何时开始的，不查；
    巡察开始以后、反馈以前做的事由 DT03 提示。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks.acts import action_dates, first_of_each_line, of_mention
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.policy.wording import plainly
from bihuan.report.nodes import Response

RULE = Rule("DT02", "before-inspection", "措施写在巡察开始之前", Severity.ERROR, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first such date of each line."""
    start = context.report.inspection.start
    if start is None:
        return
    early = (mention for mention in action_dates(response) if mention.end < start)
    for mention in first_of_each_line(early):
        yield Flag(
            of_mention(mention),
            f"巡察{plainly(start)}才开始，这件事却在{plainly(mention.start)}就做了；请核对年份，"
            "确是早先做的，不要写作整改措施。",
            findings=context.labels(response),
        )
