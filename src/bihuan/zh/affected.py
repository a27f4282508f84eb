"""Names that no post announces: 责令何建苗退还, 约谈何建苗、李某某, 何建苗等3人.

Two sides must fit at once: before it a mark, a preposition or a measure against somebody, behind it what is
told of people only. ``zh.people`` decides whether the characters can be a name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bihuan.zh.beside_masks import SIGNS
from bihuan.zh.looks import is_han
from bihuan.zh.vocab import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMON = 100
_NOT_FIRST = frozenset("马高任于石金夏方白熊江尹万向史毛钱武孔常温康施文牛时和成应龙")
"""Common surnames that begin too many other words to be told without a post: 高新片区, 方案."""
_PLACE = "村镇乡县市区站厂河路街校院所局处科股组社店场馆坝桥口山湖江园庄屯寨沟湾某"
"""Characters that end the name of a place: 责令罗家村退还."""
_SEVERAL = "等(?:[0-9０-９]{1,3}|[一二两三四五六七八九十]{1,2})(?:名|人|位)(?!次)|[2-9两二三四五]人(?!次)"


def find_affected(text: str) -> Iterator[tuple[int, str]]:
    """(offset, two or three characters behind a surname) where both sides speak of a person.

    By hand: patterns with all these words would take longer to compile than a report to read.
    """
    acts, commons = _acts(), _common()
    for at in surname_places(text):
        before = text[at - 1 : at]
        common = text[at] in commons
        bound = common and (before in _BOUNDS or text.endswith(acts, max(0, at - 2), at))
        masked = (
            before in _JOINS and at > 1 and any(one in _MASK_SIGNS for one in text[max(0, at - 3) : at - 1])
        )
        masked = masked and (
            common or (text[at] in _singles() and _several().match(text, at + _FULL) is not None)
        )
        kind = before != "" and before in _KINDS
        for length in (3, 2) if bound or masked or kind else ():
            name, end = text[at : at + length], at + length
            if (
                len(name) == length
                and "等" not in name
                and _fits(text, name, end, bound=bound, masked=masked, kind=kind)
            ):
                yield at, name
                break


def _fits(text: str, name: str, end: int, *, bound: bool, masked: bool, kind: bool) -> bool:
    told = text.startswith(words("people", "affected"), end) or _counted(text, name, end)
    if kind and len(name) == _FULL and (told or (name[0] in _common() and text.startswith(_WEAK, end))):
        return True
    if any(char in _PLACE for char in name[1:]):
        return False
    if masked and (told or text[end : end + 1] in _STOPS or text.startswith("等", end)):
        return True
    return bound and (told or _dealt_with(text, end))


_BOUNDS = "，。；：、 \n（和与及对向由将把让使请"
_JOINS = "、和与及"
_KINDS = "员者师工户"
_MASK_SIGNS = SIGNS + "某"
_STOPS = "，。；、） \n"
_WEAK = ("的", "（", "给予", "因")
_FULL = 3
_LEAST, _FAR_POST, _FAR = 2, 10, 18
"""Characters between a name and 职务; those of 因…被 with the two words."""


@cache
def _singles() -> frozenset[str]:
    return frozenset(words("people", "surnames")[:_COMMON])


def _counted(text: str, name: str, end: int) -> bool:
    """何建苗等3人; 王建军、李晓红2人 where the surname is nothing else."""
    if text[end : end + 1] != "等" and text[end + 1 : end + 2] != "人":
        return False
    several = _several().match(text, end)
    return several is not None and (text[end] == "等" or name[0] in _common())


@cache
def _common() -> frozenset[str]:
    return frozenset(words("people", "surnames")[:_COMMON]) - _NOT_FIRST | {"马"}


@cache
def _acts() -> tuple[str, ...]:
    return tuple({word[-2:] for word in words("people", "dealt_with")})


@lru_cache(maxsize=4)
def surname_places(text: str) -> tuple[int, ...]:
    """Where a character stands that is a surname; a class of them all would take longer to compile."""
    every = _every()
    return tuple([at for at, char in enumerate(text) if char in every])


@cache
def _every() -> frozenset[str]:
    return frozenset(one for one in words("people", "surnames") if len(one) == 1)


@cache
def _several() -> re.Pattern[str]:
    return re.compile(_SEVERAL)


def _dealt_with(text: str, end: int) -> bool:
    """、李某, 因酒驾被…, 党支部书记职务."""
    clause = text[end : end + _FAR]
    if clause[:1] in _JOINS and clause[2:3] in _MASK_SIGNS and is_han(clause[1:2]):
        return True
    clause = clause[: min((at for mark in "，。；\n" if (at := clause.find(mark)) >= 0), default=_FAR)]
    because = clause.startswith("因") and max(clause.rfind("被"), clause.rfind("受")) > _LEAST
    return because or _LEAST <= clause.find("职务", _LEAST) <= _FAR_POST
