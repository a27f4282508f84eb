"""Places that a text leaves out and those it names: xx县 and 禾川县公安局, 某市职教园区（黄山市屯溪区）.

Searched by hand where a pattern would have a hundred branches.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bihuan.zh.beside_masks import SIGNS
from bihuan.zh.looks import HAN, han_before, is_han
from bihuan.zh.vocab import words

if TYPE_CHECKING:
    from collections.abc import Iterator


MASK_SIGNS = SIGNS + "某"
MASK = f"(?:[{SIGNS}]{{1,4}}|某某?)"

BEFORE = "由与和向到在对从经请报同共了赴至是为及、往由将把给"
"""Characters that may stand right before the name of a place."""

NOT_NAMES = "请邀外邻近他她它异跨届全本该我原各两三四五六七八九十百一二某"
"""Characters that no name of a place begins or ends with: 十四届县委 is no county."""

OTHERS = (
    "指导",
    "帮助",
    "全体",
    "全县",
    "全市",
    "全镇",
    "下辖",
    "所辖",
    "驻村",
    "包村",
    "联村",
    "城关",
    "上级",
    "同级",
    "所属",
)
"""More words before 村党支部 and the like that name no place."""


LEVELS = ("县", "区", "镇", "乡", "街道", "村", "社区", "市")


def places_in(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for masked in masked_place().finditer(text):
        if masked["level"] == "市":
            continue  # the city above may be named beside the county-level city that is not
        for start in _named(text, masked["level"]):
            yield masked, text[start : text.index(masked["level"], start) + len(masked["level"])]
            break
    office = _office().search(text)
    if office and (named := _named_office(office["level"]).search(text)):
        yield office, named.group()


def organs_in(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """××信访局 … 岚石县信访局: the same organ, once masked and once named."""
    for masked in _masked_organ().finditer(text):
        organ, at = masked["organ"], text.find(masked["organ"])
        while at >= 0:
            if at != masked.start("organ") and (name := _place_before(text, at)):
                yield masked, name + organ
                break
            at = text.find(organ, at + 1)


def _place_before(text: str, at: int) -> str:
    """岚石县 or 石塘 right before an organ's name; empty where words or masks stand there."""
    before = re.split("[由与和向到在对从经请报同共了赴至是为及往将把给即]", han_before(text, at, 6))[-1]
    if len(before) > _SHORT:
        before = re.sub("^.*[省市县]", "", before[:-1]) + before[-1]
    sure = len(before) > 1 and before[-1] in "省市县区镇乡村"
    return before if (sure or 1 < len(before) <= _SHORT) and not any(c in NOT_NAMES for c in before) else ""


_SHORT = 4


@cache
def _masked_organ() -> re.Pattern[str]:
    ends = "局|厅|卫生院|医院|中学|小学|学校|法院|检察院|派出所|银行|林场|信用社|事务所|公司"
    return re.compile(
        f"(?<![A-Za-z0-9])[{SIGNS}]{{2,4}}(?P<organ>(?!市)[省县区镇乡]?{HAN}{{0,5}}?(?:{ends}))(?!{HAN}?长)"
    )


def _named(text: str, level: str) -> Iterator[int]:
    """Where a name of two or three characters begins that the level ends."""
    at = text.find(level)
    while at >= 0:
        for length in (3, 2):
            start = at - length
            name, before = text[max(0, start) : at], text[max(0, start - 1) : max(0, start)]
            fits = start >= 0 and all(map(is_han, name)) and not any(char in NOT_NAMES for char in name)
            free = not is_han(before or " ") or before in BEFORE
            if fits and free and not _tells(name):
                yield start
                break
        at = text.find(level, at + len(level))


def _tells(name: str) -> bool:
    """Whether the characters are words and no name: 会同县, 来到镇."""
    return name in _no_places() or name[:2] in _no_places() or name[-1] in BEFORE


def place_told(inside: str) -> str | None:
    """The named place or organ in a bracket: 黄山市, 云溪县, 洛阳; None where the bracket names none."""
    if found := _told_place().search(inside):
        return None if found["name"] in _no_places() else found.group().lstrip("即系是")
    stems = (city.removesuffix("市") for city in words("places", "cities"))
    return next((stem for stem in stems if stem in inside), None)


def own_organs(text: str, level: str) -> Iterator[tuple[int, str]]:
    """(place, 禾川县) of each named place of the level that an organ's name follows."""
    for start in _organs(text, level):
        for length in (3, 2):
            name = text[start - length : start]
            if len(name) == length and all(map(is_han, name)):
                before = text[max(0, start - length - 1) : start - length]
                if any(char in NOT_NAMES for char in name) or name in _no_places():
                    continue
                if not "\u4e00" <= before <= "\u9fff" or before in BEFORE:
                    yield start - length, name + level
                    break


@cache
def _no_places() -> frozenset[str]:
    """Words that stand before an organ and are no place: 修订街道…, 根据县委…."""
    plain = (words("tense", name) for name in ("act", "introduction", "verb", "done_marks"))
    verbs = (*words("quantities", "many_verb"), *words("people", "dealt_with"))
    return frozenset(
        (*(word for one in plain for word in one), *verbs, *words("masking", "no_village"), *OTHERS)
    )


@cache
def _office() -> re.Pattern[str]:
    return re.compile(f"(?<![A-Za-z0-9])[{SIGNS}]{{2,4}}(?P<level>[所站])(?![有在长])")


@cache
def _named_office(level: str) -> re.Pattern[str]:
    return re.compile(f"(?<=[，。；、]){HAN}{{3,10}}{level}(?={level}长|负责人)")


@cache
def bracketed() -> re.Pattern[str]:
    masked = f"(?:[{MASK_SIGNS}]{{1,4}}[省市县区镇乡村街][\\w{MASK_SIGNS}]{{0,12}}|该[院局所站校厅])"
    return re.compile(f"{masked}（(?P<inside>[^（）\\n]{{2,30}})）")


@cache
def _told_place() -> re.Pattern[str]:
    return re.compile(
        f"(?:^|[：，])(?:即|系|是|位于|在)?(?P<name>{HAN}{{2,3}})(?:[省市县区镇乡]|街道)(?!所|里|内|级)"
    )


@cache
def masked_place() -> re.Pattern[str]:
    return re.compile(f"(?<![A-Za-z0-9]){MASK}(?P<level>{'|'.join(LEVELS)})")


def _organs(text: str, level: str) -> Iterator[int]:
    """Where 县 stands right before the name of an organ. By hand: a pattern would have a hundred branches."""
    at = text.find(level)
    while at >= 0:
        begin = at + len(level)
        end = _organ_end(text, begin)
        if end:
            yield at
        at = text.find(level, end or begin)


def _organ_end(text: str, begin: int) -> int:
    """Behind 公安局, or behind two to five characters and 局 or 院; 0 where neither stands there."""
    organs = words("places", "organs")
    if text.startswith(organs, begin):
        return begin + next(len(organ) for organ in organs if text.startswith(organ, begin))
    for length in (5, 4, 3, 2):
        name = text[begin : begin + length]
        if text[begin + length : begin + length + 1] in {"局", "院"} and all(map(is_han, name)):
            return begin + length + 1
    end = text.find("中心", begin + 2, begin + 10)  # 不动产登记中心
    return end + 2 if end > 0 and is_han(text[begin:end]) else 0
