"""日期里丢了字。

查什么
    “年”“月”“日”里丢了一个，几个数字连在一起：2019425日、2019年425日、4月日。
为什么
    网站后台和格式转换常把个别字丢掉，读者看不出是哪一天，检索和核对也找不到。
依据
    公文中的日期应当写全年、月、日（《党政机关公文格式》GB/T 9704-2012）。
反例
    一、业务工作有短板
    1.窗口服务不规范
    2019425日，公布办事指南，统一着装。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口服务不规范
    2019年4月25日，公布办事指南，统一着装。
    整改情况：完成整改。
不查什么
    “历时324日”是天数；“4月25”后面没有停顿的，可能是没写完的数，不提示；
    X月X日是没有填的空格，由 RU03 提示。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.dates import find_damaged_dates

RULE = Rule("DT07", "damaged-date", "日期里丢了字", Severity.WARNING, since="0.1")
RUN = re.compile("((?:19|20)[0-9]{2})年?([0-9]{2,4})日")


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each such date, with the whole date where only one is possible."""
    for offset, quote in find_damaged_dates(context.text):
        place = places.in_text(context, offset, offset + len(quote))
        yield Flag(
            place,
            f"“{quote}”像是丢了字的日期，请按原稿补全年、月、日。",
            findings=context.labels_at(place.line),
            fix=_only_reading(quote),
        )


def _only_reading(quote: str) -> str | None:
    """2019425日 can only be 2019年4月25日; 2019111日 may be two days, so None."""
    match = RUN.fullmatch(quote)
    if not match:
        return None
    year, digits = match.groups()
    splits = ((digits[:cut], digits[cut:]) for cut in (1, 2) if 1 <= len(digits) - cut <= 2)
    found = [(month, day) for month, day in splits if _is_day(month, day)]
    return f"{year}年{found[0][0]}月{found[0][1]}日" if len(found) == 1 else None


def _is_day(month: str, day: str) -> bool:
    return month[0] != "0" and day[0] != "0" and int(month) <= 12 and int(day) <= 31
