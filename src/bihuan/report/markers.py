"""Heading grammars as one table: what stands before a title, and how deep it nests.

Ranks follow GB/T 9704-2012 §7.3.3 (一、→（一）→1.→（1）) and go on with what reports add below it. A marker
is taken for a heading only at the beginning of a line.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache
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
_DIGIT = "0123456789０１２３４５６７８９"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CHINESE_PAREN = rf"[（(][ \u3000]?[{_CHINESE}]{{1,4}}[ \u3000]?[）)]"
_ARABIC_PAREN = r"[（(][ \u3000]?[\d０-９]{1,3}[ \u3000]?[）)]"
_JOINT = r"[ \u3000]?[-—－~～至和、]{1,2}[ \u3000]?"
"""Between the numbers of findings that share a heading: 4—5., （七）、（八）."""
_TABLE: tuple[tuple[Rank, str, str, str], ...] = (
    # rank, characters it begins with, the number as it is kept, the marks that only close it
    (Rank.PART, "第", rf"第[{_CHINESE}\d]{{1,3}}(?:部分|章)", r"[、：:．.]?"),
    (Rank.ORDINAL, _CHINESE, r"[一二三四五六七八九十]{1,2}是(?!否|一|非)", r""),
    (Rank.ORDINAL, "第", r"第[一二三四五六七八九十]{1,2}", r"[，,、：:]"),
    (
        Rank.CHINESE,
        _CHINESE,
        rf"[{_CHINESE}]{{1,4}}(?:[ \u3000]?[-—－~～至]{{1,2}}[ \u3000]?[{_CHINESE}]{{1,4}})?",
        r"[ \u3000]?[、．.]",
    ),
    (Rank.CHINESE, _STEMS, rf"[{_STEMS}]", rf"[、．.](?![{_STEMS}])"),
    (Rank.CHINESE_PAREN, "（(", rf"[（(][{_STEMS}][）)]", r"、?"),
    (Rank.CHINESE_PAREN, "（(", rf"{_CHINESE_PAREN}(?:(?:{_JOINT})?{_CHINESE_PAREN}){{0,8}}", r"、?"),
    (
        Rank.PROBLEM,
        "问反具序",
        rf"(?:反馈|具体)?问题[ \u3000]?[{_CHINESE}\d]{{1,3}}"
        r"|序号[ \u3000]?\d{1,3}[ \u3000]+(?:反馈|具体|存在)?问题(?=[：:])",
        r"(?:[：:、．.]|[ \u3000]+(?=\S))",
    ),
    (
        Rank.PROBLEM,
        "问反具",
        rf"(?:反馈|具体)?问题[ \u3000]?[（(][{_CHINESE}\d]{{1,3}}[）)]",
        r"[：:、．.]?",
    ),
    (Rank.CHINESE_PAREN, "【［[", rf"[【［\[][{_CHINESE}]{{1,3}}[】］\]]", r"[、．.]?"),
    (Rank.ARABIC, "【［[", r"[【［\[][\d０-９]{1,3}[】］\]]", r"[、．.]?"),
    (
        Rank.ARABIC_SUB,
        _DIGIT,
        r"[\d０-９]{1,2}[.．][\d０-９]{1,2}(?![\d.．年月日万亿%％个项倍])",
        r"[、．. \u3000]",
    ),
    (
        Rank.ARABIC,
        _DIGIT,
        rf"[\d０-９]{{1,3}}(?:{_JOINT}[\d０-９]{{1,3}}(?=[ \u3000]?[．.]))?",
        r"[ \u3000]?(?:[．.](?![\d０-９](?!\d{3}年|\d?月))|、(?![\d０-９]{1,2}月))",
    ),
    (Rank.ARABIC_PAREN, "（(", rf"{_ARABIC_PAREN}(?:(?:{_JOINT})?{_ARABIC_PAREN}){{0,8}}", r"、?"),
    (Rank.ARABIC_PAREN, _DIGIT, r"[\d０-９]{1,2}[）)]", r"、?"),
    (Rank.CIRCLED, _CIRCLED, rf"[{_CIRCLED}](?:(?:{_JOINT})?[{_CIRCLED}]){{0,8}}", r"[、．.]?"),
)
_ROWS: dict[str, tuple[int, ...]] = {}
for _position, _row in enumerate(_TABLE):
    for _char in _row[1]:
        _ROWS[_char] = (*_ROWS.get(_char, ()), _position)

_LEAD = r"[ \t\u3000\xa0]*(?:(?:#{1,6}[ \t]+|\*\*|__|>[ \t]?|[-*+][ \t]+)[ \t\u3000]*)*"
"""Blanks and Markdown signs that may stand before a marker or a text."""
_LEADS = frozenset(" \t\u3000\xa0#*_>-+")
_TAIL = r"(?:[ \t\u3000\xa0]|\*\*|__)+\Z"
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


@cache
def _pattern(rows: tuple[int, ...]) -> re.Pattern[str]:
    """The markers that one character can begin, made when the first line begins with it."""
    markers = "|".join(f"(?P<r{row}>{_TABLE[row][2]})(?:{_TABLE[row][3]})" for row in rows)
    return re.compile(rf"(?:{markers})(?:\*\*|__)?[ \t\u3000\xa0]*")


def take_apart(line: int, text: str, end: str, awaited: int = 0) -> Token:
    """Token of one line; a line of blanks has an empty body and its blanks as lead.

    ``3.2个部门…`` begins with a number like 3.2 unless 3 is the heading that is ``awaited``.
    """
    if not text:
        return Token(line, "", "", None, Rank.NONE, "", "", end)
    lead = marker = tail = ""
    number, rank, body = None, Rank.NONE, text
    if text[0] in _LEADS and (found := re.match(_LEAD, text)):
        lead, body = text[: found.end()], text[found.end() :]
    rows = _ROWS.get(body[:1])
    if rows is not None and (found := _pattern(rows).match(body)):
        row = next(row for row in rows if found[f"r{row}"] is not None)
        marker, number, rank = found[0], found[f"r{row}"], _TABLE[row][0]
        if rank is Rank.PROBLEM:  # a number is kept without its mark
            number = number.strip("序号反馈具体存在问题 \u3000")
        body = body[len(marker) :]
    elif awaited and body.startswith((f"{awaited}.", f"{awaited}．")):
        number = str(awaited)
        marker, rank = body[: len(number) + 1], Rank.ARABIC
        body = body[len(marker) :]
    if len(body) < 12 and body and not any(map(str.isalnum, body)):
        return Token(line, lead, marker, number, rank, "", body, end)  # a line of marks alone says nothing
    if body and body[-1] in _BLANK_ENDS and (blank := re.compile(_TAIL).search(body, max(0, len(body) - 64))):
        body, tail = body[: blank.start()], body[blank.start() :]
    return Token(line, lead, marker, number, rank, body, tail, end)
