"""A mask where the one who acted should stand: ××带队, 某股长逐店送达, 由某科室某人经办.

Read by hand: an expression with all posts and acts takes three milliseconds to compile.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bihuan.zh.beside_masks import SIGNS
from bihuan.zh.looks import HAN, is_han
from bihuan.zh.vocab import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_OFFICE = frozenset("处局所站组中科股室员办委队单部公机会院厂店人点集")
"""Characters after a verb that make an office of it: ××管理处, ××组织部, ××负责人."""
_OUTSIDERS = ("企业", "公司", "商户", "村民", "店", "厂", "用人")
"""What stands before a post that is none of the unit's: 某企业负责人."""
_BEFORE_SOMEBODY = ("单位", "部门", "科室", "股室", "")
_SOMEBODY = ("某人", "人")
_SUFFERS = tuple("因被受违")
"""Characters that tell what was done to somebody: 某同志被约谈."""
_LEAD = 14
_POST = 4
_LINKS = "到逐向与为在"


def find_actor(text: str) -> tuple[int, int] | None:
    """Where the first masked actor begins and where the act behind it ends; None where nobody is hidden."""
    for mask in _mask().finditer(text):
        end = _end_of_mask(text, mask)
        if end and _begins().search(text[max(0, mask.start() - _LEAD) : mask.start()]):
            for at in _behind_somebody(text, end):
                begin = _past_others(text, at)
                if day := _day().match(text, begin):
                    begin = day.end()
                if done := _end_of_act(text, end, begin):
                    return mask.start(), done
    return None


def _end_of_mask(text: str, mask: re.Match[str]) -> int:
    """End of a mask that hides somebody; 0 where one sign or 某 has no person behind it."""
    end = mask.end()
    if mask.group() == "某":
        return end if any(_somebody_at(text, end)) or any(_officers_at(text, end)) else 0
    if len(mask.group()) == 1:
        return end if any(_officers_at(text, end)) else 0
    return end


def _behind_somebody(text: str, at: int) -> Iterator[int]:
    """Where what follows 同志, 某人 or a post begins; the place itself last."""
    if text.startswith("同志", at):
        yield at + 2
    yield from _somebody_at(text, at)
    yield from _officers_at(text, at)
    yield at


def _somebody_at(text: str, at: int) -> Iterator[int]:
    for office in _BEFORE_SOMEBODY:
        for somebody in _SOMEBODY:
            if text.startswith(office + somebody, at):
                yield at + len(office) + len(somebody)


def _officers_at(text: str, at: int) -> Iterator[int]:
    """Ends of a post behind at most four characters: 主任, 单位负责人."""
    if text.startswith(_OUTSIDERS, at):
        return
    for length in range(_POST + 1):
        if length and not is_han(text[at : at + length]):
            return
        for post in _officers():
            if text.startswith(post, at + length):
                yield at + length + len(post)


def _past_others(text: str, at: int) -> int:
    """Behind 、××, 和**同志."""
    while other := _beside().match(text, at):
        at = other.end()
    return at


def _end_of_act(text: str, begin: int, at: int) -> int:
    """Where the act ends that begins here; 0 where none does. ``begin`` is the end of the mask."""
    links, verbs = _acts()
    for word in links:
        if text.startswith(word, at):
            return at + len(word)
    for word in verbs:
        end = at + len(word)
        if text.startswith(word, at) and (
            text[end : end + 1] not in _OFFICE or text[end + 1 : end + 2] == "长"
        ):
            return end
    if under := _under().match(text, at):
        return under.end()
    named = text.endswith(("同志", "某人"), max(0, begin - 1), at)
    plain = named and is_han(text[at : at + 2]) and len(text[at : at + 2]) > 1
    return at + 2 if plain and not text.startswith(_SUFFERS, at) else 0


@cache
def _officers() -> tuple[str, ...]:
    return tuple(sorted(words("people", "officers"), key=len, reverse=True))


@cache
def _acts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    listed = sorted(words("people", "mask_verbs"), key=len, reverse=True)
    return (
        tuple(word for word in listed if word[0] in _LINKS),
        tuple(word for word in listed if word[0] not in _LINKS),
    )


@cache
def _mask() -> re.Pattern[str]:
    return re.compile(f"[{SIGNS}]{{2,4}}|某某?|[xXｘＸ×]")


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(f"[、和与](?:[{SIGNS}]{{2,4}}|某某)(?:同志)?")


@cache
def _day() -> re.Pattern[str]:
    """×××于6月11日带队."""
    return re.compile("[于在](?:[0-9]{1,2}月)?[0-9]{1,2}日")


@cache
def _under() -> re.Pattern[str]:
    """在×××的主持下."""
    return re.compile("的(?:亲自|具体)?(?:主持|带领|领导|指导|督促|协调|推动|牵头|见证)下")


@cache
def _begins() -> re.Pattern[str]:
    """What a mask must follow: a mark, a day, an ordinal, 由 and the like; searched at its end."""
    ordinal = "[一二三四五六七八九十]是|[（(][0-9一二三四五六七八九十]+[）)]|[①-⑳]"
    begins = f"期间|会上|会后|随后|同时|最终|最后|一名[^，。；]{{2,6}}|{ordinal}"
    own = "(?:[我本][局院校馆镇乡县单公][位司]?)?"
    by = f"(?:^|[，。；：\\s]){HAN}{{1,5}}由"  # 来信由某人经办
    return re.compile(f"(?:(?:^|[，。；、：\\s日午月]|{begins})(?:由|在|经|报|请)?{own}|{by})\\Z")
