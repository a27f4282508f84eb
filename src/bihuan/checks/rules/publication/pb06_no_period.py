"""公开稿没有写公布多长时间。

查什么
    全文没有公示（公布、公开）的起止日期或天数。
为什么
    没有期限，群众不知道在什么时间内反映有效，单位也不知道何时可以撤下。
依据
    巡视巡察整改情况公开的通行要求：公开稿应当写明标题、发布单位、日期、反馈时间、公布期限和联系方式。
反例
    中共云溪县水务局党组关于巡察整改情况的通报
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况予以公布。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    欢迎监督。联系电话：0000-1234567。
    中共云溪县水务局党组
    2023年5月8日
正例
    中共云溪县水务局党组关于巡察整改情况的通报
    2023年2月7日，县委第一巡察组向县水务局党组反馈了巡察意见。现将整改情况予以公布。
    一、业务工作有短板
    1.窗口服务不规范
    3月5日，公布办事指南，统一着装。
    整改情况：完成整改。
    欢迎广大干部群众监督。公示时间：2023年5月8日至5月19日。联系电话：0000-1234567。
    中共云溪县水务局党组
    2023年5月8日
不查什么
    审计整改报告不查；措施里写的干部任前公示期、处罚公示期，不是这份公开稿的期限，不能代替。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import DocumentKind, Leaf, LeafKind

RULE = Rule("PB06", "no-period", "公开稿没有写公布期限", Severity.WARNING, since="0.1")
KINDS = {DocumentKind.REPORT}
OWN = {
    LeafKind.MEASURE,
    LeafKind.FINDING,
    LeafKind.SUBFINDING,
    LeafKind.OUTCOME,
    LeafKind.LEAD_IN,
    LeafKind.PASSAGE,
}
"""What tells of the work, not of this announcement."""
ABOUT = ("公示", "公布", "公开", "公告", "监督", "受理", "反映")
NAMED = tuple(
    what + part
    for what in ABOUT
    for part in (
        "期限",
        "期间",
        "时限",
        "期：",
        "期:",
        "期为",
        "期自",
        "期从",
        "期共",
        "期内",
        "期至",
        "期到",
        "日期：",
        "日期:",
    )
)
TIMED = tuple(what + part for what in ABOUT for part in ("时间", "的时间"))
"""These may also name a single day, such as 公开时间 on a web page."""
LENGTHS = ("公示", "公布", "公开", "为期")
"""Words that a number of days may follow."""
CLOSING = {LeafKind.CLOSING, LeafKind.SIGNATURE, LeafKind.UNREAD}


@cache
def _length() -> re.Pattern[str]:
    """``公示15天``; compiled when first wanted, for most texts never come to it."""
    return re.compile(
        r"(?:公示|公布|公开|为期)[^。；，\n]{0,6}?[0-9０-９一二三四五六七八九十]+个?(?:工作日|天|自然日|月|年|日)"
    )


@cache
def _range() -> re.Pattern[str]:
    """``5月8日至5月19日`` and ``15个工作日内``."""
    return re.compile(
        r"(?:[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2})[^。；\n]{0,8}?[至到—－–~～-]"
        r"[^。；\n]{0,6}?[0-9]{1,2}[月日.\-/]"
        r"|[0-9]+个?(?:工作日|天)(?:内|\Z)"
    )


ANSWERS = ("答复", "回复")
"""Words of when the public is answered, which is no period of the announcement."""


def check_report(context: Context) -> Iterator[Flag]:
    """One flag on the last line with text when no part about the announcement itself names a period."""
    report = context.report
    if report.kind not in KINDS:
        return
    if any(_names_period(leaf) for leaf in report.leaves):
        return
    yield Flag(
        places.last_line(report), "没有写明公布的起止日期，请补写，例如“公示时间：某月某日至某月某日”。"
    )


def _names_period(leaf: Leaf) -> bool:
    """True when the leaf tells for how long the announcement stands."""
    if leaf.kind in OWN:
        return False
    text = leaf.prefix + leaf.value
    if any(word in text for word in ANSWERS) and not any(word in text for word in (*NAMED, *TIMED)):
        return False  # 收到后5个工作日内答复
    if leaf.kind is LeafKind.FRONT:
        # 公开时间 of a web page is the day on which it went up, unless it names an end too.
        return "期限" in text or ("时" in text and bool(_range().search(text)))
    if any(name in text for name in NAMED) or (_counts(text) and _length().search(text)):
        return True
    closing = leaf.kind in CLOSING
    timed = any(name in text for name in TIMED)
    return (closing and timed) or ((closing or timed) and _has_digit(text) and bool(_range().search(text)))


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _counts(text: str) -> bool:
    """True when a number stands shortly after one of the words."""
    for word in LENGTHS:
        place = text.find(word)
        while place >= 0:
            if any(char.isdigit() or char in "一二三四五六七八九十" for char in text[place + 2 : place + 10]):
                return True
            place = text.find(word, place + 2)
    return False
