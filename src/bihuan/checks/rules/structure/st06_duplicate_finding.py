"""两个问题的标题相同。

查什么
    报告里两个问题的标题一字不差（不计标点、空格和“关于……的问题”）。
为什么
    多半是复制时没有改；若确是两处都有的同一个问题，也应当写明区别，否则总数就数错了。
依据
    问题清单应当一题一条。
反例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
    2.窗口排队时间长
    3月9日，公布各窗口等候人数。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，增设两个窗口。
    整改情况：完成整改。
    2.窗口等候情况不公开
    3月9日，公布各窗口等候人数。
    整改情况：完成整改。
不查什么
    归类的标题相同而问题不同的；同一归类下只差一个说法的。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Finding

RULE = Rule("ST06", "duplicate-finding", "两个问题的标题相同", Severity.WARNING, since="0.1")
SHORTEST = 4


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each later finding of the same title; the first one is related."""
    first: dict[str, Finding] = {}
    for _, response in context.responses:
        for finding in response.findings:
            title = "".join(char for char in finding.title if "\u4e00" <= char <= "\u9fff")
            title = title.removeprefix("关于").removeprefix("针对").removesuffix("问题").removesuffix("的")
            known = first.setdefault(title, finding)
            if known is not finding and len(title) >= SHORTEST:
                yield Flag(
                    places.of_title(finding),
                    f"这个问题与第{known.line}行的问题标题相同，请核对是否重复；确是两个问题的，请写明区别。",
                    findings=(*context.label(known), *context.label(finding)),
                    related=(known.line,),
                )
