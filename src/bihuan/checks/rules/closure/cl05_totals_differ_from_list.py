"""写的问题总数与所列的不符。

查什么
    正文说反馈了多少个问题，与下面列出的问题个数（或具体表现的个数）都对不上。
为什么
    说19个、列18个，读者会问少的那个到哪里去了。
依据
    汇总数字应当与清单一致。
反例
    2023年2月7日，县委第一巡察组反馈了巡察意见，共反馈问题4个，已完成整改3个，正在整改1个。
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
    2.投诉办理慢
    3月9日，把投诉办理时限由十日改为五日。
    整改情况：完成整改。
    3.档案不齐
    3月12日，补齐档案46卷。
    整改情况：正在整改。
正例
    2023年2月7日，县委第一巡察组反馈了巡察意见，共反馈问题3个，已完成整改2个，正在整改1个。
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
    2.投诉办理慢
    3月9日，把投诉办理时限由十日改为五日。
    整改情况：完成整改。
    3.档案不齐
    3月12日，补齐档案46卷。
    整改情况：正在整改。
不查什么
    总数与具体表现的个数相符的；说明只公布一部分的；任务数、措施数（只拿问题比问题）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind, Totals
from bihuan.zh.looks import has_counted
from bihuan.zh.numerals import read_number

RULE = Rule("CL05", "totals-differ-from-list", "写的问题总数与所列的不符", Severity.WARNING, since="0.1")
KINDS = {DocumentKind.REPORT, DocumentKind.AUDIT}
PARTIAL = ("部分问题", "主要问题", "可公开", "不宜公开", "不予公开", "除涉密", "例举", "列举", "摘要")
"""Words of a text that says it shows only some of the findings."""


EARLIER = ("上轮", "上一轮", "历次", "以往", "往年", "往届", "上年度", "去年")
TOLD = ("清单", "问题", "意见")
HEAD = 8
"""Lines in which a report says how much was found."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first total of findings that fits no way of counting what is listed."""
    report = context.report
    if report.kind not in KINDS:
        return
    findings = [finding for _, response in context.responses for finding in response.findings]
    stated = [one for one in report.totals if one.what == "findings" and one.total is not None]
    fine = sum(len(finding.subfindings) or 1 for finding in findings)
    counts = {len(findings), fine, sum(len(finding.subfindings) for finding in findings)}
    counts |= {len({(finding.group or finding.title) for finding in findings})}
    if findings and not stated:
        counts |= {len({id(section) for section, _ in context.responses})}
        yield from [*_facets(context, counts, len(findings)), *_told(context, counts, len(findings))][:1]
    if not findings or not stated:
        return
    if any(one.total in counts for one in stated):
        yield from _of_all(context, stated, counts, len(findings))
        return
    of_all = [one for one in stated if context.response_at(one.line) is None] or stated
    whole = max(of_all, key=lambda one: (one.total or 0, -one.line))
    if not _is_of_part(context, whole):
        listed = f"{len(findings)}个" if fine == len(findings) else f"{len(findings)}个（具体表现{fine}个）"
        yield Flag(
            places.of_text(whole),
            f"这里说有{whole.total}个问题，下面列出的是{listed}；请核对，只公布一部分的请写明。",
        )


def _of_all(context: Context, stated: list[Totals], counts: set[int], listed: int) -> Iterator[Flag]:
    """反馈的8个问题全部完成整改 at the end of a report that lists nine and says so at its head."""
    if any(map(_is_partial, context.report.lines[:30])):
        return
    if any(one.total == listed for one in stated):
        counts = {listed}  # 7 findings with 8 aspects: told as 7, they are not 8 elsewhere
    for one in stated:
        if one.total in counts or one.total is None or one.total < listed // 2:
            continue
        if _whole().match(one.text) and not any(word in one.text for word in EARLIER):
            yield Flag(
                places.of_text(one),
                f"这里说有{one.total}个问题，与下面列出的、别处写的都不同；请核对。",
            )
            return


def _told(context: Context, counts: set[int], listed: int) -> Iterator[Flag]:
    """学校收到问题清单九条, 对7个问题建账管理: what the head of a text says before its first finding."""
    for line, text in enumerate(context.report.lines[:HEAD], 1):
        if context.response_at(line) is not None:
            return
        counted = has_counted(text, "条项个") and any(word in text for word in TOLD)
        match = _number_told().search(text) if counted else None
        number = read_number(match["a"] or match["b"] or match["c"]) if match else None
        if match is None or not isinstance(number, int) or number in counts or _is_partial(text):
            continue
        if any(word in text[: match.start()] for word in EARLIER):
            continue
        start = context.line_starts[line - 1]
        yield Flag(
            places.in_text(context, start + match.start(), start + match.end()),
            f"这里说有{number}个问题，下面列出的是{listed}个；请核对，只公布一部分的请写明。",
        )
        return


def _facets(context: Context, counts: set[int], listed: int) -> Iterator[Flag]:
    """反馈了12个方面的问题, where nothing finer is counted."""
    for line, text in enumerate(context.report.lines[:HEAD], 1):
        match = _number_of_facets().search(text) if "个方面" in text else None
        number = read_number(match["n"]) if match else None
        if match and isinstance(number, int) and number not in counts and not _is_partial(text):
            start = context.line_starts[line - 1] + match.start("n")
            yield Flag(
                places.in_text(context, start, context.line_starts[line - 1] + match.end()),
                f"这里说有{number}个方面的问题，下面列出的是{listed}个；请核对，只公布一部分的请写明。",
            )
            return


def _is_of_part(context: Context, totals: Totals) -> bool:
    """True where the text says that it shows only some findings, or a response counts its own."""
    if any(map(_is_partial, context.report.lines[:30])):
        return True
    if _share().search(totals.text):
        return True
    return context.response_at(totals.line) is not None


def _is_partial(text: str) -> bool:
    return any(word in text for word in PARTIAL)


@cache
def _share() -> re.Pattern[str]:
    """班子成员牵头的9个问题: somebody's share of them."""
    return re.compile("(?:牵头|分管|负责|承办|认领)的[^，。；]{0,6}[0-9０-９一二三四五六七八九十百]+个")


@cache
def _whole() -> re.Pattern[str]:
    """至此，巡察反馈的8个问题…: all of them, not some."""
    number = "[0-9０-９一二三四五六七八九十百]+"
    return re.compile(
        "\\s*(?:至此|截[至止到][^，。]{1,12}|目前|现在|总的看)?[，,]?(?:"
        f"(?:(?:本次|此次|这次)?[^，。；0-9一二三四五六七八九十]{{0,12}}(?:反馈|指出)的?(?:意见中的)?|以上|上述|全部|所有){number}[个项条](?:具体|整改)*问题"
        f"|{number}[个项条](?:反馈|巡察)?(?:反馈|整改)?问题[^，。；0-9]{{0,4}}(?:全部|均|都)(?:已经?)?(?:完成|整改|销号|办结|落实|解决))"
    )


@cache
def _number_told() -> re.Pattern[str]:
    number = "[0-9０-９]+|[一二三四五六七八九十]+"
    return re.compile(
        f"(?:收到|接到|领回|认领|带回|拿到|移交)[^，。；0-9]{{0,10}}(?:问题|意见|整改)?清单(?:共有?|计|中)?(?P<a>{number})[条项个](?!方面|类)"
        f"|(?:对|就|围绕|针对)(?:反馈的|指出的|全部|这|以下)?(?P<b>{number})[条项个](?:反馈|整改)?问题(?:建账|建立台账|逐[条项一个]|照单|列出|挂账|进行|分别|一一|，)"
        f"|(?:巡察|巡视|审计)[^，。；0-9]{{0,12}}(?:提|指)出?了?(?P<c>{number})[条项个](?:整改)?(?:意见|问题)(?=[，。；])"
    )


@cache
def _number_of_facets() -> re.Pattern[str]:
    return re.compile(
        "反馈[^。；，]{0,12}?(?P<n>[0-9０-９]+|[一二三四五六七八九十]+)个方面的?(?:突出|主要|具体)?问题(?![0-9一二三四五六七八九十])"
    )
