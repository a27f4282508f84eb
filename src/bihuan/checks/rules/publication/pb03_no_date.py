"""公开稿没有写发布日期。

查什么
    落款没有日期，网页上也没有成文日期或发布时间。
为什么
    整改情况是截至某一天的情况；没有日期，“目前”“已完成”就无从核对。
依据
    巡视巡察整改情况公开的通行要求：公开稿应当写明标题、发布单位、日期、反馈时间、公布期限和联系方式。
反例
    中共云溪县水务局党组关于巡察整改情况的通报
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况予以公布。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    欢迎监督。联系电话：0000-1234567。
    中共云溪县水务局党组
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
    落款日期、成文日期、发布时间、标题下单写一行的日期，有一即可；正文里的其他日期不算。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind, Report
from bihuan.zh.dates import read_full_date

RULE = Rule("PB03", "no-date", "公开稿没有写日期", Severity.WARNING, since="0.1")
KINDS = {DocumentKind.REPORT, DocumentKind.AUDIT}


HEAD = 8
"""Lines at the top among which a date of its own may stand below the title."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag on the last line with text."""
    report = context.report
    if report.kind in KINDS and report.issued_on is None and not _dated_below_title(report):
        yield Flag(
            places.last_line(report), "没有发布日期，“目前”“已完成”说的是哪一天无从核对，请在落款写明年月日。"
        )


def _dated_below_title(report: Report) -> bool:
    """True for a line near the top that is nothing but a date, in brackets or not."""
    for line in report.lines[:HEAD]:
        bare = line.strip(" \t\u3000（）()【】")
        if 6 <= len(bare) <= 14 and read_full_date(bare):
            return True
    return False
