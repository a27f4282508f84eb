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
from bihuan.checks.api import Context, Flag, Place, Rule, Severity
from bihuan.report.nodes import LeafKind
from bihuan.zh.personal_numbers import CHANNELS, TELEPHONES, PersonalNumber, find_numbers, is_offered

RULE = Rule("PV03", "personal-number", "写出了身份证号、电话或银行卡号", Severity.ERROR, since="0.1")
REACH = 20
"""Characters before a number that say whose it is."""
KINDS = {"id": "身份证号", "mobile": "手机号", "card": "银行卡号", "phone": "电话号码"}


def check_report(context: Context) -> Iterator[Flag]:
    """One flag at each number that is somebody's own."""
    contact = {leaf.line for leaf in context.report.leaves if leaf.kind in (LeafKind.CLOSING, LeafKind.FRONT)}
    offered = context.report.contact.phone if context.report.contact else ()
    for number in find_numbers(context.text):
        place = places.in_text(context, number.offset, number.offset + len(number.text))
        if number.kind in TELEPHONES and (place.line in contact or _is_offered(context, number, place)):
            continue
        if number.text in offered:
            continue
        yield Flag(
            place,
            f"这里写出了{KINDS[number.kind]}，请删去或遮住。",
            findings=context.labels_at(place.line),
        )


def _is_offered(context: Context, number: PersonalNumber, place: Place) -> bool:
    """Whether the unit offers the telephone; a mobile in a response only where an office answers it."""
    before = context.text[max(0, number.offset - REACH) : number.offset]
    if _somebody().search(before):
        return False
    if number.kind == "mobile" and context.response_at(place.line) is not None:
        return any(word in before.rpartition("。")[2] for word in CHANNELS)
    near = context.report.lines[max(0, place.line - 2) : place.line]
    return is_offered(number.kind, near)


@cache
def _somebody() -> re.Pattern[str]:
    """Whose number it is, right before it; no office offers that to the public."""
    return re.compile(
        "(?:女士|先生|举报人|当事人|信访人|投诉人|患者|家属|村民|居民|群众|住户|业主|学生|家长|用户|用水户|低保户"
        "|贫困户|租户|商户|承包人|申请人|本人|家中|其(?:妻|夫|子|女|父|母)|某某?|[×xX*]{2,3})(?!.{0,6}(?:拨打|致电|反映))[^。；\n]{0,10}$"
    )
