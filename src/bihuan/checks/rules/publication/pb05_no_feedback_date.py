"""公开稿没有写巡察反馈的日期。

查什么
    全文看不出巡察组是哪一天反馈意见的。
为什么
    整改期限从反馈之日起算；没有这一天，是否按期就说不清。
依据
    巡视巡察整改情况公开的通行要求：公开稿应当写明标题、发布单位、日期、反馈时间、公布期限和联系方式。
反例
    中共云溪县水务局党组关于巡察整改情况的通报
    县委第一巡察组近日向县水务局党组反馈了巡察意见。现将整改情况予以公布。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    欢迎广大干部群众监督。公示时间：2023年5月8日至5月19日。联系电话：0000-1234567。
    中共云溪县水务局党组
    2023年5月8日
正例
    中共云溪县水务局党组关于巡察整改情况的通报
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况予以公布。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    欢迎广大干部群众监督。公示时间：2023年5月8日至5月19日。联系电话：0000-1234567。
    中共云溪县水务局党组
    2023年5月8日
不查什么
    审计整改报告没有反馈这一步，不查。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind

RULE = Rule("PB05", "no-feedback-date", "公开稿没有写反馈日期", Severity.WARNING, since="0.1")
KINDS = {DocumentKind.REPORT}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag on line 1."""
    report = context.report
    if report.kind in KINDS and report.feedback_on is None:
        yield Flag(places.of_line(report, 1), "没有写明反馈意见的日期，整改期限无从起算，请写出年月日。")
