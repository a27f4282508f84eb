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

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.zh.beside_masks import SIGNS as MASKS
from bihuan.zh.looks import HAN
from bihuan.zh.vocab import alternatives, words

RULE = Rule("PV04", "mask-hides-actor", "把做事的人遮掉了", Severity.WARNING, since="0.1")
SIGNS = ("xx", "XX", "ｘｘ", "ＸＸ", "××", "＊＊", "**", "○○", "□□", "某", "X", "×")


OFFICE = "处局所站组中科股室员办委队单部公机会院厂店人点集"
"""Characters after a verb that make an office of it: ××管理处, ××组织部, ××负责人."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at the first such mask of each line."""
    for line, text in context.lines_with(SIGNS):
        match = _actor().search(text)
        if match:
            at = context.line_starts[line - 1] + match.start("mask")
            yield Flag(
                places.in_text(context, at, at + len(match.group("mask")) + len(match.group("verb"))),
                "做这件事的人被遮掉了；请写明职务或单位（姓名可以不写）。",
                findings=context.labels_at(line),
            )


@cache
def _actor() -> re.Pattern[str]:
    listed = words("people", "mask_verbs")
    links = alternatives(tuple(word for word in listed if word[0] in "到逐向与为在"))
    verbs = alternatives(tuple(word for word in listed if word[0] not in "到逐向与为在"))
    others = "(?!企业|公司|商户|村民|店|厂|用人)"
    officer = f"(?:{others}{HAN}{{0,4}}?(?:{alternatives(words('people', 'officers'))}))"
    somebody = "(?:同志|(?:单位|部门|科室|股室)?某?人)"
    signs = f"[{MASKS}]"
    of_somebody = f"(?=(?:单位|部门|科室|股室)?(?:某?人|{officer}))"
    mask = f"(?P<mask>{signs}{{2,4}}|某某|[xXｘＸ×](?={officer})|某{of_somebody})"
    under = "的(?:亲自|具体)?(?:主持|带领|领导|指导|督促|协调|推动|牵头|见证)下"  # 在×××的主持下
    beside = f"(?:[、和与](?:{signs}{{2,4}}|某某)(?:同志)?)*"  # ××、××带队
    ordinal = "[一二三四五六七八九十]是|[（(][0-9一二三四五六七八九十]+[）)]|[①-⑳]"
    begins = f"期间|会上|会后|随后|同时|最终|最后|一名[^，。；]{{2,6}}|{ordinal}"
    own = "(?:[我本][局院校馆镇乡县单公][位司]?)?"
    by = f"(?:^|[，。；：\\s]){HAN}{{1,5}}由"  # 来信由某人经办
    begins = f"(?:(?:^|[，。；、：\\s日午月]|{begins})(?:由|在|经|报|请)?{own}|{by})"
    acts = f"{links}|(?:{verbs})(?![{OFFICE}](?!长))|{under}|(?<=同志|某人)(?!因|被|受|违){HAN}{{2}}"
    return re.compile(f"{begins}{mask}(?P<verb>(?:{somebody}|{officer})?{beside}(?:{acts}))")
