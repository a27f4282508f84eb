"""措施写在巡察开始之后、反馈之前。

查什么
    作为整改措施写出来的事，日期在巡察开始以后、反馈意见以前。
为什么
    边巡边改、立行立改是好事，但要看得出它是巡察组当时指出的，而不是恰好做过的旧事。
依据
    立行立改事项应当有巡察组的移交或提醒记录；公开稿里一句话说明即可。
反例
    2023年3月1日至4月20日，县委第一巡察组对县水务局党组进行了巡察。5月30日，巡察组反馈了意见。
    一、业务工作有短板
    1.窗口服务不规范
    4月5日，公布办事指南，统一着装。
    整改情况：完成整改。
正例
    2023年3月1日至4月20日，县委第一巡察组对县水务局党组进行了巡察。5月30日，巡察组反馈了意见。
    一、业务工作有短板
    1.窗口服务不规范
    6月5日，公布办事指南，统一着装。
    整改情况：完成整改。
不查什么
    没有写巡察何时开始或何时反馈的，不查；巡察开始以前的由 DT02 提示；反馈当天做的不提示。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks.acts import action_dates, first_of_each_line, of_mention
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.policy.wording import plainly
from bihuan.report.nodes import Response

RULE = Rule("DT03", "before-feedback", "措施写在反馈之前", Severity.INFO, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first such date of each line."""
    start, feedback = context.report.inspection.start, context.report.feedback_on
    if start is None or feedback is None:
        return
    between = (mention for mention in action_dates(response) if start <= mention.end < feedback)
    for mention in first_of_each_line(between):
        yield Flag(
            of_mention(mention),
            f"意见{plainly(feedback)}才反馈，这件事在巡察期间或反馈之前就做了；如属立行立改，请写明。",
            findings=context.labels(response),
        )
