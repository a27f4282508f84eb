"""Sums that a sentence tells about itself.

抽查50份，合格48份，合格率98%; 由20天缩短到12天，缩短10天; 原有120块，报废20块，新购35块，现有130块;
为12个站每站配备3名，共40名.

Only what the sentence itself counts is compared, and a rate only with figures of the unit right before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bihuan.zh.listing import Mismatch
from bihuan.zh.looks import HAN

_N = r"([0-9]+(?:\.[0-9]+)?)"
_UNIT = "([名人户件份个家次块台条项起处栋座套票篇辆])"
_LESS = "清退|退出|核减|注销|报废|减少|调出|拆除|剔除|销号|取消|核销|移除|调离"
_MORE = "新纳入|纳入|新增|新购|补录|补充|增加|调入|新建|补登|招录|新进|增补"
_STEPS = tuple(f"{_LESS}|{_MORE}".split("|"))
_HAD = ("原", "在册", "现有", "共有")
_TOGETHER = ("，共", "，合计", "，总计", "，累计", ",共", ",合计", ",总计", ",累计")
_LEFT = "现有|现在册|在册|实有|现存|现为|结存|尚有|剩余|现余"


def find_miscalculated(text: str) -> list[Mismatch]:
    """Stated results that the figures beside them contradict, in the order of the text.

    A cheap look goes before each kind: most sentences calculate nothing.
    """
    found: list[Mismatch] = []
    if "率" in text and ("%" in text or "％" in text):
        found += _rates(text)
    if ("由" in text or "从" in text) and _changed().search(text):
        found += _differences(text)
    if any(word in text for word in _HAD) and any(verb in text for verb in _STEPS):
        found += _flows(text)
    if "每" in text and any(word in text for word in _TOGETHER):
        found += _products(text)
    return sorted(found, key=lambda one: one.start)


def _rates(text: str) -> Iterator[Mismatch]:
    """Whole, part of the same unit, then the rate of the part."""
    for match in _rate().finditer(text):
        whole, part, rate = (float(match[name]) for name in ("whole", "part", "rate"))
        word = match["word"]
        if word.endswith(("整改率", "完成率")):
            continue  # CL04
        if re.search("正在|未|尚|不|剩|其余|逾期", match["told"]):
            continue
        named = any(char in match["told"] for char in word[:2])
        if not named or not 0 < part <= whole or match["whole_unit"] != match["part_unit"]:
            continue
        decimals = len(match["rate"].partition(".")[2])
        if abs(100 * part / whole - rate) > 10.0**-decimals:
            right = f"{100 * part / whole:.{max(1, decimals)}f}%"
            yield Mismatch(match.start("word"), match.end(), match["rate"] + "%", right)


def _differences(text: str) -> Iterator[Mismatch]:
    """From, to, and by how much."""
    for match in _difference().finditer(text):
        before, after, told = (float(match[name]) for name in ("before", "after", "told"))
        unit, other = match["unit"], match["by"]
        same = other == "个百分点" if unit == "%" else other == unit
        if same and abs(abs(before - after) - told) > 0.01:
            yield Mismatch(
                match.start("told"), match.end(), match["told"] + other, f"{abs(before - after):g}{other}"
            )


def _flows(text: str) -> Iterator[Mismatch]:
    """What there was, what went, what came, and what there is."""
    for match in _flow().finditer(text):
        kept, pieces = (
            float(match["had"]),
            re.findall(f"({_LESS}|{_MORE})[^，。；0-9]{{0,12}}{_N}{match['unit']}", match["steps"]),
        )
        if len(pieces) < match["steps"].count(match["unit"]):
            continue
        for verb, number in pieces:
            kept += -float(number) if verb in _LESS.split("|") else float(number)
        if pieces and kept != float(match["has"]):
            yield Mismatch(match.start("has"), match.end(), match["has"], f"{kept:g}")


def _products(text: str) -> Iterator[Mismatch]:
    """So many places, so many at each, so many together."""
    for match in _product().finditer(text):
        many, each, told = (float(match[name]) for name in ("many", "each", "told"))
        factor = 10_000 if match["large"] else 1
        if abs(many * each - told * factor) > 0.005 * factor:
            yield Mismatch(match.start("told"), match.end(), match["told"], f"{many * each / factor:g}")


@cache
def _changed() -> re.Pattern[str]:
    """缩短到12, 升至98."""
    return re.compile("[短缩少降低加长高升至][到至为][0-9]")


@cache
def _rate() -> re.Pattern[str]:
    gap = "[^，。；0-9《》、]{0,10}"
    return re.compile(
        rf"(?<![第0-9.年月至])(?P<whole>{_N[1:-1]})(?P<whole_unit>{_UNIT[1:-1]}){gap}[，,](?P<told>{gap})"
        rf"(?P<part>{_N[1:-1]})(?P<part_unit>{_UNIT[1:-1]}){gap}[，,](?P<word>{HAN}{{1,4}}率)[为达到是]{{0,2}}"
        rf"(?P<rate>{_N[1:-1]})[%％]"
    )


@cache
def _difference() -> re.Pattern[str]:
    verb = "(?:缩短|压缩|减少|下降|降低|降|增加|增长|提高|提升|上升|增至|减至|升)"
    return re.compile(
        rf"[由从][^，。；0-9]{{0,8}}(?P<before>{_N[1:-1]})(?P<unit>%|[天日个小时分钟件次家户人名万元]{{1,2}})"
        rf"{verb}[到至为](?P<after>{_N[1:-1]})(?P=unit)[，,](?:平均|净|共|较前)?{verb}了?(?P<told>{_N[1:-1]})(?P<by>个百分点|%|[天日个小时分钟件次家户人名万元]{{1,2}})"
    )


@cache
def _flow() -> re.Pattern[str]:
    return re.compile(
        rf"(?:原有|在册|现有|共有|原)[^，。；0-9]{{0,12}}(?P<had>{_N[1:-1]})(?P<unit>{_UNIT[1:-1]})[^，。；0-9]{{0,6}}[，,]"
        rf"(?P<steps>(?:[^，。；0-9]{{0,14}}(?:{_LESS}|{_MORE})[^。；0-9]{{0,14}}{_N[1:-1]}(?P=unit)[，、,]){{1,4}})"
        rf"[^，。；0-9]{{0,6}}(?:{_LEFT})[^，。；0-9]{{0,4}}(?P<has>{_N[1:-1]})(?P=unit)"
    )


@cache
def _product() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![第0-9.])(?P<many>[0-9]{{1,4}})[个户名人家](?P<noun>[村站所户人家名]?)[^，。；0-9]{{0,8}}[，,]?每(?:个|名|户|人|家)?(?P=noun)[^，。；0-9]{{0,10}}"
        rf"(?P<each>{_N[1:-1]})(?P<unit>[名人元次份台套])[^，。；0-9]{{0,10}}[，,](?:共计?|合计|总计|累计)[^，。；0-9]{{0,6}}"
        rf"(?P<told>{_N[1:-1]})(?P<large>万)?(?P=unit)"
    )
