"""一份回答里的日期倒着写。

查什么
    同一份回答里，后写的事比紧挨着的前一件事日期还早。
为什么
    先后颠倒常常是月份写错或段落放错；就算没有错，读者也难看出整改是怎样一步步做下来的。
依据
    叙事按时间先后是公文的通行写法；确要倒叙的，写明“此前”即可。
反例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    4月12日，组织窗口人员学习办事指南。
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
正例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    4月12日，组织窗口人员学习办事指南。
    整改情况：完成整改。
不查什么
    只写月份的日期包含前一件事的日子，不算倒退；“3月30日、4月3日”并列的日子合起来看作一件事；
    报告期、期限和文件名里的日期不参加比较；不同的回答之间不比较。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bihuan.checks.acts import acts_of, of_mention
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Response

RULE = Rule("DT06", "out-of-order", "一份回答里的日期倒着写", Severity.INFO, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag where the step back happens; what follows is compared with the step itself."""
    for before, act in pairwise(acts_of(response)):
        if act.last >= before.first:
            continue
        mention, earlier = act.mentions[0], before.mentions[0]
        yield Flag(
            of_mention(mention),
            f"前面写的是{earlier.text}，这里又回到{mention.text}；请核对日期，或把先做的事写在前面。",
            findings=context.labels(response),
            related=(earlier.line,) if earlier.line != mention.line else (),
        )
