"""把做事的人遮掉了。

查什么
    该写谁做的地方只有一个xx，后面直接跟着动作：“4月25日，xx深入联系服务企业”。
为什么
    谁做的都看不出，这件事就无从核实；遮的应当是个人姓名，不是做事的职务和单位。
依据
    公开稿隐名应当保留职务和单位，使事情可以核实。
反例
    一、业务工作有短板
    1.服务企业不够
    4月25日，xx深入企业走访，现场解决用工难题3个。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.服务企业不够
    4月25日，局长深入企业走访，现场解决用工难题3个。
    整改情况：完成整改。
不查什么
    遮住的是地名、单位名中的一部分（xx市、xx公司）；写了职务的（局长xx带队）。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.masked_actors import find_actor

RULE = Rule("PV04", "mask-hides-actor", "把做事的人遮掉了", Severity.WARNING, since="0.1")
SIGNS = ("xx", "XX", "ｘｘ", "ＸＸ", "××", "＊＊", "**", "○○", "□□", "某", "X", "×")


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first such mask of each line."""
    for line, text in context.lines_with(SIGNS):
        if hidden := find_actor(text):
            start, end = (context.line_starts[line - 1] + at for at in hidden)
            yield Flag(
                places.in_text(context, start, end),
                "做这件事的人被遮掉了；请写明职务或单位（姓名可以不写）。",
                findings=context.labels_at(line),
            )
