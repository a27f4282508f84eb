"""公开稿没有写由谁发布。

查什么
    标题、落款和网页上的发布机构里都没有发布单位。
为什么
    没有发布单位，就没有人对公开的内容负责，群众也不知道向谁反映。
依据
    巡视巡察整改情况公开的通行要求：公开稿应当写明标题、发布单位、日期、反馈时间、公布期限和联系方式。
反例
    关于巡察整改情况的通报
    县委第一巡察组近日向县水务局党组反馈了巡察意见。现将整改情况予以公布。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
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
    标题里写明了单位，或者有落款、有网页上的发布机构，三者有一即可。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind

RULE = Rule("PB02", "no-issuer", "公开稿没有写发布单位", Severity.WARNING, since="0.1")
KINDS = {DocumentKind.REPORT, DocumentKind.AUDIT}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag on the last line with text."""
    report = context.report
    if report.kind in KINDS and report.issuer is None:
        yield Flag(places.last_line(report), "看不出由哪个单位发布，请在标题或落款中写明单位全称。")
