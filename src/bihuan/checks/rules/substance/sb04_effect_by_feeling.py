"""说效果只凭感觉。

查什么
    说“很大提高”“明显增强”“达到预期效果”“群众满意”，同一句里没有一个数字。
为什么
    提高了多少、凭什么说增强，读者无从判断；检查的人会问：怎么知道的。
依据
    整改成效应当用数据、事例和群众评价说明。
反例
    一、业务工作有短板
    1.窗口服务态度生硬
    3月6日，更换两名窗口人员，服务质量明显提升，群众满意。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口服务态度生硬
    3月6日，更换两名窗口人员，投诉由每月14件降到2件。
    整改情况：完成整改。
不查什么
    同一句里有数字作证的；写的是目的和要求（确保、力争）的；引号和书名号里的；还没有做的事。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Response
from bihuan.zh.effects import Signs, find_feelings
from bihuan.zh.tense import Tense

RULE = Rule("SB04", "effect-by-feeling", "说效果只凭感觉", Severity.WARNING, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first such words of each line."""
    seen: set[int] = set()
    among = Signs(*(context.possible(tuple(one)) for one in Signs()))
    for part in (*response.measures, *((response.outcome,) if response.outcome else ())):
        if getattr(part, "tense", None) is Tense.PLANNED:
            continue
        for start, told in find_feelings(part.text, among):
            place = places.within(part, start, start + len(told))
            if place.line not in seen:
                seen.add(place.line)
                yield Flag(
                    place,
                    f"“{told}”凭什么说？请用数字、事例或测评结果说明。",
                    findings=context.labels(response),
                )
