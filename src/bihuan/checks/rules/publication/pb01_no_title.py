"""公开稿没有标题。

查什么
    向社会或党内公布的整改报告，开头没有标题。
为什么
    没有标题，读者不知道是谁就哪一次巡察作的公布，归档和检索也无从下手。
依据
    巡视巡察整改情况公开的通行要求：公开稿应当写明标题、发布单位、日期、反馈时间、公布期限和联系方式。
反例
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况予以公布。
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
    反馈意见、方案、通知等不是公开稿，不查。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind

RULE = Rule("PB01", "no-title", "公开稿没有标题", Severity.WARNING, since="0.1")
KINDS = {DocumentKind.REPORT, DocumentKind.AUDIT}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag on line 1."""
    report = context.report
    if report.kind in KINDS and report.title is None:
        yield Flag(
            places.of_line(report, 1), "公开稿没有标题，请写明哪个单位、哪一次巡察（审计）的整改情况。"
        )
