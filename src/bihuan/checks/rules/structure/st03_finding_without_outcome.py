"""别的问题都写了整改结果，这个问题没有写。

查什么
    报告对其他问题写明了整改结果（完成整改、正在整改等），这一份回答有措施而没有结果。
为什么
    读者会以为它和别的一样已经完成，而实际情况可能相反；汇总数字也对不上。
依据
    整改情况应当逐项写明进展和结果。
反例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    2.窗口排队时间长
    3月6日，增设两个窗口。
正例
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    2.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
不查什么
    全文都不逐项写结果、只有汇总数字的报告不查；结果写了但说法不明的，见 CL03；连措施也没有的，见 ST02。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind, Response

RULE = Rule("ST03", "finding-without-outcome", "没有写整改结果", Severity.WARNING, since="0.1")
KINDS = {DocumentKind.REPORT, DocumentKind.AUDIT}
USUAL = 4
"""One outcome in so many responses makes stating outcomes the habit of the text."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first finding of each response that has measures and no outcome."""
    report = context.report
    if report.kind not in KINDS:
        return
    answered = [response for _, response in context.responses if response.findings and response.measures]
    silent = [response for response in answered if response.outcome is None]
    if (len(answered) - len(silent)) * USUAL < len(answered):
        return
    for response in silent:
        if _closes(response):
            continue
        yield Flag(
            places.of_response(response),
            "其他问题都写明了整改结果，这里没有写，请补上，以免被当作已经完成。",
            findings=context.labels(response),
        )


def _closes(response: Response) -> bool:
    """True when the last measure ends in a sentence about the finding itself, in whatever wording."""
    return bool(_closing().search(response.measures[-1].text[-80:].rstrip()))


@cache
def _closing() -> re.Pattern[str]:
    """Compiled when first wanted: most reports state every outcome."""
    return re.compile(
        r"(?:\A|[。；！])(?:目前，?)?(?:该|此|本|上述|以上|这)[^。；，]{0,3}(?:问题|任务|事项)[^。；]{1,20}[。；]?\Z"
        r"|(?:\A|[。；！])(?:该|此|本|上述|以上|这)[^。；，]{0,3}(?:问题|任务|事项)[^。；，]{0,4}(?:长期坚持|持续推进|完成整改|已整改)[^。；]*[。；]?\Z"
    )
