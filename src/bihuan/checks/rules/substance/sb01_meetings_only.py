"""措施只有开会、学习和发文。

查什么
    一个问题的措施全是开会、学习、传达、发通知、印材料，没有一件把问题本身改过来的事。
为什么
    会开了、文发了，问题还在不在，看不出来；以会议落实会议，是最常见的虚假整改。
依据
    中共中央办公厅关于整治形式主义为基层减负的规定：不得以会议落实会议、以文件落实文件。
反例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，召开党组会议，专题研究窗口排队问题。
    3月9日，组织窗口人员学习服务规范。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口排队时间长
    3月6日，召开党组会议，专题研究窗口排队问题。
    3月9日，增设两个窗口，排队时间缩短到十分钟。
    整改情况：完成整改。
不查什么
    写明人数的培训、写明名称的制度、签订的协议、检查和谈话、花出去和收回来的钱，都算做了事；问题本身就是学习、会议方面的，措施写明了次数人数的。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.checks.measures import titles_of
from bihuan.report.nodes import Response
from bihuan.zh.substance import Kind

RULE = Rule("SB01", "meetings-only", "措施只有开会、学习和发文", Severity.WARNING, since="0.1")


ABOUT = ("学习", "培训", "教育", "文风", "发文", "决策", "宣传", "研判", "研究", "议题")
"""Words of findings that study and papers may well answer, as long as they are counted."""
MEETINGS = ("会议", "会风", "议事", "党日", "三会一课", "党课", "生活会")
"""Words of findings that a meeting answers."""


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at the first finding when no measure tells a deed and most tell a meeting or a paper."""
    if not response.findings:
        return
    titles = titles_of(response)
    counted = any(context.has_figure(measure.text) for measure in response.measures)
    if _names(titles, MEETINGS) or (counted and _names(titles, ABOUT)):
        return
    kinds = context.told(response)
    if kinds is None:
        return
    paper = sum(Kind.PAPER in told for told in kinds)
    if paper and 2 * paper >= len(kinds):
        yield Flag(
            places.of_response(response),
            "措施都是开会、学习或者发文，没有一件直接改这个问题的事；请补写做了什么、改成了什么样。",
            findings=context.labels(response),
            related=tuple(sorted({measure.line for measure in response.measures} - {response.line})),
        )


def _names(titles: list[str], named: tuple[str, ...]) -> bool:
    return any(word in title for title in titles for word in named)
