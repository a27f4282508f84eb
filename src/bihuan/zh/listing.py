"""Counts beside what they count: 《甲》《乙》2项制度, 三项措施：一是…二是…, 45份，其中甲20份、乙25份."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bihuan.zh.numerals import read_number
from bihuan.zh.sentences import sentence_spans, split_clauses
from bihuan.zh.vocab import alternatives, words

_NUMBER = "[0-9０-９]+(?:[.．][0-9０-９]+)?|[零〇一二两三四五六七八九十百]+"
_LISTED = "制度|办法|规定|文件|方案|细则|规则|规程|条例|机制|通知|意见|预案|流程"


class Mismatch(NamedTuple):
    """A number that what stands beside it contradicts."""

    start: int
    end: int
    stated: str
    counted: str


def find_miscounted(text: str) -> list[Mismatch]:
    """Stated numbers of titles and of 一是 parts that differ from those listed, in the order of the text."""
    found: list[Mismatch] = []
    for match in _titles().finditer(text) if "》《" in text or "》、《" in text or "》和《" in text else ():
        stated, listed = read_number(match["n"]), len(re.findall("《[^《》]*》", match["list"]))
        more = bool(match["more"])
        if isinstance(stated, int) and (stated < listed if more else stated != listed):
            found.append(Mismatch(match.start("n"), match.end(), f"{stated}", f"{listed}"))
    for match in _parts().finditer(text) if "：" in text or ":" in text else ():
        stated, listed = read_number(match["n"]), _parts_after(text, match.end())
        if isinstance(stated, int) and listed and stated != listed:
            found.append(Mismatch(match.start(), match.end() - 1, f"{stated}", f"{listed}"))
    return found


def find_wrong_sums(text: str) -> list[Mismatch]:
    """Wholes that their parts do not add up to."""
    return [one for span in sentence_spans(text) for one in _sums(text, *span)]


def _sums(text: str, start: int, end: int) -> list[Mismatch]:
    sentence = text[start:end]
    if "其中" not in sentence and "共计" not in sentence and "合计" not in sentence and "（" not in sentence:
        return []
    found = []
    for match in _whole_first().finditer(sentence):
        listed = _listed_parts(match["parts"], match["unit"])
        parts = _same_unit(listed, match["unit"])
        whole = _value(match["n"])
        if len(parts) < 2 or whole is None or _UNSURE.search(listed):
            continue
        total = round(sum(parts), 4)
        near = total >= _NEARLY * whole
        if total > whole or (total != whole and (near or _is_partition(listed))):
            found.append(_told(start, match, whole, total))
    for match in _whole_last().finditer(sentence):
        parts = _same_unit(_PARTS_FROM.split(match["parts"])[-1], match["unit"])
        whole = _value(match["n"])
        if len(parts) >= 2 and whole is not None and not _UNSURE.search(match["parts"]):
            total = round(sum(parts), 4)
            if total != whole:
                found.append(_told(start, match, whole, total))
    return found


_PARTS_FROM = re.compile("包括|其中|分别为|具体为|[:：]")
"""What stands before the parts when they come before their whole: 项目24个，包括甲类5万元、…，合计…"""
_PEOPLE = {"名": "人", "位": "人"}
_NEARLY = 0.8
"""Share of the whole from which parts that do not reach it look like a mistake and not like examples."""
_UNSURE = re.compile("等|其他|余|多|约|近|以上|分别|各|人次|均")


def _listed_parts(text: str, unit: str) -> str:
    """The pieces from the beginning that are a name with a number: what follows them tells something else,
    and so does, behind two of them and a comma, a piece in another unit (…18家，更换水表55块).
    """
    end = pieces = 0
    for match in _piece().finditer(text):
        strange = pieces >= 2 and text[end - 1] in "，," and not _same_unit(match.group(), unit)
        if match.start() != end or strange:
            break
        end, pieces = match.end(), pieces + 1
    return text[:end]


def _told(start: int, match: re.Match[str], whole: float, total: float) -> Mismatch:
    return Mismatch(start + match.start("n"), start + match.end("u"), f"{whole:g}", f"{total:g}")


def _value(number: str) -> float | None:
    value = read_number(number)
    return float(value) if isinstance(value, (int, float)) else None


def _same_unit(parts: str, unit: str) -> list[float]:
    """The numbers of the parts; [] where a part has another unit."""
    found = []
    for match in _count().finditer(parts):
        if _PEOPLE.get(match["u"], match["u"]) != _PEOPLE.get(unit, unit):
            return []
        value = _value(match["n"])
        if value is None:
            return []
        found.append(value)
    return found


def _is_partition(parts: str) -> bool:
    """True where the parts are of a kind that leaves nothing out: 已办结20件、正在办理10件."""
    names = [
        piece.strip() for piece in re.split("[，、；,;和]", _count().sub("|", parts)) if piece.strip("| ")
    ]
    return any(sum(any(word in name for word in group) for name in names) >= 2 for group in _partitions())


def _parts_after(text: str, place: int) -> int:
    """How many 一是 parts follow at once; 0 for none."""
    rest = text[place:]
    if not rest.lstrip().startswith(("一是", "（一）", "①", "（1）", "1.", "1、", "一、")):
        return 0
    clauses = split_clauses(rest)
    return len(clauses) if clauses else 0


@cache
def _partitions() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("/")) for group in words("listing", "partitions"))


@cache
def _units() -> str:
    return "(?:[万亿])?(?:" + alternatives(words("quantities", "unit")) + ")"


@cache
def _count() -> re.Pattern[str]:
    return re.compile(f"(?<![第0-9０-９.])(?P<n>{_NUMBER})(?P<u>{_units()})")


@cache
def _piece() -> re.Pattern[str]:
    name, after = "[^，、；,;0-9０-９]{0,16}", "[^，、；,;0-9０-９]{0,6}"
    return re.compile(f"{name}(?:{_NUMBER}){_units()}{after}(?:[，、；,;和]|\\Z)")


@cache
def _whole_first() -> re.Pattern[str]:
    return re.compile(
        f"(?<![第0-9０-９.])(?P<n>{_NUMBER})(?P<u>(?P<unit>{_units()}))[^，。；：（0-9０-９]{{0,14}}"
        f"(?:、[^，,。；：（0-9０-９]{{0,8}}(?:{_NUMBER})(?:[ ,，][0-9]{{3}})*{_units()})?"
        "(?:[，,][^，,。；：（0-9０-９]{2,12})?(?:[，,；]?其中[：:，,]?|（其中[：:，,]?)(?P<parts>[^。；）（]{4,120})"
    )


@cache
def _whole_last() -> re.Pattern[str]:
    return re.compile(
        f"(?P<parts>[^。；（）]{{4,120}}?)[，,、](?:以上)?(?:[两二三四五六七八九各几][类项个种]?)?(?:共计|合计|总计)[^，。；0-9０-９零一二三四五六七八九十百]{{0,8}}"
        f"(?P<n>{_NUMBER})(?P<u>(?P<unit>{_units()}))"
    )


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(
        f"(?P<list>(?:《[^《》]+》(?:（[^）]{{1,6}}）)?[、，和及]?){{2,12}})(?P<more>等)?(?P<n>{_NUMBER})[项个部份件](?:[^，。；、《]{{0,6}})?(?:{_LISTED})"
    )


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(
        f"(?<![第0-9０-９])(?P<n>{_NUMBER})(?:项|个方面|条|点|个)(?:具体|整改|工作|主要|有力)*(?:措施|举措|工作|任务|做法|要求|意见|方面)?[：:]"
    )
