"""几个问题合用一份整改情况。

查什么
    两个以上的问题写在一起，只作一次回答、只有一个整改结果。
为什么
    合并作答之后，读者看不出每个问题分别做了什么、改到什么程度；其中一个问题没有动，也会被同一句结果盖住。
依据
    整改情况应当逐项对应反馈问题说明；合并并不违规，但宜在文中写明各措施对应哪个问题。
反例
    一、业务工作有短板
    1.窗口服务不规范
    2.窗口排队时间长
    3月5日，增设两个窗口，公布办事指南。
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
    一个问题下的几个具体表现合在一起回答，不算合用。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.checks.ordinals import first_ordinal, is_joint, ordinal
from bihuan.report.nodes import Response

RULE = Rule("ST04", "shared-response", "几个问题合用一份整改情况", Severity.INFO, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first finding of a response that answers several and has something to say."""
    first, *others = response.findings or (None,)
    if first is None or not (response.measures or response.outcome):
        return
    count = sum(_counted(finding.number) for finding in response.findings)
    if count < 2:
        return
    yield Flag(
        places.of_title(first),
        f"{count}个问题只有一份整改情况，看不出各自做了什么、改到什么程度，请分别说明或注明措施对应的问题。",
        findings=context.labels(response),
        related=tuple(finding.line for finding in others),
    )


def _counted(number: str | None) -> int:
    """How many findings a heading speaks of: 2 for ``4—5.`` and ``（5）（6）``."""
    if not is_joint(number):
        return 1
    start, end = first_ordinal(number), ordinal(number)
    return max(2, end - start + 1) if start is not None and end is not None else 2
