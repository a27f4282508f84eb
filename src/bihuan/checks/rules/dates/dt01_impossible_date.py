"""日历上没有的日期。

查什么
    写出来的日期在日历上不存在：2月30日、13月、4月31日、平年的2月29日。
为什么
    没有这一天，就没有这一天做的事；读者会因此怀疑整段内容是编的或抄错的。
依据
    公历历法；2月29日只在闰年有，没有写年份的不提示。
反例
    一、业务工作有短板
    1.窗口服务不规范
    2月30日，公布办事指南，统一着装。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口服务不规范
    2月28日，公布办事指南，统一着装。
    整改情况：完成整改。
不查什么
    “第13个月”“满18个月”是时间的长短，“5·4”“9·30”是名称，都不是日期；
    丢了字的日期（2019425日）由 DT07 提示。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.dates import find_impossible_dates

RULE = Rule("DT01", "impossible-date", "日历上没有的日期", Severity.ERROR, since="0.1")


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each such date, wherever in the text it stands."""
    for offset, quote in find_impossible_dates(context.text):
        place = places.in_text(context, offset, offset + len(quote))
        yield Flag(
            place, f"日历上没有“{quote}”，请按原始记录核对日期。", findings=context.labels_at(place.line)
        )
