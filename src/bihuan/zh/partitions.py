"""Wholes and their parts, read from the figures of a text: 45份，其中甲20份、乙25份; 甲20人、乙24人，共44人;
B区30.5万元。B区含写字楼…、厂房….

A run of parts is figures of one unit in pieces that follow one another. What ties it to a whole is a word
(其中, 包括, ：, 合计), or that the labels are alike (东片、西片) or leave nothing out (优秀、合格; 还有5户).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bihuan.zh.figures import Figure, read_figures
from bihuan.zh.listing import Mismatch
from bihuan.zh.looks import HAN
from bihuan.zh.vocab import words

_FEWEST = 3
_MOST = 400
"""Figures of one line that are looked at."""
_LONGEST = 30
"""Parts in a row."""
_FAR = 44
_PLAIN_SUM = frozenset(("共", "累计", "一共", "总共"))
_WRITTEN = (("亿", 100_000_000.0), ("万", 10_000.0), ("公里", 1_000.0), ("吨", 1_000.0))
_WHOLE_STEPS = (1.0, 10_000.0, 100_000_000.0)
"""Steps of figures written without decimals: 18万元 beside 9.5万元 is exact."""
_NEAR, _NEARER, _CLOSELY = (0.8, 1.25), (0.85, 1.18), 0.05
"""Shares of the whole from which parts that miss it look like a mistake and not like examples."""
_OVER = 2.5


def find_wrong_partitions(text: str, figures: Sequence[Figure] | None = None) -> list[Mismatch]:
    """Wholes that their parts do not add up to, in the order of the text, one a whole."""
    figures = read_figures(text) if figures is None else figures
    if not _FEWEST <= len(figures) <= _MOST:
        return []
    by_unit: dict[str, list[Figure]] = {}
    for one in figures:
        by_unit.setdefault(one.unit, []).append(one)
    if "票" in by_unit:  # 到会代表58人，赞成55票、反对3票
        by_unit["票"] = sorted((*by_unit["票"], *by_unit.get("人", ())))
    found = [
        wrong
        for unit, alike in by_unit.items()
        if len(alike) >= _FEWEST and unit != "%"
        for wrong in (*_told_first(text, alike), *_told_last(text, alike))
    ]
    once = {one.start: one for one in sorted(found, reverse=True)}
    return [once[at] for at in sorted(once)]


def find_borrowed_wholes(text: str, figures: Sequence[Figure], earlier: Sequence[Figure]) -> list[Mismatch]:
    """Lists whose whole stands in a line before, at their first part: B区含写字楼…; 救助金来自三个口子：….

    *earlier*: the figures of the lines before, the nearest last.
    """
    known_units = {one.unit for one in earlier}
    units = [one.unit for one in figures if one.unit in known_units]
    if len(set(units)) == len(units):
        return []  # a list has two parts of a unit that was told before
    sign = _borrows().search(text)
    first = next((one for one in figures if sign and one.start >= sign.end()), None)
    if not sign or first is None:
        return []
    alike = [one for one in figures if one.unit == first.unit]
    if alike[0] is not first:
        return []
    run = _run_from(text, alike, alike.index(first))
    known = [one for one in earlier if one.unit == first.unit and _is_named(one, sign["name"])]
    if len(run) < 2 or not known or any(one.rough for one in run) or any(_fitting(one, run) for one in known):
        return []
    share = _sum(run) / (known[-1].value or 1)
    if _overlap(run) or not _NEAR[0] <= share <= _NEAR[1]:
        return []
    return [_told(first.start, run[-1].end, known[-1].value, _sum(run), _scale(first, text))]


def _is_named(one: Figure, name: str) -> bool:
    return one.before.endswith(name) or one.after.startswith(name)


def _told_first(text: str, alike: list[Figure]) -> Iterator[Mismatch]:
    """45份，其中甲20份、乙30份; 受理32件，办结20件、在办10件."""
    parted: set[int] = set()
    for at, whole in enumerate(alike[:-2]):
        run = _run_from(text, alike, at + 1)
        run = run[: next((n for n, one in enumerate(run) if one.value == whole.value), len(run))]
        if len(run) < 2 or not _belongs(text, whole, run[0]):
            continue
        cue = _cue(text, whole, run[0])
        is_part = at in parted or whole.mark == "、" or _cue_sign().search(whole.before)
        if not cue and (is_part or run[0].piece - whole.piece not in (0, 1)):
            continue
        size = _fitting(whole, run)
        if size:
            parted.update(range(at + 1, at + 1 + size))
        elif told := _judged(text, alike, at, run, cue):
            parted.update(range(at + 1, at + 1 + len(run)))
            yield told


def _judged(text: str, alike: list[Figure], at: int, run: list[Figure], cue: str) -> Mismatch | None:
    """What is wrong with the whole and the parts that follow it; None where they need not add up."""
    whole = alike[at]
    if cue == "其中":
        here = (whole.sentence, whole.bracket)
        earlier = [one for one in alike[max(0, at - 2) : at] if (one.sentence, one.bracket) == here]
        if any(_fitting(one, run) for one in earlier):
            return None
    if whole.rough or not whole.value or any(one.rough for one in run) or "各" in run[0].before:
        return None
    if not cue and _fits_later(whole, alike[at + 1 : at + 1 + _LONGEST]):
        return None
    size = min(range(2, len(run) + 1), key=lambda n: abs(_sum(run[:n]) - whole.value))
    parts = run[:size]
    share = _sum(parts) / whole.value
    open_ended = parts[-1].after.startswith("等") or "等" in parts[-1].before[-1:]
    if (share < 1 and open_ended) or (share > 1 and _overlap(parts)):
        return None
    if not cue and _kinds((whole._replace(after=""), *parts)):
        return None  # 已整改五个，正在整改两个，尚未启动一个: one of the parts itself
    return _mismatch(text, whole, parts) if _is_wrong(parts, share, cue) else None


def _is_wrong(parts: list[Figure], share: float, cue: str) -> bool:
    partition = _is_partition(parts)
    if cue == "其中":
        return 1 < share <= _OVER or _NEAR[0] <= share < 1 or (partition and share < 1 and _of_status(parts))
    if cue:
        return _NEAR[0] <= share <= _NEAR[1] or (partition and 0.5 <= share <= 2)
    if share <= 1 and partition and _of_status(parts):
        return True
    tied = partition or _alike_named(parts) or _left().search(parts[-1].before)
    if tied and _NEARER[0] <= share <= _NEARER[1]:
        return True
    listed = any(one.mark == "、" for one in parts[1:])
    return abs(share - 1) <= _CLOSELY and (len(parts) > 2 or listed)


def _told_last(text: str, alike: list[Figure]) -> Iterator[Mismatch]:
    """城关站120只，东关站85只，合计215只; with 共 the parts must be told by the same verb."""
    for at, whole in enumerate(alike):
        sign = _sum_sign().search(whole.before)
        if at < 2 or not sign or whole.rough:
            continue
        run = _run_to(text, alike, at - 1)
        if len(run) < 2 or any(one.rough for one in run) or run[-1].after.startswith("等"):
            continue
        if run[-1].sentence != whole.sentence or whole.piece - run[-1].piece not in (1, 2):
            continue
        if whole.value in [one.value for one in run] or any(
            _equal(whole, run[cut:]) for cut in range(len(run) - 1)
        ):
            continue
        share = _sum(run) / (whole.value or 1)
        plain = sign.group() in _PLAIN_SUM
        verb = whole.before[sign.end() :]
        if verb.endswith(("由", "从", "比")):
            continue  # 总数由31名增加到44名
        if plain and verb and verb[-2:] not in text[max(0, run[0].start - 20) : run[-1].end]:
            continue
        if (_NEAR[0] <= share <= _NEAR[1]) if plain else (0.6 <= share <= 1.6):
            yield _mismatch(text, whole, run)


def _run_from(text: str, alike: list[Figure], at: int) -> list[Figure]:
    """The figures from *at* on that stand one in a piece, in pieces that follow one another."""
    run = [alike[at]] if at < len(alike) and not _sum_sign().search(alike[at].before) else []
    while run and at + 1 < len(alike) and len(run) < _LONGEST:
        last, one = alike[at], alike[at + 1]
        listed = len(run) > 1 and run[1].mark == "、" and one.mark in "，,；;"
        if not _follows(text, last, one) or listed or _sum_sign().search(one.before) or "其中" in one.before:
            break
        run.append(one)
        at += 1
    return run


def _run_to(text: str, alike: list[Figure], at: int) -> list[Figure]:
    run = [alike[at]]
    while at > 0 and len(run) < _LONGEST and _follows(text, alike[at - 1], alike[at]):
        last = run[0]
        sign = _sum_sign().search(alike[at - 1].before)
        if (
            last.mark in "：:（("
            or _cue_sign().search(last.before)
            or (sign and sign.group() not in _PLAIN_SUM)
        ):
            break
        run.insert(0, alike[at - 1])
        at -= 1
        if sign:
            break
    return run


def _follows(text: str, last: Figure, one: Figure) -> bool:
    """Whether both stand in neighbouring pieces of a sentence; a day alone may stand between."""
    if (last.bracket, last.sentence) != (one.bracket, one.sentence):
        return False
    apart = one.piece - last.piece
    return apart == 1 or (apart == 2 and "月" in text[last.end : one.start] and one.start - last.end < _FAR)


def _belongs(text: str, whole: Figure, first: Figure) -> bool:
    """Whether the part may be told of the whole: near it, in its sentence or behind 。其中."""
    gap = text[whole.end : first.start]
    if len(gap) > _FAR:
        return False
    if first.bracket != whole.bracket:
        return first.bracket >= whole.end and first.bracket - whole.end <= 10
    if first.sentence != whole.sentence:
        return first.sentence == whole.sentence + 1 and _goes_on().search(gap) is not None
    return (
        first.piece > whole.piece or _cue_sign().search(gap) is not None or _within().search(gap) is not None
    )


def _cue(text: str, whole: Figure, first: Figure) -> str:
    """其中 where what follows may be only some of the parts, another sign where it is a list; else empty."""
    gap = text[whole.end : first.start]
    if _of_which().search(gap):
        return "其中"
    found = _cue_sign().search(gap)
    return found.group() if found else ""


def _sum(parts: Sequence[Figure]) -> float:
    return round(sum(one.value for one in parts), 4)


def _equal(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Within what rounding to the written places allows where the places differ (1.2亿元 beside 3400万元)."""
    least = min(one.step for one in parts)
    coarse = sum(
        0.5 * one.step
        for one in parts
        if one.step > (whole.step if one.step not in _WHOLE_STEPS else 100 * whole.step)
    )
    allowed = max(0.5 * whole.step if whole.step > least else 0.0, coarse)
    return abs(whole.value - _sum(parts)) <= allowed + 1e-6


def _fitting(whole: Figure, run: list[Figure]) -> int:
    """How many figures from the beginning of the run add up to the whole; 0 where none do."""
    return next((size for size in range(len(run), 1, -1) if _equal(whole, run[:size])), 0)


def _fits_later(whole: Figure, alike: Sequence[Figure]) -> bool:
    """一类20座、二类25座，均已挂牌；三类5座、四类2座: parts go on behind other words."""
    here = [one for one in alike if (one.sentence, one.bracket) == (whole.sentence, whole.bracket)]
    return bool(_fitting(whole, here))


def _mismatch(text: str, whole: Figure, parts: Sequence[Figure]) -> Mismatch:
    return _told(whole.start, whole.end, whole.value, _sum(parts), _scale(whole, text))


def _told(start: int, end: int, stated: float, counted: float, scale: float) -> Mismatch:
    return Mismatch(start, end, *(f"{round(amount / scale, 6):.10g}" for amount in (stated, counted)))


def _scale(one: Figure, text: str) -> float:
    """By how much the smallest unit must be divided to be told as this figure is written."""
    written = text[one.start : one.end]
    return next((worth for sign, worth in _WRITTEN if sign in written), 1.0)


def _names(parts: Sequence[Figure]) -> list[str]:
    return [_idle().sub("", one.before) or _idle().sub("", one.after) for one in parts]


def _kinds(parts: Sequence[Figure]) -> tuple[str, ...]:
    """The group of kinds to which all parts belong, two kinds at least; empty where there is none."""
    names = _names(parts)
    for group in _partitions():
        kinds = [next((word for word in group if word in name), None) for name in names]
        if None not in kinds and len(set(kinds)) > 1:
            return group
    return ()


def _is_partition(parts: Sequence[Figure]) -> bool:
    """True where the parts are of a kind that leaves nothing out: 优质57件、合格139件、不合格4件."""
    group = _kinds(parts)
    return bool(group) and ("未完成" not in group or _of_status(parts))


def _of_status(parts: Sequence[Figure]) -> bool:
    """已办结20件、正在办理10件: what is done beside what is left over."""
    if "未完成" not in _kinds(parts):
        return False
    return any(word in name for name in _names(parts) for word in words("listing", "left"))


def _alike_named(parts: Sequence[Figure]) -> bool:
    """东片、中片、西片; 项目经理负担、班组负担: the labels end alike, or nothing but numbers is told."""
    for told in ([one.before for one in parts], [one.after for one in parts]):
        ends = {name[-1:] for name in told}
        if len(ends) == 1 and "" not in ends and len(set(told)) == len(told):
            return True
    return False


def _overlap(parts: Sequence[Figure]) -> bool:
    """True where one may be counted twice: 党员20人、女职工15人."""
    traits = words("listing", "traits")
    return not _is_partition(parts) and any(word in name for name in _names(parts) for word in traits)


@cache
def _partitions() -> tuple[tuple[str, ...], ...]:
    groups = (group.split("/") for group in words("listing", "partitions"))
    return tuple(tuple(sorted(group, key=len, reverse=True)) for group in groups)


@cache
def _cue_sign() -> re.Pattern[str]:
    return re.compile(
        "其中|包括|包含|含|分别|具体|里面|里头|当中|中[，,：:]|中\\Z|组成|来自|分为|分成|按[^，。；]{1,6}分|[:：（(]"
    )


@cache
def _of_which() -> re.Pattern[str]:
    """Words behind which only some of the parts may stand."""
    return re.compile("其中|当中|里面|里头|中[，,：:]|中\\Z|含")


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile("[。！？]\\s*(?:其中|包括|分别|具体)")


@cache
def _within() -> re.Pattern[str]:
    """What makes parts of figures in the same piece: 8个问题中已完成6个，…."""
    return re.compile("[中里内]|已|达标|合格|完成")


@cache
def _sum_sign() -> re.Pattern[str]:
    return re.compile("合计|总计|共计|小计|总数|总共|一共|加起来|相加|累计|共(?!同)|[三四五六七八九]项\\Z")


@cache
def _left() -> re.Pattern[str]:
    return re.compile("^(?:还有|其余|剩余|剩下|余下|尚有|仍有|尚余|剩|余)|留用|保留|结存|短少|短缺|盘亏|差额")


@cache
def _idle() -> re.Pattern[str]:
    return re.compile("其中|分别|包括|[0-9年月日第\\s]+")


@cache
def _borrows() -> re.Pattern[str]:
    return re.compile(
        f"(?:^|[，。；：\\s])(?P<name>(?:{HAN}|[A-Za-z]){{2,8}}?)(?:[里中]面?[，,]?(?!{HAN})|含(?!有)|包括"
        "|来自[^，。；：0-9]{0,8}[：:]|的?(?:构成|去向|分布|来源)[为是]?[：:，,])"
    )
