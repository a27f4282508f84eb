"""Figures that a summary or a look back tells otherwise.

配备专职网格员121名 there, 119名专职网格员全部到岗 here.
What is counted must stand right beside both figures in the same words, and the responses must tell one figure
only: 发放资料200份 in March and 300份 in May are two acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bihuan.zh.looks import han_after, han_before, has_counted
from bihuan.zh.vocab import alternatives, words

if TYPE_CHECKING:
    from bihuan.checks.api import Context

_LEAST, _LEAST_OF_LOOKING_BACK = 4, 6
"""Characters in common beside both figures."""
_BESIDE, _BEHIND = 12, 10
"""Characters before and behind a figure that are looked at."""
_PART = 0.5
"""Share from which on the one figure is a part of what the other counts."""
_MOST = 400
"""Figures of one report that are compared."""
_GENERAL = (
    *("问题", "任务", "措施", "整改", "反馈", "其中", "分别", "合计", "累计", "占比", "同比", "谈话", "通报"),
    *("约谈", "培训", "处分", "问责", "召开", "会议", "学习", "检查", "参加"),
)
_IDLE = "共计达为了约有已均各近"
_PEOPLE = {"名": "人", "位": "人"}


class Told(NamedTuple):
    """A figure: 0-based line and offset, what stands right before it and right behind it."""

    line: int
    start: int
    quote: str
    number: float
    unit: str
    before: str
    after: str


def restated(context: Context) -> Iterator[tuple[Told, Told]]:
    """(figure of a response, figure that tells it otherwise), in the order of the text."""
    inside: list[Told] = []
    outside: list[Told] = []
    for line, text in enumerate(context.report.lines):
        if any(map(str.isdecimal, text)):
            where = outside if context.response_at(line + 1) is None else inside
            where += _figures(line, text)
    if len(inside) > _MOST:
        return
    for told in outside[:_MOST]:
        same = [one for one in inside if _shared(one, told) >= _LEAST]
        least = _LEAST_OF_LOOKING_BACK if told.unit in "个项条类" else _LEAST
        same = [one for one in same if _shared(one, told) >= least]
        whole = same and not _PART < same[0].number / (told.number or 1) < 1 / _PART
        if same and not whole and len({one.number for one in same}) == 1 and same[0].number != told.number:
            yield same[0], told
    yield from _looked_back(context.report.lines, inside)


def _looked_back(lines: tuple[str, ...] | list[str], inside: list[Told]) -> Iterator[tuple[Told, Told]]:
    """11月6日，…新配备执法人员21名 and, later, 11月…新配备执法人员26名的经费: the month alone looks back."""
    for later in inside:
        before = lines[later.line][max(0, later.start - 30) : later.start]
        month = _month().search(before) if has_counted(before, "月") else None
        if month is None:
            continue
        for first in inside:
            if first.line >= later.line or first.number == later.number:
                continue
            dated = f"{month[1]}月" in lines[first.line][max(0, first.start - 40) : first.start]
            if dated and _shared(first, later) >= _LEAST_OF_LOOKING_BACK:
                yield first, later
                break


@cache
def _month() -> re.Pattern[str]:
    return re.compile("([0-9]{1,2})月(?![0-9份底初末至])[^，。；]{0,24}\\Z")


def _figures(line: int, text: str) -> Iterator[Told]:
    for match in _figure().finditer(text):
        before = han_before(text, match.start(), _BESIDE).rstrip(_IDLE)
        after = han_after(text, match.end(), _BEHIND)
        if len(before) >= _LEAST or len(after) >= _LEAST:
            unit = _PEOPLE.get(match["unit"], match["unit"])
            yield Told(line, match.start(), match.group(), float(match["n"]), unit, before, after)


def _shared(one: Told, other: Told) -> int:
    """How many characters beside both figures are the same ones; 0 where they say nothing."""
    if one.unit != other.unit:
        return 0
    return max(
        _ends(one.before, other.before),
        _overlaps(one.before, other.after),
        _overlaps(other.before, one.after),
        _ends(one.after[::-1], other.after[::-1]),
    )


def _ends(one: str, other: str) -> int:
    size = next((n for n, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), None)
    size = min(len(one), len(other)) if size is None else size
    return 0 if size and _is_general(one[-size:]) else size


def _is_general(shared: str) -> bool:
    return any(word in shared for word in _GENERAL)


def _overlaps(before: str, after: str) -> int:
    """The longest end of the one that begins the other: …专职网格员|121名 and 119名|专职网格员…."""
    for size in range(min(len(before), len(after)), _LEAST - 1, -1):
        if before[-size:] == after[:size]:
            return 0 if _is_general(after[:size]) else size
    return 0


@cache
def _figure() -> re.Pattern[str]:
    units = alternatives(words("quantities", "unit"))
    return re.compile(f"(?P<n>[0-9](?<![第0-9.〔].)[0-9]*(?:\\.[0-9]+)?)(?P<unit>{units})(?!以上|以下|左右)")
