"""整改结果的写法看不出算哪一种。

查什么
    整改结果写了，但不是完成、基本完成、阶段性完成、正在整改、长期坚持、尚未开始中的任何一种说法。
为什么
    “持续跟进”“有很大改观”不说做完没有；汇总时只能靠猜，销号时无从对照。
依据
    整改结果应当用统一的说法，便于逐条对账销号。
反例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：效果比较理想。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：基本完成。
不查什么
    没有写结果的（见 ST03）；写了结果又写说明、结果清楚的。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Response
from bihuan.zh.status import Status

RULE = Rule("CL03", "unknown-status", "整改结果的写法看不出算哪一种", Severity.WARNING, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at an outcome in no known wording."""
    outcome = response.outcome
    if outcome is not None and outcome.status is Status.UNKNOWN:
        yield Flag(
            places.of_text(outcome),
            "看不出是完成了、正在整改还是长期坚持，请改用统一的说法。",
            findings=context.labels(response),
        )
