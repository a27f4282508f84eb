"""整份整改没有一个数字。

查什么
    一份整改的措施和结果里，没有一个说明做了多少、改了多少的数字。
为什么
    有数才能核对，也才看得出改前改后；一个数字也没有，多半是没有量过。
依据
    整改成效应当可衡量、可核对。
反例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，调整窗口设置，方便群众办事。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设2个窗口，平均等候由40分钟降到10分钟。
    整改情况：完成整改。
不查什么
    日期、文号、届次、序号不算数字；还没有做的不查。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Response
from bihuan.zh.tense import Tense

RULE = Rule("SB02", "no-figure", "整份整改没有一个数字", Severity.INFO, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first finding when nothing done is counted or measured."""
    done = [measure for measure in response.measures if measure.tense is not Tense.PLANNED]
    if not response.findings or not done:
        return
    texts = [measure.text for measure in response.measures]
    if response.outcome:
        texts.append(response.outcome.text)
    if not any(context.has_figure(text) for text in texts):
        yield Flag(
            places.of_response(response),
            "这一份整改没有一个数字，看不出做了多少、改了多少；能量化的请写上。",
            findings=context.labels(response),
        )
