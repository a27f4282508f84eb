"""Heading grammars as one table: what stands before a title, and how deep it nests.

Ranks follow GB/T 9704-2012 §7.3.3 (一、→（一）→1.→（1）) and go on with what reports add below it. A marker
is taken for a heading only at the beginning of a line.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple


class Rank(IntEnum):
    """Depth of a marker; smaller is further out. 0 is a line without any."""

    NONE = 0
    PART = 1  # 第一部分
    CHINESE = 2  # 一、
    CHINESE_PAREN = 3  # （一）
    PROBLEM = 4  # 问题一：
    ARABIC = 5  # 1.
    ARABIC_SUB = 6  # 1.1
    ARABIC_PAREN = 7  # （1） 1）
    CIRCLED = 8  # ①
    ORDINAL = 9  # 一是


_CHINESE = "一二三四五六七八九十百"
_TABLE: tuple[tuple[Rank, str, str], ...] = (
    # rank, the number as it is kept, the marks that only close it
    (Rank.PART, rf"第[{_CHINESE}\d]{{1,3}}(?:部分|章)", r"[、：:．.]?"),
    (Rank.ORDINAL, r"[一二三四五六七八九十]{1,2}是(?!否|一|非)", r""),
    (Rank.CHINESE, rf"[{_CHINESE}]{{1,4}}", r"[ \u3000]?[、．.]"),
    (Rank.CHINESE_PAREN, rf"[（(][ \u3000]?[{_CHINESE}]{{1,4}}[ \u3000]?[）)]", r"、?"),
    (Rank.PROBLEM, rf"(?:反馈|具体)?问题[ \u3000]?[{_CHINESE}\d]{{1,3}}", r"[：:、．.]"),
    (Rank.ARABIC_SUB, r"[\d０-９]{1,2}[.．][\d０-９]{1,2}(?![\d.．年月日万亿%％个项倍])", r"[、．. \u3000]"),
    (Rank.ARABIC, r"[\d０-９]{1,3}", r"[ \u3000]?(?:[．.](?![\d０-９](?!\d{3}年|\d?月))|、)"),
    (
        Rank.ARABIC_PAREN,
        r"[（(][ \u3000]?[\d０-９]{1,3}[ \u3000]?[）)]|[\d０-９]{1,2}(?=[）)])",
        r"[）)]?、?",
    ),
    (Rank.CIRCLED, r"[①-⑳㉑-㉟]", r"[、．.]?"),
)
_RANKS = {f"r{rank.value}": rank for rank, _, _ in _TABLE}

LEAD = r"[ \t\u3000\xa0]*(?:(?:#{1,6}[ \t]+|\*\*|__|>[ \t]?|[-*+][ \t]+)[ \t\u3000]*)*"
"""Blanks and Markdown signs that may stand before a marker or a text."""

_LINE = re.compile(
    rf"(?P<lead>{LEAD})(?P<marker>(?:"
    + "|".join(f"(?P<r{rank.value}>{number})(?:{close})" for rank, number, close in _TABLE)
    + r")(?:\*\*|__)?(?P<gap>[ \t\u3000\xa0]*))?"
)
_TAIL = re.compile(r"(?:[ \t\u3000\xa0]|\*\*|__)+\Z")
_STARTS = frozenset(
    "一二三四五六七八九十百第问反具（(0123456789０１２３４５６７８９ \t\u3000\xa0#*_>-+"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
)
_BLANK_ENDS = frozenset(" \t\u3000\xa0*_")


class Token(NamedTuple):
    """One line taken apart: ``lead + marker + body + tail + end`` is the line."""

    line: int
    """1-based."""
    lead: str
    marker: str
    """With the blanks after it."""
    number: str | None
    rank: Rank
    body: str
    tail: str
    """Blanks and Markdown signs after the body."""
    end: str
    """The line end."""

    @property
    def column(self) -> int:
        """1-based column of the body."""
        return len(self.lead) + len(self.marker) + 1


def take_apart(line: int, text: str, end: str) -> Token:
    """Token of one line; a line of blanks has an empty body and its blanks as lead."""
    lead = marker = tail = ""
    number, rank = None, Rank.NONE
    if text[:1] in _STARTS and text:
        found = _LINE.match(text)
        assert found is not None  # noqa: S101 - the pattern matches the empty text
        lead = found["lead"]
        if found["marker"]:
            group = next(name for name in _RANKS if found[name] is not None)
            marker, number, rank = found["marker"], found[group], _RANKS[group]
            if rank is Rank.ARABIC_PAREN and number[0] not in "（(":
                number = marker.rstrip(" \t\u3000\xa0、*_")
        body = text[len(lead) + len(marker) :]
    else:
        body = text
    if body and body[-1] in _BLANK_ENDS and (blank := _TAIL.search(body, max(0, len(body) - 64))):
        body, tail = body[: blank.start()], body[blank.start() :]
    return Token(line, lead, marker, number, rank, body, tail, end)
