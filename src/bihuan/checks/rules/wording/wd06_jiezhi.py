"""“截止”应为“截至”。

查什么
    “截止目前”“截止2023年5月”“截止到6月底”：后面跟着时间的“截止”。
为什么
    “截止”是到期为止，后面不带时间；说到某时为止的情况，用“截至”。
依据
    《现代汉语词典》“截止”“截至”条。
反例
    一、业务工作有短板
    1.窗口排队时间长
    截止目前，增设窗口2个。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    截至目前，增设窗口2个，报名已于3月6日截止。
    整改情况：完成整改。
不查什么
    截止日期、截止时间、于某日截止。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity

RULE = Rule("WD06", "jiezhi", "“截止”应为“截至”", Severity.INFO, since="0.1")
SIGNS = ("截止",)


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each 截止 with a time after it."""
    for match in _wrong().finditer(context.text):
        place = places.in_text(context, match.start(), match.start() + 2)
        yield Flag(
            place,
            "后面跟着时间，应当用“截至”。",
            findings=context.labels_at(place.line),
            fix="截至",
        )


@cache
def _wrong() -> re.Pattern[str]:
    return re.compile(
        r"(?<!报名)(?<!征集)截止到?(?=\s?(?:[0-9０-９]{1,4}[年月./-]|目前|现在|今年|去年|上月|本月|当前|年底|月底|此时|发稿|报告|[一二三四五六七八九十二〇]{1,4}[年月]|当日|当天|上年|第|整改|上个?月|上周|昨|本报告|本通报|本月|本周|本文|填报|统计|成稿|定稿|撰写|今日|今天|检查|验收|通报|本次|本季|巡察|期末|现阶段|日前|[一二三四]季度))"
    )
