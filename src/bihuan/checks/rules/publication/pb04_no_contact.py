"""公开稿没有写联系方式。

查什么
    全文没有电话、信箱、邮箱中的任何一种。
为什么
    公开是为了接受监督；没有联系方式，群众有意见无处反映。
依据
    巡视巡察整改情况公开的通行要求：公开稿应当写明标题、发布单位、日期、反馈时间、公布期限和联系方式。
反例
    中共云溪县水务局党组关于巡察整改情况的通报
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况予以公布。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
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
    电话、通信地址、电子邮箱有一种即可。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind

RULE = Rule("PB04", "no-contact", "公开稿没有写联系方式", Severity.WARNING, since="0.1")
KINDS = {DocumentKind.REPORT, DocumentKind.AUDIT}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag on the last line with text."""
    report = context.report
    contact = report.contact
    if report.kind not in KINDS or (contact and (contact.phone or contact.email or contact.post)):
        return
    yield Flag(places.last_line(report), "没有联系方式，群众有意见无处反映，请写明电话、通信地址或电子邮箱。")
