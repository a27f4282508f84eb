"""Numbers that are somebody's own: identity cards, mobile and fixed telephones, bank cards; and where a
telephone is one that the unit itself offers to the public. Rule PV03 and masking read it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

OFFERED = (
    *(
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
    ),
    *("受理电话", "值班电话", "投诉电话", "信箱", "邮箱", "邮编", "联系人"),
)
"""Words in the line of a telephone, or in the one before, by which it is offered."""
CHANNELS = (
    *("举报电话", "监督电话", "热线", "咨询电话", "服务电话", "受理电话", "值班电话", "投诉电话", "抢修电话"),
    *(
        "报修电话",
        "信访电话",
        "维权电话",
        "客服",
        *("拨打12345", "12345平台", "12345政务"),  # not the digits alone: they stand in many a mobile number
        "咨询",
        "监督举报",
        "举报监督",
        "公开电话",
        "办公电话",
    ),
)
"""Words of a telephone that an office answers, whoever is on duty."""
_KINDS = {"old_id": "id", "local": "phone", "account": "card"}
TELEPHONES = frozenset({"mobile", "phone"})


class PersonalNumber(NamedTuple):
    """A number and where it stands, 0-based; ``kind`` is id, mobile, card or phone."""

    offset: int
    kind: str
    text: str


def find_numbers(text: str) -> Iterator[PersonalNumber]:
    """Every number that can be what it looks like, offered ones too, in the order of the text."""
    if not _long().search(text):
        return
    for match in _numbers().finditer(text):
        kind = match.lastgroup or ""
        if _is_real(kind, match[kind]):
            yield PersonalNumber(match.start(kind), _KINDS.get(kind, kind), match[kind])


def is_offered(kind: str, lines: Collection[str]) -> bool:
    """Whether a telephone beside these words (its line and the one before) is offered to the public."""
    near = "".join(lines)
    return kind in TELEPHONES and any(word in near for word in OFFERED + CHANNELS)


def _is_real(kind: str, number: str) -> bool:
    """Whether the digits can be what they look like: a card passes Luhn, an identity has a birthday."""
    if kind == "card":
        digits = [int(char) for char in reversed(number) if char.isdecimal()]
        total = sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
        return total % 10 == 0 or number.startswith("62")
    if kind == "old_id":
        return "01" <= number[8:10] <= "12" and "01" <= number[10:12] <= "31"
    if kind == "id":
        return (
            "1900" <= number[6:10] <= "2030"
            and "01" <= number[10:12] <= "12"
            and "01" <= number[12:14] <= "31"
        )
    return True


@cache
def _long() -> re.Pattern[str]:
    """Digits enough for a number of somebody's own; most texts have none."""
    return re.compile("[0-9]{7}|[0-9]{3,4}[）) \\-—－][0-9]{4}")


@cache
def _numbers() -> re.Pattern[str]:
    apart = "[ \\-—－]"
    return re.compile(
        r"(?<![0-9A-Za-z〔\-.])(?:(?P<id>[1-9][0-9]{16}[0-9Xx])"
        rf"|(?P<mobile>1[3-9][0-9](?:[0-9]{{8}}|{apart}[0-9]{{4}}{apart}[0-9]{{4}}))"
        rf"|(?P<card>[3-9][0-9]{{15,18}}|[3-9][0-9]{{3}}(?: [0-9]{{4}}){{3}}(?: [0-9]{{1,4}})?)"
        r"|(?P<phone>[（(]?0[0-9]{2,3}[-—－）)][0-9]{7,8}))(?![0-9A-Za-z*×＊\-号元万亿吨])"
        r"|(?<=证号|号码|份证)(?:码)?[为：:是]?(?P<old_id>[1-9][0-9]{14})(?![0-9A-Za-z*×])"
        r"|(?:电话|座机|固话|宅电)(?:号码)?[为：:是（(]?(?P<local>[2-8][0-9]{6,7})(?![0-9A-Za-z*×＊\-号元万亿吨])"
        r"|(?:卡号|账号|银行卡)[为：:是（(至]?(?P<account>[1-9][0-9]{15,18})(?![0-9A-Za-z*×])"
    )
