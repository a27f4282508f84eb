"""Wholes and their parts: 45份，其中甲20份、乙25份; 受理32件，办结20件、在办12件; 甲20人、乙24人，共44人."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from bihuan.zh.listing import Mismatch
from bihuan.zh.numerals import read_number
from bihuan.zh.sentences import sentence_spans
from bihuan.zh.vocab import alternatives, words

_NUMBER = "[0-9０-９]+(?:[.．][0-9０-９]+)?|[零〇一二两三四五六七八九十百]+"
_FEWEST = 3
"""Figures of a whole and two parts."""
_PEOPLE = {"名": "人", "位": "人"}
_NEARLY = 0.8
"""Share of the whole from which parts that do not reach it look like a mistake and not like examples."""
_MONEY = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_CLOSELY = 0.05
"""Share by which parts in a row may differ from a large whole and still look like its parts."""
_ROUGHLY = "(?<=[0-9０-９十百千万])[余多]|[约近](?=[0-9０-９])|以上|均"


def find_wrong_sums(text: str) -> list[Mismatch]:
    """Wholes that their parts do not add up to, in the order of the text, one a whole."""
    found: dict[int, Mismatch] = {}
    if not _may_add_up(text):
        return []
    for start, end in _joined(text):
        sentence = text[start:end]
        for one in _read(start, sentence) if _may_add_up(sentence) else ():
            found.setdefault(one.start, one)
    return [found[at] for at in sorted(found)]


def _may_add_up(sentence: str) -> bool:
    """False where no unit counts a whole and two parts: most sentences cost no more than this look."""
    ends = [match.end() for match in _FIGURE.finditer(sentence)]
    if len(ends) < _FEWEST:
        return False
    units = Counter(_alike(unit) for end in ends if (unit := _unit_at(sentence, end)))
    return any(times >= _FEWEST for times in units.values())


def _unit_at(text: str, place: int) -> str:
    """The unit that stands here, the longest one; a pattern of them all would take long to compile."""
    return next((unit for n in (3, 2, 1) if (unit := text[place : place + n]) in _all_units()), "")


@cache
def _all_units() -> frozenset[str]:
    return frozenset(("万元", "亿元", *words("quantities", "unit"), *words("listing", "units")))


def _alike(unit: str) -> str:
    return "元" if unit in _MONEY else _PEOPLE.get(unit, unit)


def _read(start: int, sentence: str) -> Iterator[Mismatch]:
    if "其中" in sentence:
        yield from _told_first(start, sentence)
    yield from _parted(start, sentence)
    if "共" in sentence or "合计" in sentence or "总计" in sentence or "累计" in sentence:
        yield from _told_last(start, sentence)


def _joined(text: str) -> list[tuple[int, int]]:
    """Sentences; one that begins with 其中 belongs to the one before it."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if spans and text.startswith("其中", start):
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


def _told_first(begin: int, sentence: str) -> Iterator[Mismatch]:
    """45份，其中甲20份、乙30份: more than the whole, nearly the whole, or parts that leave nothing out."""
    for match in _whole_first().finditer(sentence):
        listed = _listed_parts(match["parts"], match["unit"])
        parts = _same_unit(listed, match["unit"]) or _one_each(listed, match["unit"])
        whole = _value(match["n"])
        if len(parts) < 2 or whole is None or _unsure().search(listed):
            continue
        total = round(sum(parts), 4)
        if _rounded(whole, match["n"], total, match["unit"], listed):
            continue
        over = total > whole and not _overlap(listed)
        near = _NEARLY * whole <= total < whole
        if over or (total != whole and (near or _is_partition(listed))):
            yield _told(begin, match, whole, total)


def _parted(begin: int, sentence: str) -> Iterator[Mismatch]:
    """受理投诉32件，办结20件、正在办理10件: a whole and, without 其中, parts that leave nothing out."""
    counted = 0
    for match in _whole_alone().finditer(sentence):
        if match.start() < counted or _is_part(sentence, match.start()):
            continue
        listed = _listed_parts(match["parts"], match["unit"], first_only=True)
        parts, whole = _same_unit(listed, match["unit"]), _value(match["n"])
        if len(parts) < 2 or whole is None or _unsure_sum().search(listed) or "其中" in listed:
            continue
        total = round(sum(parts), 4)
        near, listing = _NEARLY * whole <= total <= 2 * whole, match["mark"] in "（："
        if total == whole:
            counted = match.start("parts") + len(listed)
        if total == whole or _overlap(listed):
            continue
        close = abs(total - whole) <= _CLOSELY * whole and "、" in listed
        if (
            close
            or (near and (listing or _is_partition(listed)))
            or (total <= whole and _is_partition(listed, left=True))
        ):
            yield _told(begin, match, whole, total)


def _is_part(sentence: str, place: int) -> bool:
    """Whether the count is itself a part of a whole: 、合格64人, 其中高级37名, 已完成12个."""
    start = max(sentence.rfind(mark, 0, place) for mark in "，。；：、,（(")
    name = sentence[start + 1 : place]
    listed = start >= 0 and sentence[start] == "、"
    return (
        listed
        or name.startswith("其中")
        or any(name.endswith(word) for group in _partitions() for word in group)
    )


def _told_last(begin: int, sentence: str) -> Iterator[Mismatch]:
    """城关站120只，东关站85只，合计215只; with 共 the parts must be told by the same verb."""
    for match in _whole_last().finditer(sentence):
        parts_text = _parts_from().split(match["parts"])[-1]
        run = _last_run(parts_text, match["unit"])
        parts, whole = _of_unit(run, match["unit"]), _value(match["n"])
        plain = match["sum"] in ("共", "一共", "总共")
        if len(parts) < 2 or whole is None or _unsure_sum().search(run):
            continue
        if plain and match["verb"] and match["verb"][-2:] not in sentence[: match.start("sum")]:
            continue
        total = round(sum(parts), 4)
        if total != whole and not (plain and total > 3 * whole):
            yield _told(begin, match, whole, total)


def _last_run(text: str, unit: str) -> str:
    """The pieces at the end that each have one number of the unit (…，城关站20人、东关站22人)."""
    kept: list[str] = []
    for piece in reversed(re.split("([，、；,;])", text)):
        if piece not in "，、；,;" and len(_of_unit(piece, unit)) != 1:
            break
        kept.append(piece)
    return "".join(reversed(kept))


def _of_unit(text: str, unit: str) -> list[float]:
    """The numbers of this unit alone: of 押金3户2400元、水费5户1600元 the sums of money."""
    wanted = _PEOPLE.get(unit, unit)
    counts = (match for match in _count().finditer(text) if _PEOPLE.get(match["u"], match["u"]) == wanted)
    return [value for match in counts if (value := _value(match["n"])) is not None]


def _listed_parts(text: str, unit: str, *, first_only: bool = False) -> str:
    """The pieces from the beginning that are a name with a number: what follows them tells something else,
    and so does, behind two of them and a comma, a piece in another unit (…18家，更换水表55块).
    """
    end = pieces = 0
    for match in _piece().finditer(text):
        other = not _same_unit(match.group(), unit)
        strange = other and (first_only or (pieces >= 2 and text[end - 1] in "，,"))
        strange = strange or (pieces >= 2 and text[end - 1] in "，," and "、" in text[:end])
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
        if unit in _MONEY and match["u"] in _MONEY and (money := _value(match["n"])) is not None:
            found.append(money * _MONEY[match["u"]] / _MONEY[unit])
            continue
        if _PEOPLE.get(match["u"], match["u"]) != _PEOPLE.get(unit, unit):
            return []
        value = _value(match["n"])
        if value is None:
            return []
        found.append(value)
    return found


def _one_each(parts: str, unit: str) -> list[float]:
    """The numbers of this unit where every piece has one (城市更新520万元、其他5个项目350万元)."""
    pieces = [piece for piece in re.split("[，、；,;和]", parts) if piece]
    found = [_of_unit(piece, unit) for piece in pieces]
    return [one[0] for one in found] if all(len(one) == 1 for one in found) else []


def _rounded(whole: float, written: str, total: float, unit: str, parts: str) -> bool:
    """Whether the whole is written in larger units and agrees as far as it is written (1.42亿元)."""
    if unit not in _MONEY or all(one["u"] == unit for one in _count().finditer(parts) if one["u"] in _MONEY):
        return False
    return abs(whole - total) <= 0.5 * 10.0 ** -len(written.partition(".")[2])


def _names(parts: str) -> list[str]:
    return [
        piece.strip("| “”")
        for piece in re.split("[，、；,;和]", _count().sub("|", parts))
        if piece.strip("| ")
    ]


def _is_partition(parts: str, *, left: bool = False) -> bool:
    """True where the parts are of a kind that leaves nothing out: 已办结20件、正在办理10件.

    *left*: only what is done beside what is left over counts.
    """
    names = _names(parts)
    for group in _partitions():
        kinds = [next((word for word in group if word in name), None) for name in names]
        if len(set(kinds) - {None}) < 2 or None in kinds:
            continue
        of_status = "未完成" in group
        rest = of_status and any(word in name for name in names for word in words("listing", "left"))
        if rest or not (left or of_status):
            return True
    return False


def _overlap(parts: str) -> bool:
    """True where one may be counted twice: 党员20人、女职工15人."""
    names = _names(parts)
    return not _is_partition(parts) and any(
        word in name for name in names for word in words("listing", "traits")
    )


@cache
def _partitions() -> tuple[tuple[str, ...], ...]:
    groups = (group.split("/") for group in words("listing", "partitions"))
    return tuple(tuple(sorted(group, key=len, reverse=True)) for group in groups)


@cache
def _units() -> str:
    return "(?:[万亿])?(?:" + alternatives(words("quantities", "unit"), words("listing", "units")) + ")"


@cache
def _count() -> re.Pattern[str]:
    return re.compile(f"(?<![第0-9０-９.])(?P<n>{_NUMBER})(?P<u>{_units()})")


@cache
def _piece() -> re.Pattern[str]:
    other = "(?:其他|其余|另外)[0-9]{1,3}[个项家处]"
    name = f"(?:{other}|[0-9]{{4}}(?:年度?|届|级))?[^，；,;（0-9０-９]{{0,24}}"
    after = "[^，、；,;0-9０-９]{0,8}"
    return re.compile(f"{name}(?:{_NUMBER}){_units()}{after}(?:[，、；,;和]|\\Z)")


@cache
def _whole_first() -> re.Pattern[str]:
    return re.compile(
        f"(?<![第0-9０-９.])(?P<n>{_NUMBER})(?P<u>(?P<unit>{_units()}))[^，。；：（0-9０-９]{{0,14}}"
        "(?:[0-9]{1,3}[个项家处][^，。；：（0-9]{1,6})?"
        f"(?:、[^，,。；：（0-9０-９]{{0,8}}(?:{_NUMBER})(?:[ ,，][0-9]{{3}})*{_units()})?"
        "(?:[，,](?:[^，,。；：（0-9０-９]{2,12}|[^，,。；：（]{2,12}[%％]))?"
        "(?:[，,；。]?其中[：:，,]?|（其中[：:，,]?)(?P<parts>[^。；）（]{4,120})"
    )


@cache
def _whole_alone() -> re.Pattern[str]:
    """A whole with parts right behind its clause; the search goes on inside the parts."""
    return re.compile(
        f"(?<![第0-9０-９.至到])(?P<n>{_NUMBER})(?P<u>(?P<unit>{_units()}))(?=[^，。；：（0-9０-９]{{0,14}}"
        "(?P<mark>[，,：:（]|中[，,]?)(?P<parts>[^。；）（]{4,120}))"
    )


@cache
def _whole_last() -> re.Pattern[str]:
    return re.compile(
        f"(?P<parts>[^。；（）]{{4,120}}?)[，,、；](?:以上|上半年|下半年|全年)?(?:[两二三四五六七八九各几][类项个种批期站]?)?"
        f"(?P<sum>共计|合计|总计|一共|总共|累计|共)(?P<verb>[^，。；0-9０-９零一二三四五六七八九十百]{{0,8}})"
        f"(?P<n>{_NUMBER})(?P<u>(?P<unit>{_units()}))"
    )


_FIGURE = re.compile("[0-9０-９]+(?:[.．][0-9０-９]+)?|[零一二两三四五六七八九十百]+(?=[项个件人名户份家])")


@cache
def _unsure() -> re.Pattern[str]:
    return re.compile(f"等(?=[0-9０-９，、；]|\\Z)|其他(?![0-9])|分别|各|{_ROUGHLY}")


@cache
def _unsure_sum() -> re.Pattern[str]:
    return re.compile(f"等(?=[0-9０-９，、；]|\\Z)|{_ROUGHLY}")


@cache
def _parts_from() -> re.Pattern[str]:
    """What stands before the parts when they come before their whole: 项目24个，包括甲类5万元、…，合计…"""
    return re.compile("包括|其中|分别为|具体为|[:：]")
