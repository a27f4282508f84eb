"""Names that what stands beside them gives away: 孙某和赫连丽, 安顺（原任村文书）, 阿依努尔·买买提.

A masked person in a list makes persons of the others; a bracket with a post behind two or three characters
makes a person of them; and nobody but a person is written with a dot in the middle. ``zh.people`` decides
whether the characters can be a name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bihuan.zh.looks import HAN, is_han, places_of
from bihuan.zh.vocab import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS = "xXｘＸ×＊*○□"
"""Characters that stand for others, beside 某."""
_JOINS = "、和与及"
_PREFIX_ENDS = "村区组科室户队所站员者师人长妻夫子女"
"""Characters that end what may stand before the next name of a list: 黄坡村覃德旺."""
_PREFIX = 6
_FULL = 2
_LONGEST_HEAD, _LONGEST_BRACKET = 8, 24
"""Characters before a post in a bracket, and those of the bracket."""
_DIGITS = frozenset("0123456789")


def next_in_lists(text: str) -> Iterator[int]:
    """Where the next of a list may begin behind a masked person: 孙某和|赫连丽, 吴××、黄坡村|覃德旺."""
    for _, at in _masked_people(text):
        if text[at : at + 1] not in _JOINS:
            at += text[at - 1] in SIGNS  # 王*宇、
        if at < len(text) and text[at] in _JOINS:
            yield from _beginnings(text, at + 1)


def _beginnings(text: str, at: int) -> Iterator[int]:
    yield at
    for length in range(1, _PREFIX + 1):
        prefix = text[at : at + length]
        if len(prefix) < length or not is_han(prefix[-1]):
            return
        if prefix[-1] in _PREFIX_ENDS and length >= _FULL:
            yield at + length


def last_in_lists(text: str) -> Iterator[int]:
    """Where a member of a list ends before a masked person: 李响|、周某某, 覃德旺|、马岭村周××."""
    for begin, _ in _masked_people(text):
        for at in range(begin - 1, max(-1, begin - _PREFIX - 2), -1):
            if text[at] in _JOINS:
                yield at
                break
            if not is_han(text[at]):
                break


def before_brackets(text: str) -> Iterator[int]:
    """Where characters end that a bracket with a post follows: 安顺|（原任村文书）."""
    posts = (*words("people", "posts"), *words("people", "persons"))
    for at in places_of(text, "（"):
        inside = text[at + 1 : max(at, text.find("）", at, at + _LONGEST_BRACKET))]
        if inside.endswith(posts):
            head = min((inside.removesuffix(post) for post in posts if inside.endswith(post)), key=len)
            if len(head) <= _LONGEST_HEAD and not any(char in "（，。；" or char in _DIGITS for char in head):
                yield at


def dotted(text: str) -> Iterator[tuple[int, str]]:
    """(offset, name) of names written with a dot: 阿依努尔·买买提."""
    for dot in places_of(text, "·"):
        begin, end = dot, dot + 1
        while begin and dot - begin < _SYLLABLES and text[begin - 1] in _syllables():
            begin -= 1
        while end - dot - 1 < _SYLLABLES and text[end : end + 1] and text[end] in _syllables():
            end += 1
        if dot - begin >= _FULL and end - dot - 1 >= _FULL:
            yield begin, text[begin:end]


_SYLLABLES = 6


@cache
def _syllables() -> frozenset[str]:
    return frozenset(words("people", "syllables"))


def told_behind(text: str) -> Iterator[tuple[int, str]]:
    """(offset, name) of what stands behind 即 or 系 where a mask stood: 霍某（即公示栏3号霍志远）."""
    for match in _told().finditer(text) if _goes_on_to_tell(text) else ():
        yield match.start("name"), match["name"]


def _goes_on_to_tell(text: str) -> bool:
    """Cheap look: a bracket or a comma right behind a mask, and one of the words that tell."""
    behind = (text[at + 1 : at + 2] for sign in (*SIGNS, "某") for at in places_of(text, sign))
    return any(word in text for word in "即系名") and any(mark in ("（", "(", "，") for mark in behind)


def in_offices(text: str) -> Iterator[tuple[int, str]]:
    """(offset, characters) behind an office, before what only somebody does: 审计科|卢静|到场."""
    for match in _at_work().finditer(text):
        at = match.start("names")
        for name in match["names"].split("、"):
            yield at, name
            at += len(name) + 1


def _masked_people(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of 李某某, 吴×, 周*."""
    for mask in _mask().finditer(text):
        before = text[mask.start() - 1] if mask.start() else ""
        if before in _last_of_surnames() and not text.startswith(_NO_MASKS, mask.start()):
            yield mask.start() - 1, mask.end()


_NO_MASKS = ("某些", "某种", "某项", "某类", "某个", "某次", "某条")


@cache
def _last_of_surnames() -> frozenset[str]:
    return frozenset(word[-1] for name in ("surnames", "double_surnames") for word in words("people", name))


@cache
def _mask() -> re.Pattern[str]:
    return re.compile(f"某某?|[{SIGNS}]{{1,3}}")


@cache
def _told() -> re.Pattern[str]:
    return re.compile(
        f"(?P<surname>{HAN})(?:某某?|[{SIGNS}]{{1,3}})(?:[（(]|，)"
        "(?:即|系|也就是|真名|全名|实名|原名)[^（）()，。；]{0,20}?"
        f"(?P<name>(?P=surname){HAN}{{1,2}})(?=[）)，。])"
    )


@cache
def _at_work() -> re.Pattern[str]:
    several = f"{HAN}{{2,3}}(?:、{HAN}{{2,3}})*"
    acts = alternatives(words("people", "acts"))
    return re.compile(f"(?<={HAN}[科室队所处办股部])(?P<names>{several}?)(?={acts})")
