"""写成做过的事，日子却在成文之后。

查什么
    措施里当作已经做了来写的事，日期晚于报告的成文日期（或 --as-of 给出的日期）。
为什么
    成文时还没有到的日子，不可能已经做了；不是日期写错，就是先写后做。
依据
    整改情况应当如实反映成文时的进展。
反例
    一、业务工作有短板
    1.窗口排队时间长
    2023年7月6日，增设两个窗口，排队时间缩短到十分钟。
    整改情况：完成整改。
    县政务服务中心党组
    2023年6月20日
正例
    一、业务工作有短板
    1.窗口排队时间长
    2023年6月6日，增设两个窗口，排队时间缩短到十分钟。
    整改情况：完成整改。
    县政务服务中心党组
    2023年6月20日
不查什么
    计划、拟、将在某日做的事；到期日；没有成文日期又没有给 --as-of 的报告。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks.acts import action_dates, first_of_each_line, of_mention
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.policy.wording import plainly
from bihuan.report.nodes import Response

RULE = Rule("DT04", "done-in-future", "写成做过的事，日子却在成文之后", Severity.ERROR, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first such date of each line."""
    today = context.today
    if today is None:
        return
    late = (mention for mention in action_dates(response) if mention.start > today)
    for mention in first_of_each_line(late):
        yield Flag(
            of_mention(mention),
            f"报告写于{plainly(today)}，这件事的日期却是{plainly(mention.start)}；请核对日期，"
            "还没有做的事改写为计划。",
            findings=context.labels(response),
        )
