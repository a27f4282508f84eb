"""问题写了，却没有任何整改措施回答它。

查什么
    报告里列出的问题，后面没有一条整改措施；只写一句“已完成整改”而不写做了什么的，也算。
为什么
    没有措施，就无从知道问题是怎么改的；漏答的问题往往正是难改的问题。
依据
    整改情况应当对反馈的每个问题逐一说明。
反例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    2.窗口排队时间长
    二、内部管理不严
    3.车辆使用登记不全
    3月8日，补登出车记录，指定专人管理。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    2.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
不查什么
    反馈意见、工作方案本来就只列问题，不查；几个问题合用一份回答的，见 ST04。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind

RULE = Rule("ST02", "finding-without-measure", "问题没有措施回答", Severity.ERROR, since="0.1")
KINDS = {DocumentKind.REPORT, DocumentKind.AUDIT}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each finding without a measure, unless the text lists only findings or outcomes."""
    report = context.report
    if report.kind not in KINDS or not any(response.measures for _, response in context.responses):
        return
    asked = [response for _, response in context.responses if response.findings]
    bare = [response for response in asked if not response.measures]
    only_outcome = [response for response in bare if response.outcome]
    styled = 2 * len(only_outcome) > len(asked)  # a text that tells nothing but outcomes does so on purpose
    for response in bare:
        if response.outcome and styled:
            continue
        said = "只写了整改结果，没有写做了什么" if response.outcome else "后面没有整改措施，也没有整改结果"
        for finding in response.findings:
            yield Flag(
                places.of_title(finding),
                f"这个问题{said}，请补充措施，或说明由哪一部分回答。",
                findings=context.label(finding),
            )
