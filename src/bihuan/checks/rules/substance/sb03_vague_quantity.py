"""措施里的数量含糊。

查什么
    说做过的事有多少时用了概数：10余次、20多人、多次、数十、近百、若干、一些、大部分、部分，
    以及后面没有数目的“先后”。
为什么
    做过几次、多少人参加，台账上都有准数；写成“10余次”，检查的人就会去数，数不出来就成了新问题。
依据
    整改成效应当可核对；公文中能写准数的不写概数。
反例
    一、业务工作有短板
    1.窗口服务不规范
    3月以来，召开10余次调度会，公布办事指南。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.窗口服务不规范
    3月以来，召开12次调度会，公布办事指南。
    整改情况：完成整改。
不查什么
    后面跟着准数的（先后召开3次会议）、书名号和引号里的（《若干规定》）、讲问题本身的（针对群众多次反映的问题）、
    时间的长短（10余年）、“多种形式”“多方面”“组成部分”这些说法。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import Response
from bihuan.zh.quantities import SIGNS, find_vague

RULE = Rule("SB03", "vague-quantity", "措施里的数量含糊", Severity.WARNING, since="0.1")


def check_response(response: Response, context: Context) -> Iterator[Flag]:
    """One flag at each vague quantity of a measure."""
    among = context.possible(SIGNS)
    for measure in response.measures:
        for start, words in find_vague(measure.text, among):
            yield Flag(
                places.within(measure, start, start + len(words)),
                f"“{words}”说不出准数，请按台账写明数目。",
                findings=context.labels(response),
            )
