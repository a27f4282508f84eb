"""写出了身份证号、电话或银行卡号。

查什么
    居民身份证号、联系方式以外的手机和座机号码、银行卡号。
为什么
    个人的号码一经公开就收不回来；公开稿里没有一处需要它。
依据
    《中华人民共和国个人信息保护法》第二十八条、第二十九条。
反例
    一、业务工作有短板
    1.补贴发放不规范
    3月6日，向村民（电话13900000000）补发补贴2600元。
    整改情况：完成整改。
正例
    一、业务工作有短板
    1.补贴发放不规范
    3月6日，向1户村民补发补贴2600元。
    整改情况：完成整改。
不查什么
    公布的联系电话、举报电话、热线；已经遮住几位的号码；文号、项目编号、统一社会信用代码。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.checks import places
from bihuan.checks.api import Context, Flag, Rule, Severity
from bihuan.report.nodes import LeafKind

RULE = Rule("PV03", "personal-number", "写出了身份证号、电话或银行卡号", Severity.ERROR, since="0.1")
OFFERED = (
    "联系电话",
    "联系方式",
    "举报电话",
    "监督电话",
    "电话：",
    "电话:",
    "电话为",
    "热线",
    "传真",
    "咨询电话",
    "受理电话",
    "值班电话",
    "投诉电话",
    "信箱",
    "邮箱",
    "邮编",
    "联系人",
)
KINDS = (("id", "身份证号"), ("mobile", "手机号"), ("card", "银行卡号"), ("phone", "电话号码"))


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each number that is somebody's own."""
    contact = {leaf.line for leaf in context.report.leaves if leaf.kind in (LeafKind.CLOSING, LeafKind.FRONT)}
    for match in _numbers().finditer(context.text):
        kind = next(name for name, _ in KINDS if match[name])
        place = places.in_text(context, match.start(), match.end())
        near = "".join(context.report.lines[max(0, place.line - 2) : place.line])
        offered = place.line in contact or any(word in near for word in OFFERED)
        if (offered and kind in ("mobile", "phone")) or not _is_real(kind, match.group()):
            continue
        yield Flag(
            place,
            f"这里写出了{dict(KINDS)[kind]}，请删去或遮住。",
            findings=context.labels_at(place.line),
        )


def _is_real(kind: str, number: str) -> bool:
    """Whether the digits can be what they look like: a card passes Luhn, an identity has a birthday."""
    if kind == "card":
        digits = [int(char) for char in reversed(number)]
        total = sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
        return total % 10 == 0 or number.startswith("62")
    if kind == "id":
        return (
            "1900" <= number[6:10] <= "2030"
            and "01" <= number[10:12] <= "12"
            and "01" <= number[12:14] <= "31"
        )
    return True


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(
        r"(?<![0-9A-Za-z〔\-])(?:(?P<id>[1-9][0-9]{16}[0-9Xx])|(?P<mobile>1[3-9][0-9]{9})|(?P<card>[3-9][0-9]{15,18})"
        r"|(?P<phone>0[0-9]{2,3}[-—－][0-9]{7,8}))(?![0-9A-Za-z*×\-号])"
    )
