"""Counts beside what they count: 《甲》《乙》2项制度, 三项措施：一是…二是…, 城关、东关、西关3座水厂."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bihuan.zh.looks import HAN, has_counted, places_of
from bihuan.zh.numerals import read_number
from bihuan.zh.sentences import split_clauses

_NUMBER = "[0-9０-９]+(?:[.．][0-9０-９]+)?|[零〇一二两三四五六七八九十百]+"
_LISTED = "制度|办法|规定|文件|方案|细则|规则|规程|条例|机制|通知|意见|预案|流程"


_SHORTEST_LIST = 2
_NEAR = 24
"""Characters between a title and the unit that counts it."""
_LAST_OF_LIST = 18
"""Characters of the last two names of a list and of the number behind it."""
_LEVELS = "镇乡县区市村局科股站部委办校院所厅组"


class Mismatch(NamedTuple):
    """A number that what stands beside it contradicts."""

    start: int
    end: int
    stated: str
    counted: str


def find_miscounted(text: str) -> list[Mismatch]:
    """Stated numbers of titles, of 一是 parts and of named places that differ from those listed, in the order
    of the text.
    """
    found = [*_wrong_titles(text), *_wrong_parts(text), *_wrong_places(text)]
    return sorted(found, key=lambda one: one.start)


_SIDE_BY_SIDE = tuple(f"{end}{mark}《" for end in "》）" for mark in ("", "、", "，", "和", "及"))
_OPENS_LIST = ("：《", ":《", "（《", "即《", "包括《", "分别是《", "分别为《")
"""Two titles side by side; a list of titles behind its number."""


def _wrong_titles(text: str) -> Iterator[Mismatch]:
    """《甲》《乙》《丙》2项制度; 两项制度：《甲》《乙》《丙》."""
    if text.count("《") < _SHORTEST_LIST or not _counts_titles(text):
        return
    patterns = []
    if any(beside in text for beside in _SIDE_BY_SIDE):
        patterns.append(_titles())
    if any(opening in text for opening in _OPENS_LIST):
        patterns.append(_titles_after())
    for pattern in patterns:
        for match in pattern.finditer(text):
            stated, listed = read_number(match["n"]), len(re.findall("《[^《》]*》", match["list"]))
            more = bool(match["more"])
            if isinstance(stated, int) and (stated < listed if more else stated != listed):
                end = match.end() if match.start("list") < match.start("n") else match.start("list") - 1
                yield Mismatch(match.start("n"), end, f"{stated}", f"{listed}")


def _wrong_parts(text: str) -> Iterator[Mismatch]:
    """三项措施：一是…；二是…；三是…；四是…."""
    if ("一是" not in text and "：" not in text and ":" not in text) or not has_counted(
        text, "项个方条点大类"
    ):
        return
    for match in _parts().finditer(text):
        stated, listed = read_number(match["n"]), _parts_after(text, match.end())
        if isinstance(stated, int) and listed and stated != listed:
            yield Mismatch(match.start(), match.end() - 1, f"{stated}", f"{listed}")


def _wrong_places(text: str) -> Iterator[Mismatch]:
    """城关、东关、西关4座水厂: one too many or too few; a wider difference counts something else."""
    if text.count("、") < _SHORTEST_LIST or not _counts_places(text):
        return
    for match in _places().finditer(text):
        least, most = match["list"].count("、") + 1, len(re.split("[、和与及]", match["list"]))
        stated, level = read_number(match["n"]), match["list"][-1]
        other = level in _LEVELS and level not in match["noun"]
        if isinstance(stated, int) and stated in (least - 1, most + 1) and not other:
            yield Mismatch(match.start("n"), match.start("noun"), f"{stated}", f"{most}")


def _counts_titles(text: str) -> bool:
    """Cheap look: a numeral before its unit, and a title near."""
    return any(
        has_counted(text[at - 1 : at + 1], unit)
        and ("》" in text[max(0, at - _NEAR) : at] or "《" in text[at : at + _NEAR])
        for unit in "项个部份件"
        for at in places_of(text, unit)
        if at
    )


def _counts_places(text: str) -> bool:
    """Cheap look: a numeral before its unit, and a list right before the numeral."""
    return any(
        has_counted(text[at - 1 : at + 1], unit) and "、" in text[max(0, at - _LAST_OF_LIST) : at]
        for unit in "座个家所"
        for at in places_of(text, unit)
        if at
    )


def _parts_after(text: str, place: int) -> int:
    """How many 一是 parts follow at once; 0 for none."""
    rest = text[place:]
    if not rest.lstrip().startswith(("一是", "（一）", "①", "（1）", "1.", "1、", "一、")):
        return 0
    clauses = split_clauses(rest)
    return len(clauses) if clauses else 0


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(
        f"(?P<list>(?:《[^《》]+》(?:（[^）]{{1,6}}）)?[、，和及]?){{2,12}})(?P<more>等)?(?:[，,]?(?:共计?|合计|总计))?"
        f"(?P<n>{_NUMBER})[项个部份件](?:(?:[^，。；、《]{{0,6}})?(?:{_LISTED})|(?=[，。；]|\\Z))"
    )


@cache
def _titles_after() -> re.Pattern[str]:
    return re.compile(
        f"(?<![第0-9０-９])(?P<n>{_NUMBER})[项个部份件][^，。；：、《》（]{{0,6}}(?:{_LISTED})"
        f"(?:[：:（]|，(?:即|包括|分别[是为]))(?P<list>(?:《[^《》]+》[、，和及]?){{2,12}})(?P<more>等)?"
    )


@cache
def _parts() -> re.Pattern[str]:
    kind = "(?:具体|整改|工作|主要|有力|重点|专项|长效|硬|务实)*"
    noun = "(?:措施|举措|工作|任务|做法|要求|意见|方面|机制|制度|活动|行动|环节|层面|清单|办法)"
    after = "(?:入手|着手|发力|抓起|推进|落实|整改|抓整改|推进整改|进行整改)"
    return re.compile(
        f"(?<![第0-9０-９])(?P<n>{_NUMBER})(?:项|个方面|方面|条|点|个|大|类){kind}(?:(?:{noun})?(?:{after})?[：:]|{noun}{after}?[，,])"
    )


@cache
def _places() -> re.Pattern[str]:
    return re.compile(
        f"(?P<list>(?:{HAN}{{2,8}}、){{2,9}}{HAN}{{2,6}}?(?:[和与及]{HAN}{{2,6}}?)?)(?<!等)"
        f"(?P<n>[0-9０-９]{{1,2}}|[二两三四五六七八九十]{{1,2}})[座个家所](?P<noun>{HAN}{{1,6}})"
    )
