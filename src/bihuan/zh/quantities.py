"""Vague quantities: words that say how many without saying it (10余次, 多次, 大部分)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from bihuan.zh.brackets import outer_spans
from bihuan.zh.looks import places_of
from bihuan.zh.vocab import alternatives, pairs, words

_UNIT = words("quantities", "unit")
_UNIT_NOT = words("quantities", "unit_not")
_ABOUT_NOT_BEFORE = words("quantities", "about_not_before")
_SEVERAL = words("quantities", "several")
_SEVERAL_NOT_BEFORE = words("quantities", "several_not_before")
_MANY_NOT_BEFORE = words("quantities", "several_many_not_before")
_ALIKE = pairs("quantities", "alike")
_MANY_VERB = words("quantities", "many_verb")
_MANY_NOT_AFTER = words("quantities", "many_not_after")
_SHARE = words("quantities", "share")
_MAJORITY_NOT_AFTER = words("quantities", "majority_not_after")
_MAJORITY_NOT_BEFORE = words("quantities", "majority_not_before")
_PART_BEFORE = words("quantities", "part_before")
_PART_AFTER_NOT = words("quantities", "part_after_not")
_DONE = words("quantities", "done")
_LOOSE = words("quantities", "loose")
_LOOSE_NAME = words("quantities", "loose_name")
_LOOSE_NOT_AFTER = words("quantities", "loose_not_after")
_LOOSE_NOT_BEFORE = words("quantities", "loose_not_before")
_ORDER_NOT_AFTER = words("quantities", "order_not_after")
_ORDER_NOT_BEFORE = words("quantities", "order_not_before")
_SURE = words("quantities", "sure_about")
_FAULT_OPENING = words("quantities", "fault_opening")
_FAULT_WORD = words("quantities", "fault_word")
_PAIRS = ("一两", "两三", "三四", "三五", "四五", "五六", "六七", "七八", "八九")
_NUMERALS = frozenset("0123456789一二三四五六七八九十百千万")
_BOUNDARY = "，。；：！？,;:\n"
_NEAR = 8
"""How far before 多家 its verb may stand."""
_CLAUSE = 80


def find_vague(text: str, among: Sequence[str] | None = None) -> list[tuple[int, str]]:
    """(0-based offset, words) of each vague quantity, in the order of the text.

    *among*: those of :data:`SIGNS` that can stand in the text at all.

    Left out are those inside “” and 《》, those that a count follows (先后召开3次), those in a clause about
    the fault itself (针对群众多次反映的问题), and lengths of time (10余年).
    """
    found: list[tuple[int, str]] = []
    spans: list[tuple[int, int]] | None = None
    index = 0
    for match in (
        _candidates().finditer(text) if _may_be_vague(text, SIGNS if among is None else among) else ()
    ):
        word, start, end = match.group(), match.start(), match.end()
        if not _holds(text, match):
            continue
        if spans is None:
            spans = [span for span in outer_spans(text) if text[span[0]] in "《“「"]
        while index < len(spans) and spans[index][1] < start:
            index += 1
        if index < len(spans) and spans[index][0] < start:
            continue
        if text[end : end + 1] in ("（", "(") and any(char.isdigit() for char in text[end : end + _NEAR]):
            continue
        if not _is_about_fault(text, start):
            found.append((start, word))
    return found


SIGNS = (
    *("余", "多", *_SURE, "数", "几", "部分", "先后", "上百", "上千", "近百", "近千", "成百", *_LOOSE),
    *_PAIRS,
)
"""A text has one of them, or a number beside 约, 近 or 来, where it says how many without saying it."""


def _may_be_vague(text: str, among: Sequence[str]) -> bool:
    """Cheap look; 约, 近 and 来 say something only beside a number."""
    return any(sign in text for sign in among) or any(
        text[at + 1 : at + 2] in _NUMERALS or text[at - 1 : at] in _NUMERALS
        for word in "约近来"
        for at in places_of(text, word)
    )


@cache
def _candidates() -> re.Pattern[str]:
    unit, any_unit = alternatives(_UNIT), alternatives(_UNIT, words("quantities", "vague_unit"))
    return re.compile(
        f"(?:(?P<number>[0-9０-９一二两三四五六七八九十百千万]+[余多])"
        "|(?P<tens>(?<![0-9十百千万])(?:[一二两三四五六七八九]?[十百千万]|[0-9]+)来)"
        f"|(?P<pair>(?<![0-9一二三四五六七八九十第年月])(?:{'|'.join(_PAIRS)})))(?:{any_unit})"
        f"|(?P<approximate>(?:{alternatives(words('quantities', 'approximate'))})余?(?:{unit})?)"
        f"|(?P<about>(?:{alternatives(words('quantities', 'about'))})(?:[0-9]+|[二三四五六七八九]十)"
        f"(?:{alternatives(words('quantities', 'about_unit'))}))"
        f"|(?P<sure>(?:{alternatives(_SURE)})(?:[0-9]+|[一二两三四五六七八九]?[十百千万]+)(?:{any_unit}))"
        f"|(?P<order>先后多次|先后)|(?P<several>{alternatives(_SEVERAL)})"
        f"|(?P<share>{alternatives(_SHARE)})|(?P<majority>多数)|(?P<part>部分)|(?P<many>多[家名户起份件处条项个])"
        f"|(?P<loose>{alternatives(_LOOSE)})"
    )


def _holds(text: str, match: re.Match[str]) -> bool:
    """True when the words mean a quantity here."""
    kind, start, end = match.lastgroup, match.start(), match.end()
    if kind in ("number", "approximate", "tens", "pair"):
        # 10余个月 is a length of time; the unit 个 alone is too short to know.
        return not text.startswith(_UNIT_NOT, end - 1) and not text.startswith(("年", "天", "岁", "日"), end)
    if kind == "about":
        return _is_about(text, match)
    if kind == "order":
        if match.group() != "先后":
            return not _is_counted(text, end, match.group()[-1])
        return _is_uncounted_order(text, start, end)
    if kind == "several":
        return not _is_part_of_word(text, start) and not _is_counted(text, end, match.group()[1:])
    if kind == "majority":
        voted = text.startswith(_MAJORITY_NOT_AFTER, end)
        return not voted and text[max(0, start - 1) : start] not in _MAJORITY_NOT_BEFORE
    if kind == "many":
        return _is_many(text, start, end)
    if kind == "part":
        return _is_part(text, start, end)
    if kind == "loose":
        before = text[max(0, start - 2) : start]
        if before.endswith("的") and text.startswith(_LOOSE_NAME, end):
            return False
        if match.group() == "若干" and text.startswith("次", end):
            return True  # 若干次座谈
        return not text.startswith(_LOOSE_NOT_AFTER, end) and not before.endswith(_LOOSE_NOT_BEFORE)
    return True


def _is_part_of_word(text: str, start: int) -> bool:
    """人数家, 分多次; but 约谈负责人多次 and 走访困难户多次 count nothing."""
    return text.endswith(_MANY_NOT_BEFORE if text[start] == "多" else _SEVERAL_NOT_BEFORE, 0, start)


def _is_counted(text: str, end: int, unit: str) -> bool:
    """True where a count follows in the clause (多次约谈3人), or later in the sentence one of the same
    things (多次开会，共5次); 多次夜查，通报2人 leaves the number of times open.
    """
    close = _clause_end(text, end)
    if _count().search(text, end, close):
        return True
    stop = _stop(text, end)
    if "分别" in text[close:stop]:
        return _count().search(text, close, stop) is not None
    same = tuple(_ALIKE.get(unit, unit).split(","))
    return any(found.group().endswith(same) for found in _count().finditer(text, close, stop))


def _is_about(text: str, match: re.Match[str]) -> bool:
    """近300人, 约50份; not 近3次会议 (the latest three) and not 预约30人."""
    if text[max(0, match.start() - 1) : match.start()] in _ABOUT_NOT_BEFORE:
        return False
    number = "".join(char for char in match.group() if char.isdecimal())
    if not number:
        return "近" in match.group()
    return "近" not in match.group() or (len(number) > 1 and number.endswith("0") and number != "10")


def _is_uncounted_order(text: str, start: int, end: int) -> bool:
    """先后 that neither tells an order nor is followed by a count, a title, a date or a complete list."""
    if text.startswith(_ORDER_NOT_AFTER, end) or text[max(0, start - 1) : start] in _ORDER_NOT_BEFORE:
        return False
    stop = _stop(text, end)
    rest = text[end:stop]
    return not _count().search(rest) and "《" not in rest and ("、" not in rest or "等" in rest)


def _is_many(text: str, start: int, end: int) -> bool:
    """多家 after a verb that says what was done with them; 等多家 closes a list that is written out."""
    before = text[max(0, start - _NEAR) : start]
    clause = before[max(before.rfind(mark) for mark in "，。；：、\n") + 1 :]
    if "等" in clause or text.startswith(_MANY_NOT_AFTER, end):
        return False
    return not clause or any(verb in clause for verb in _MANY_VERB)


def _is_part(text: str, start: int, end: int) -> bool:
    """部分 that means some of them, not a part of a whole (组成部分, 第一部分)."""
    if text.startswith(_PART_AFTER_NOT, end):
        return False
    if not start or text[start - 1] in _BOUNDARY:
        clause = text[end : _clause_end(text, end)]
        return any(word in clause for word in _DONE)
    return text[max(0, start - 2) : start].endswith(_PART_BEFORE) and text[start - 2 : start] != "第一"


def _stop(text: str, place: int) -> int:
    """End of the sentence, at most a fixed number of characters on."""
    ends = [at for mark in "。；\n" if (at := text.find(mark, place, place + _CLAUSE)) >= 0]
    return min(ends, default=min(len(text), place + _CLAUSE))


def _clause_end(text: str, place: int) -> int:
    ends = [at for mark in "，。；\n" if (at := text.find(mark, place, place + _CLAUSE)) >= 0]
    end = min(ends, default=min(len(text), place + _CLAUSE))
    comma = text.find(",", place, end)
    return comma if comma >= 0 and not text[comma + 1 : comma + 2].isdecimal() else end


def _is_about_fault(text: str, start: int) -> bool:
    """True when the clause around speaks of the fault: 针对群众多次反映的问题."""
    floor = max(0, start - _CLAUSE)
    begin = max(floor, *(text.rfind(mark, floor, start) + 1 for mark in _BOUNDARY))
    if not text.startswith(_FAULT_OPENING, begin):
        return False
    rest = text[start : _clause_end(text, start)]
    return any(word in rest for word in _FAULT_WORD)


@cache
def _count() -> re.Pattern[str]:
    """A count, or a day."""
    return re.compile(f"[0-9０-９一二两三四五六七八九十百]+(?:{alternatives(_UNIT)}|月|日|类|轮次|年)")


class Figure(NamedTuple):
    """An exact count, and what can tell whether another one counts the same."""

    start: int
    quote: str
    number: str
    unit: str
    nouns: frozenset[str]
    """What stands before it and behind it, without verbs; 参加 for those who attend."""
    outcome: str
    """What became of them: found, settled or left; empty where the clause says nothing of it."""

    def counts_same(self, other: Figure) -> bool:
        """参加培训45名 and 45人参加, 更换水表120只 and 水表更换210只; not 表彰队员5名 and 用工意向74人."""
        if self.unit != other.unit or {self.outcome, other.outcome} in _APART:
            return False
        mine, others = self.nouns - {_PRESENT}, other.nouns - {_PRESENT}
        if _PRESENT in self.nouns & other.nouns:
            told = "".join(mine), "".join(others)
            return not all(told) or any(told[0][at : at + 2] in told[1] for at in range(len(told[0]) - 1))
        return any(one and _begins(one, noun) for one in mine for noun in others if noun)


def counted_things(text: str) -> list[Figure]:
    """Each exact count of the text, in its order."""
    found = []
    for match in _exact().finditer(text):
        head = text[: match.start()]
        clause = head[max(head.rfind(mark) for mark in "，。；：、,") + 1 :]
        after = _clause_mark().split(text[match.end() : match.end() + _CLAUSE])[0]
        unit = "人" if match["unit"] in ("名", "位", "人") else match["unit"]
        actor = clause.endswith(("对", "向", "给", "与", "同"))  # 党支部书记对6名干部: says who, not what
        nouns = frozenset(("" if actor else _bare(clause), _bare(after[:_LONGEST_NOUN])))
        if any(word in clause + after for word in _ATTENDING):
            nouns |= {_PRESENT}
        number = match["n"].translate(_NARROW)
        found.append(Figure(match.start(), match.group(), number, unit, nouns, _outcome(clause + after)))
    return found


def _bare(words_around: str) -> str:
    """The words without verbs, numbers and particles: 更换老旧管网 and 完成老旧管网更换 give 老旧管网."""
    left = re.split("[0-9０-９]+[^、，]{0,2}", words_around)[-1] if words_around else ""
    return _verbs().sub("", left)


def _begins(one: str, other: str) -> bool:
    """One noun, or the one with what goes on behind it (站长, 站长集体)."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 1 and longer.startswith(shorter):
        return True
    return any(shorter[at : at + _SHARED] in longer for at in range(len(shorter) - _SHARED + 1))


def _outcome(clause: str) -> str:
    return next((name for name, signs in _OUTCOMES.items() if any(sign in clause for sign in signs)), "")


_OUTCOMES = {
    "left": ("尚未", "剩余", "其余", "正在", "未整改", "未完成"),
    "settled": ("整改", "解决", "办结", "销号", "化解", "修复", "消除"),
    "found": ("发现", "排查", "查出", "梳理", "查找", "收集", "受理", "征集", "征求"),
}
_APART = ({"found", "settled"}, {"found", "left"}, {"settled", "left"})
_LONGEST_NOUN = 8
_PRESENT = "参加"
"""Stands for whoever attended, where the text does not say who."""
_SHARED = 4
"""Characters in common by which two nouns are one (公墓负责人到会, 公墓负责人作了)."""
_ATTENDING = (
    "参加",
    "参会",
    "参训",
    "培训",
    "受训",
    "到会",
    "参学",
    "听课",
    "观看",
    "受教育",
    "授课",
    "参赛",
    "出席",
    "听讲",
)
_NARROW = str.maketrans("０１２３４５６７８９．", "0123456789.")


@cache
def _exact() -> re.Pattern[str]:
    return re.compile(
        f"(?<![第0-9０-９.〔])(?P<n>[0-9０-９]+(?:[.．][0-9０-９]+)?)(?P<unit>{alternatives(_UNIT)})(?!以上|左右)"
    )


@cache
def _verbs() -> re.Pattern[str]:
    listed = (*words("quantities", "many_verb"), *words("tense", "act"), *words("events", "filler"))
    more = (
        "研究|审议|进行|完成|现场|共计?|累计|合计|先后|了|的|将|把|对|向|已|其中|为|发放|上缴|缴|清缴"
        "|集体|查出|收集|当场|一批|提醒|谈话|谈心|要求"
    )
    return re.compile(f"{alternatives(listed)}|{more}")


@cache
def _clause_mark() -> re.Pattern[str]:
    return re.compile("[，。；：、\n]")
