"""别人的姓名隐去了，这里的没有。

查什么
    文中有的姓名已经隐去（xx同志、张某），有的却写了全名。
为什么
    一份公开稿里隐名的标准应当一致；漏掉的一个，最容易被转载放大。
依据
    《中华人民共和国个人信息保护法》第二十八条；政府信息公开中的个人隐私保护要求。
反例
    一、干部队伍建设有短板
    1.选拔任用程序不规范
    3月6日，任命xx同志为窗口科科长；3月9日，由人事科科长何苗同志补办任职公示。
    整改情况：完成整改。
正例
    一、干部队伍建设有短板
    1.选拔任用程序不规范
    3月6日，任命xx同志为窗口科科长；3月9日，由人事科科长xx同志补办任职公示。
    整改情况：完成整改。
不查什么
    全文都写真名、没有隐去任何姓名的；落款和联系方式里的；先进人物、历史人物的姓名以名单为准，可写理由保留。
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import LeafKind
from bihuan.zh.people import find_names, masks_people

RULE = Rule("PV01", "unmasked-name", "别人的姓名隐去了，这里的没有", Severity.WARNING, since="0.1")
SIGNS = ("xx", "XX", "ｘｘ", "ＸＸ", "××", "＊＊", "**", "○○", "□□", "某", "x", "X", "×", "*")
ELSEWHERE = {LeafKind.CLOSING, LeafKind.SIGNATURE, LeafKind.ISSUED_ON, LeafKind.FRONT}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first name of each line, in a text that leaves out names elsewhere."""
    if not masks_people(context.text):
        return
    apart = {leaf.line for leaf in context.report.leaves if leaf.kind in ELSEWHERE}
    seen: set[int] = set()
    for name in find_names(context.text):
        place = places.in_text(context, name.offset, name.offset + len(name.text))
        if place.line not in apart and place.line not in seen:
            seen.add(place.line)
            yield Flag(
                place,
                "全文别处隐去了姓名，这里写的是全名；请统一隐去，确需公开的说明理由。",
                findings=context.labels_at(place.line),
            )
