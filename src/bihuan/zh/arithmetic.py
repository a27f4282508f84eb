"""Sums that a sentence tells about itself.

抽查50份，合格48份，合格率98%; 由20天缩短到12天，缩短10天; 原有120块，报废20块，新购35块，现有130块;
为12个站每站配备3名，共40名.

Only what the sentence itself counts is compared, and a rate only with figures of the unit right before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from math import log10

from bihuan.zh.figures import Figure
from bihuan.zh.listing import Mismatch
from bihuan.zh.looks import HAN

_N = r"([0-9]+(?:\.[0-9]+)?)"
_UNIT = "([名人户件份个家次块台条项起处栋座套票篇辆])"
_BACK = 5
"""Figures before a rate among which its whole and its part are looked for."""
_FAULTS = ("差错", "不合格", "瑕疵", "错误", "不规范", "超标")
_LESS = (
    "清退",
    "退出",
    "核减",
    "注销",
    "报废",
    "减少",
    "调出",
    "拆除",
    "剔除",
    "销号",
    "取消",
    "核销",
    "移除",
    "调离",
    "撤销",
    "撤并",
    "划出",
    "退休",
    "辞退",
    "裁减",
    "死亡",
    "迁出",
)
_MORE = (
    "新纳入",
    "纳入",
    "新增",
    "新购",
    "补录",
    "补充",
    "增加",
    "调入",
    "新建",
    "补登",
    "招录",
    "新进",
    "增补",
)
_HAD = ("原有", "在册", "现有", "共有", "原", "账面", "登记", "期初", "年初")
_LEFT = (
    "现有",
    "现在册",
    "在册",
    "实有",
    "现存",
    "现为",
    "结存",
    "尚有",
    "剩余",
    "现余",
    "还剩",
    "尚余",
    "结余",
    "现剩",
    "留存",
)
_TOGETHER = ("，共", "，合计", "，总计", "，累计", ",共", ",合计", ",总计", ",累计")


def find_miscalculated(text: str, figures: Sequence[Figure]) -> list[Mismatch]:
    """Stated results that the figures beside them contradict, in the order of the text.

    A cheap look goes before each kind: most sentences calculate nothing.
    """
    found: list[Mismatch] = []
    if "%" in text or "％" in text:
        found += _rates(figures)
    if "均" in text or "每" in text:
        found += _averages(figures)
    if ("由" in text or "从" in text) and _changed().search(text):
        found += _differences(text)
    if any(word in text for word in _LEFT):
        found += _flows(figures)
    if "每" in text and any(word in text for word in _TOGETHER):
        found += _products(text)
    return sorted(found, key=lambda one: one.start)


def _rates(figures: Sequence[Figure]) -> Iterator[Mismatch]:
    """Whole, part of the same unit, then the rate of the part; or what each got of a sum."""
    for at, rate in enumerate(figures):
        word = _rate_word().search(rate.before) if rate.unit == "%" else None
        if word is None or word.group().startswith(("整改率", "完成率")):  # CL04
            continue
        before = [one for one in _near(figures, at) if one.unit != "%"]
        pairs = [(one, part) for n, part in enumerate(before) for one in before[:n] if one.unit == part.unit]
        if any(_is_rate(rate, whole, part) for whole, part in pairs):
            continue
        named = [
            (whole, part)
            for whole, part in pairs
            if 0 < part.value <= whole.value and (not word["rate"] or _is_named(word["rate"], part.label))
        ]
        if not word["rate"]:  # 13份，占22.4%: of the figure right before it
            named = [pair for pair in named if pair[1] is figures[at - 1] and pair[1].piece + 1 == rate.piece]
        if named and not any(one.rough for one in named[-1]):
            whole, part = named[-1]
            decimals = 0 if rate.step == 1 else round(-log10(rate.step))
            right = f"{100 * part.value / whole.value:.{max(1, decimals)}f}%"
            yield Mismatch(rate.start - len(word["rate"] or ""), rate.end, f"{rate.value:g}%", right)


def _near(figures: Sequence[Figure], at: int) -> list[Figure]:
    """The figures shortly before in the same sentence."""
    return [one for one in figures[max(0, at - _BACK) : at] if one.sentence == figures[at].sentence]


def _is_rate(rate: Figure, whole: Figure, part: Figure) -> bool:
    """Whether the rate is that of the part or of the rest."""
    if not 0 < part.value <= whole.value:
        return False
    share = 100 * part.value / whole.value
    return min(abs(share - rate.value), abs(100 - share - rate.value)) <= rate.step


def _is_named(word: str, told: str) -> bool:
    """按期率 of 按期回复, 差错率 of 不合格; not 合格率 of 不合格."""
    negative = re.search("正在|未|尚|不|剩|其余", told)
    fault = any(sign in word for sign in _FAULTS) and any(sign in told for sign in _FAULTS)
    return fault or (negative is None and "逾期" not in told and any(char in told for char in word[:2]))


def _averages(figures: Sequence[Figure]) -> Iterator[Mismatch]:
    """涉及派遣工216名，金额97.2万元，人均4500元."""
    for at, mean in enumerate(figures):
        each = _each().search(mean.before)
        if not each or mean.unit != "元" or not mean.value:
            continue
        near = [one for one in _near(figures, at) if not one.rough]
        many = [one for one in near if one.unit == ("人" if "人" in each.group() else "户")]
        sums = [one for one in near if one.unit == "元"]
        if len(many) != 1 or len(sums) != 1:
            continue
        count, money = many[0], sums[0]
        told, allowed = mean.value * count.value, 0.5 * mean.step * count.value + 0.5 * money.step
        if abs(told - money.value) > allowed and 0.5 < told / (money.value or 1) < 2:
            yield Mismatch(mean.start, mean.end, f"{mean.value:g}", f"{money.value / count.value:.10g}")


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


def _flows(figures: Sequence[Figure]) -> Iterator[Mismatch]:
    """What there was, what went, what came, and what there is."""
    for at, has in enumerate(figures):
        if not any(word in has.before for word in _LEFT):
            continue
        kept = 0.0
        for steps, one in enumerate(reversed(_near(figures, at)), 1):
            sign = _step(one.before)
            if one.unit != has.unit or one.rough or (not sign and not any(w in one.before for w in _HAD)):
                break
            kept += one.value * (sign or 1)
            if not sign:
                if steps > 2 and kept != has.value:  # two figures are a whole and its part: the sums' affair
                    yield Mismatch(has.start, has.end, f"{has.value:g}", f"{kept:g}")
                break


def _step(told: str) -> int:
    """1 where the words say that so many came, -1 where so many went, else 0."""
    if any(word in told for word in _LESS):
        return -1
    return 1 if any(word in told for word in _MORE) else 0


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
def _rate_word() -> re.Pattern[str]:
    return re.compile(f"(?:(?P<rate>{HAN}{{2,4}}率)|占(?:比|总数的?)?)[为达到是]{{0,2}}\\Z")


@cache
def _each() -> re.Pattern[str]:
    return re.compile(f"(?:人均|每人|户均|每户){HAN}{{0,3}}\\Z")


@cache
def _difference() -> re.Pattern[str]:
    verb = "(?:缩短|压缩|减少|下降|降低|降|增加|增长|提高|提升|上升|增至|减至|升)"
    return re.compile(
        rf"[由从][^，。；0-9]{{0,8}}(?P<before>{_N[1:-1]})(?P<unit>%|[天日个小时分钟件次家户人名万元]{{1,2}})"
        rf"{verb}[到至为](?P<after>{_N[1:-1]})(?P=unit)[，,](?:平均|净|共|较前)?{verb}了?(?P<told>{_N[1:-1]})(?P<by>个百分点|%|[天日个小时分钟件次家户人名万元]{{1,2}})"
    )


@cache
def _product() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![第0-9.])(?P<many>[0-9]{{1,4}})[个户名人家](?P<noun>[村站所户人家名]?)[^，。；0-9]{{0,8}}[，,]?每(?:个|名|户|人|家)?(?P=noun)[^，。；0-9]{{0,10}}"
        rf"(?P<each>{_N[1:-1]})(?P<unit>[名人元次份台套])[^，。；0-9]{{0,10}}[，,](?:共计?|合计|总计|累计)[^，。；0-9]{{0,6}}"
        rf"(?P<told>{_N[1:-1]})(?P<large>万)?(?P=unit)"
    )
