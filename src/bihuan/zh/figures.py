"""Every counted figure of a text in one pass: what it counts, in which unit, and beside which words.

11,806元, 1.07亿元, 二百一十六名, 1.2万册, 12%: values come back in the smallest unit of their kind (元,
公斤, 米), so that figures written differently can be compared. Figures inside 《》 are another text's.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bihuan.zh.looks import HAN
from bihuan.zh.numerals import read_number
from bihuan.zh.vocab import words


class Figure(NamedTuple):
    """A number with its unit, and the piece of the sentence in which it stands."""

    start: int
    end: int
    value: float
    step: float
    """What one in the last written place is worth."""
    unit: str
    before: str
    """Words of its piece before it, from the figure before it or the mark."""
    after: str
    """Words behind it up to the next figure or mark."""
    mark: str
    """The mark that opens its piece; empty at the beginning."""
    piece: int
    """Counts the pieces within the brackets where it stands."""
    bracket: int
    """Offset of the bracket around it, -1 outside brackets."""
    sentence: int
    rough: bool
    """约30人, 100元以上, 每户3人: nothing can be added to it."""

    @property
    def label(self) -> str:
        """All words of the piece that belong to it."""
        return self.before + self.after


_SCALES = {
    "元": ("元", 1.0),
    "吨": ("公斤", 1000.0),
    "千克": ("公斤", 1.0),
    "公里": ("米", 1000.0),
    "名": ("人", 1.0),
    "位": ("人", 1.0),
    "台套": ("台", 1.0),
    "％": ("%", 1.0),
}
_MANY = {"万": 10_000.0, "亿": 100_000_000.0}
_NEAR = 6
"""Characters before a figure that tell whether it is rough."""
_NUMERALS = "一二两三四五六七八九十百千零〇"
_MARKS = "，,、；;：:。！？（）()《》"
_WIDE = frozenset("０１２３４５６７８９．")
_NARROW = str.maketrans("０１２３４５６７８９．", "0123456789.")
_AND = ("以及", "和", "及", "与")
_ROUGH_BEHIND = ("以上", "以下", "以内", "左右", "多", "余", "及以上")
_NOT_THINGS = (
    "个月",
    "个工作日",
    "个小时",
    "个星期",
    "个季度",
    "个学期",
    "个年头",
    "个半",
    "个百分点",
    "方面",
    "方案",
)


def read_figures(text: str) -> list[Figure]:
    """The figures of *text* in its order; a number without a unit (a date, an article) is none."""
    if not _counts().search(text):
        return []
    if not _WIDE.isdisjoint(text):
        text = text.translate(_NARROW)
    found: list[Figure] = []
    piece, bracket, sentence, mark, quoted = 0, -1, 0, "", 0
    opened: list[tuple[int, int]] = []
    begin = 0  # of the words that belong to the next figure
    passed = 0  # end of a unit with another in brackets, 件（套）
    waiting = False  # the last figure still lacks the words behind it
    for match in _token().finditer(text):
        if match.start() < passed:
            continue
        number = match.group()
        if (char := number) in _MARKS:
            if char == "、" and not waiting:
                continue  # 过期食品、伪劣产品760件: one name
            if waiting and char not in "《》":
                found[-1] = found[-1]._replace(after=text[begin : match.start()])
                waiting = False
            if char in "《》":
                quoted = max(0, quoted + (1 if char == "《" else -1))
                continue
            if char in "（(":
                opened.append((piece, bracket))
                bracket, piece = match.start(), 0
            elif char in "）)":
                piece, bracket = opened.pop() if opened else (piece, -1)
            else:
                piece += 1
                sentence += char in "。！？"
            mark, begin = char, match.end()
            continue
        unit = "" if quoted else _unit_at(text, match.end())
        value = read_number(number) if unit else None
        if value is None:
            continue
        start, end = match.start(), match.end() + len(unit)
        if text[end : end + 1] == "（" and text[end + 1 : end + 3] in (
            "套）",
            "人）",
            "次）",
            "个）",
            "宗）",
        ):
            end = passed = end + 3
        before = text[begin:start]
        if waiting:
            joined = before in _AND
            found[-1] = found[-1]._replace(after="" if joined else before)
            if joined:
                piece, mark, before = piece + 1, "、", ""
        base, scale = _base(unit)
        decimals = len(number.partition(".")[2])
        rough = _rough_ahead().search(before[-_NEAR:]) is not None or text.startswith(_ROUGH_BEHIND, end)
        amount, step = round(float(value) * scale, 4), scale * 10.0**-decimals
        found.append(
            Figure(start, end, amount, step, base, before, "", mark, piece, bracket, sentence, rough)
        )
        begin, waiting = end, True
    if waiting:
        found[-1] = found[-1]._replace(after=text[begin:])
    return found


def _unit_at(text: str, place: int) -> str:
    """The unit that stands here, with 万 or 亿 before it; empty where none does."""
    first = text[place : place + 1]
    ahead = 1 if first in _MANY else 0
    if not ahead and first not in _unit_beginnings():
        return ""
    if text.startswith(_NOT_THINGS, place):
        return ""
    for length in (3, 2, 1):
        unit = text[place + ahead : place + ahead + length]
        if len(unit) == length and unit in _units():
            return text[place : place + ahead] + unit
    return ""


@cache
def _units() -> frozenset[str]:
    listed = (*words("quantities", "unit"), *words("listing", "units"))
    return frozenset(unit for unit in (*listed, *_SCALES, "%") if unit[0] not in "万亿")


@cache
def _unit_beginnings() -> frozenset[str]:
    return frozenset(unit[0] for unit in _units())


def _base(unit: str) -> tuple[str, float]:
    """The unit in which figures of this kind are compared, and its worth."""
    scale = _MANY.get(unit[0], 1.0) if len(unit) > 1 else 1.0
    plain = unit[1:] if scale > 1.0 else unit
    base, worth = _SCALES.get(plain, (plain, 1.0))
    return base, scale * worth


@cache
def _counts() -> re.Pattern[str]:
    """Cheap look: a line without either counts nothing."""
    return re.compile(
        "[0-9０-９一二两三四五六七八九十百](?:(?<=[0-9０-９])|(?=[名人户件份家项个册起宗次处条座台]))"
    )


@cache
def _token() -> re.Pattern[str]:
    """A mark, or a number."""
    # What may not stand before a number is asked behind its first character: so the search skips to numerals.
    return re.compile(
        f"[0-9{_NUMERALS}{_MARKS}](?:(?<=[{_MARKS}])"
        "|(?<=[0-9])(?<![0-9.A-Za-z〔第].)(?:[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[0-9]*)(?:\\.[0-9]+)?"
        f"|(?<=[{_NUMERALS}])(?<![第一二三四五六七八九十百千].)[{_NUMERALS}]*(?=[名人户件份家项个册起宗次处条座台万亿]))"
    )


@cache
def _rough_ahead() -> re.Pattern[str]:
    return re.compile(
        f"(?:(?<![违签合预履公续条邀集节临附接靠相])[约近]|超过?|逾|不足|不少于|至少|达不到|人均|户均|平均|均|每{HAN}{{0,3}}|各(?![类项级]){HAN}{{0,3}})\\Z"
    )
