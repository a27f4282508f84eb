"""Effects told by feeling: how much better it became, with no figure to show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from bihuan.zh.brackets import outer_spans
from bihuan.zh.looks import places_of
from bihuan.zh.sentences import sentence_spans
from bihuan.zh.substance import has_figure
from bihuan.zh.vocab import alternatives, words

_BETWEEN = ("", "的", "地", "得到了", "得到", "有了", "有", "得以", "上", "程度")
_AFTER_CHANGE = ("明显", "显著", "很大", "较大", "大幅")
_CHANGES = words("substance", "change")
_AIMS = words("substance", "feeling_aim")
_AN_ACT = ("全面", "规范")
"""全面规范台账 is what was done."""
_SPREADING = ("形成了", "营造了", "打开了", "牢固树立")
_STOPS = "，。；、！？,;\n"


class Signs(NamedTuple):
    """Words of which one stands in most effects told by feeling."""

    wordings: Sequence[str] = tuple(sorted(words("substance", "feeling"), key=len))
    """Shorter ones first: the longest at a place comes last and stays."""
    degrees: Sequence[str] = words("substance", "degree")
    subjects: Sequence[str] = words("substance", "feeling_subject")


def find_feelings(text: str, among: Signs = Signs()) -> list[tuple[int, str]]:  # noqa: B008 (immutable)
    """(0-based offset, words) of every effect told by feeling, in order: 明显提升, 取得良好成效.

    *among*: those of the signs that can stand in the text at all.

    Left out are those in a sentence that gives a figure, those that tell an aim (确保…明显提升), and those
    inside “” and 《》.
    """
    found = [(at, told) for at, told in _feelings(text, among) if not _is_aim(text, at)]
    if not found:
        return []
    spans, sentences = outer_spans(text), sentence_spans(text)
    return [
        (at, told)
        for at, told in found
        if not (told.endswith("台阶") and _is_pushed(text, at))
        and not any(start < at < end for start, end in spans)
        and not any(_is_measured(text, *span, at) for span in sentences)
    ]


def _feelings(text: str, among: Signs) -> list[tuple[int, str]]:
    """Every such wording, the longest at each place."""
    found = {at: word for word in among.wordings if word in text for at in places_of(text, word)}
    degrees = [(at, one) for one in among.degrees if one in text for at in places_of(text, one)]
    for at, word in degrees:
        start, end = at, at + len(word)
        for between in _BETWEEN:
            rest = end + len(between)
            change = next((one for one in _CHANGES if text.startswith(one, rest)), "")
            if (word, change) != _AN_ACT and change and text.startswith(between, end):
                found.setdefault(start, text[start : rest + len(change)])
                break
        head = text[max(0, at - 4) : at].rstrip("得了")
        change = next((one for one in _CHANGES if head.endswith(one)), "")
        if change and word in _AFTER_CHANGE:
            start = max(0, at - 4) + len(head) - len(change)
            found.setdefault(start, text[start:end])
    for match in _reached().finditer(text) if "达到" in text or "取得" in text else ():
        found.setdefault(match.start(), match.group())
    for match in _grew().finditer(text):
        found.setdefault(match.start(), match.group())
    for match in _spread().finditer(text) if any(word in text for word in _SPREADING) else ():
        found.setdefault(match.start(), match.group())
    for at, told in _pictured(text, among.subjects):
        if not any(at <= known < at + len(told) for known in found):
            found[at] = told
    return sorted(found.items())


def _pictured(text: str, subjects: Sequence[str]) -> Iterator[tuple[int, str]]:
    """群众的笑脸多了, 怨气也消了, 心里亮堂: the words of one clause, nothing counted."""
    for subject in subjects:
        for at in places_of(text, subject):
            if at and subject == "心" and text[at - 1] not in _OF_HEARTS:
                continue
            begin = at + len(subject)
            for between in range(_BEFORE_TURN + 1):
                if text[begin + between - 1] in _STOPS and between:
                    break
                if text.startswith(_turns(), begin + between):
                    turn = next(one for one in _turns() if text.startswith(one, begin + between))
                    end = begin + between + len(turn)
                    if text[end : end + 1] in _BEHIND_TURN:
                        yield at, text[at:end]
                    break
    for heart in ("心里", "心中", "心头") if "心" in text else ():
        for at in places_of(text, heart):
            clause = text[at : at + _HEART]
            if told := next((one for one in words("substance", "feeling_heart") if one in clause), ""):
                whole = clause[: clause.index(told) + len(told)]
                if not any(mark in whole for mark in _STOPS):
                    yield at, whole


_OF_HEARTS = "人民党干群"
_BEFORE_TURN, _HEART = 6, 10
"""Characters between 劲头 and 足了; those of 心里 with what it feels."""
_BEHIND_TURN = ("", *_STOPS, "”", "）", "许", "不", "很", "起", "一")


@cache
def _turns() -> tuple[str, ...]:
    return tuple(sorted(words("substance", "feeling_turn"), key=len, reverse=True))


def _is_measured(text: str, start: int, end: int, place: int) -> bool:
    """True where the sentence goes on with a figure, or tells a change before (由40分钟降到10分钟)."""
    if not start <= place < end:
        return False
    clause = max((text.rfind(mark, start, place) for mark in _STOPS), default=-1) + 1
    before = re.split("[，；,;]", text[start : max(start, clause)])
    return has_figure(text[max(start, clause) : end]) or any(
        has_figure(one) and _changed().search(one) for one in before
    )


def _is_pushed(text: str, place: int) -> bool:
    """推动管理水平迈上新台阶 tells what is wanted of it; 管理水平迈上新台阶 what was felt."""
    start = max((text.rfind(mark, max(0, place - 60), place) for mark in _STOPS), default=-1) + 1
    return any(word in text[start:place] for word in ("推动", "促进", "助推", "推进"))


def _is_aim(text: str, place: int) -> bool:
    """True where the clause says what is meant to be reached."""
    start = max((text.rfind(mark, max(0, place - 60), place) for mark in _STOPS), default=-1) + 1
    return any(word in text[start:place] for word in _AIMS)


@cache
def _reached() -> re.Pattern[str]:
    return re.compile(
        "达到了?[^，。；、]{0,10}(?:预期|良好|较好)的?[^，。；、]{0,4}(?:效果|目的|目标|成效)"
        "|取得了?(?:很大|较大|明显|显著|良好|较好|长足|重大|突破性|一定)的?(?:成效|效果|进步|进展|成绩|成果)"
    )


@cache
def _spread() -> re.Pattern[str]:
    """形成了比学赶超的浓厚氛围, 营造了风清气正的政治生态; without 了 it is an aim."""
    return re.compile(
        "(?:形成|营造|打开)了[^，。；、]{0,14}(?:氛围|局面|态势|政治生态)"
        "|(?:意识|观念|理念|思想)(?:得到)?牢固树立(?=[，。；]|\\Z)"
    )


@cache
def _grew() -> re.Pattern[str]:
    """业务能力稳步提升: told of what was reached, after its subject; 进一步提升能力 is a measure."""
    what = alternatives(words("substance", "growing"))
    how = "(?:得到了?|有了?|有所)?(?:进一步|稳步|不断|持续|有效|切实|逐步|有力|得到)(?:的|得到)?"
    return re.compile(f"(?:{what}){how}(?:增强|提升|提高|改善|好转|转变|优化|改观|加强)(?=[，。；、]|\\Z)")


@cache
def _changed() -> re.Pattern[str]:
    return re.compile(
        "由.+[降升增减提缩到至]|从.+[降升增减提缩到至]|同比|环比|[降升增减]|提高|达到?|率|[%％]|缩短"
    )
