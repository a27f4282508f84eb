"""Names that no post announces: 责令何建苗退还, 约谈何建苗、李某某, 何建苗等3人.

Two sides must fit at once: before it a mark, a preposition or a measure against somebody, behind it what is
told of people only. ``zh.people`` decides whether the characters can be a name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bihuan.zh.vocab import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMON = 100
_NOT_FIRST = frozenset("马高任于石金夏方白熊江尹万向史毛钱武孔常温康施文牛时和成应龙")
"""Common surnames that begin too many other words to be told without a post: 高新片区, 方案."""
_PLACE = "村镇乡县市区站厂河路街校院所局处科股组社店场馆坝桥口山湖江园庄屯寨沟湾某"
"""Characters that end the name of a place: 责令罗家村退还."""
_MASK = "[某xXｘＸ×＊*○]"
_SEVERAL = "等(?:[0-9０-９]{1,3}|[一二两三四五六七八九十]{1,2})(?:名|人|位)(?!次)"


def find_affected(text: str) -> Iterator[tuple[int, str]]:
    """(offset, two or three characters behind a common surname) where both sides speak of a person."""
    for pattern in (_dealt_with(), _beside_mask(), _of_a_kind()):
        for match in pattern.finditer(text):
            yield match.start("name"), match["name"]


def _name(before: str) -> str:
    """A name with what stands right before it: the surname comes first, so that the search skips quickly."""
    first = "".join(char for char in words("people", "surnames")[:_COMMON] if char not in _NOT_FIRST)
    rest = f"(?![{_PLACE}])[\u4e00-\u9fff]"
    return f"(?P<name>[{first}]{before}{rest}(?:{rest})?)"


@cache
def _dealt_with() -> re.Pattern[str]:
    acts = sorted({word[-2:] for word in words("people", "dealt_with")})
    before = f"(?:(?<=[，。；：、\\s（和与及对向由].)|(?<=\\A.)|{'|'.join(f'(?<={act}.)' for act in acts)})"
    told = alternatives(words("people", "affected"))
    beside = f"[、和与及][\u4e00-\u9fff]{_MASK}"
    return re.compile(
        f"{_name(before)}(?={_SEVERAL}|{told}|{beside}|因[^，。；\n]{{2,16}}(?:被|受)|[^，。；\n]{{2,10}}职务)"
    )


@cache
def _beside_mask() -> re.Pattern[str]:
    """李某某、何建苗: who stands in one list with a masked person."""
    after = alternatives(words("people", "affected"))
    return re.compile(f"{_name(f'(?<={_MASK}[、和与及].)')}(?=[，。；、）\\s]|等|{after})")


@cache
def _of_a_kind() -> re.Pattern[str]:
    """护理员马秀兰的从业资格, 审核人员卜海潮受到批评教育: behind any word for somebody, three characters."""
    first = "".join(one for one in words("people", "surnames") if len(one) == 1)
    common = "".join(one for one in words("people", "surnames")[:_COMMON] if one not in _NOT_FIRST) + "马"
    rest = "[\u4e00-\u9fff]{2}"
    told = alternatives(words("people", "affected"))
    sure, likely = f"(?={told}|{_SEVERAL})", f"(?<=[{common}]..)(?=的|（|给予|因)"
    return re.compile(f"(?P<name>[{first}](?<=[员者师工户].){rest})(?:{sure}|{likely})")
