"""Measures out of a cell: 1. ① （1） 一是, or one a line; each without its marker."""

from __future__ import annotations

import re
from functools import cache

from bihuan.zh.sentences import chinese_number, split_clauses

_MARKER = re.compile(
    r"^(?:[0-9]{1,2}[.．、](?![0-9])|[0-9]{1,2}[)）]|[（(][0-9]{1,2}[）)]|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|[①-⑳⑴-⒇⒈-⒛]|[一二三四五六七八九十]{1,3}[、是]|第[一二三四五六七八九十]{1,3}[，,：:]|措施[0-9一二三四五六七八九十]{1,2}[：:.、]"
    r"|[·•●■◆▪\-–—*]\s*|[0-9]{1,2}\s+(?=[\u4e00-\u9fff]))\s*"
)
_FULL = str.maketrans("０１２３４５６７８９", "0123456789")
_COUNTED = ("{}.", "{}、", "{}．", "（{}）", "({})", "{}）", "{})")
_LONGEST = 20_000


def read_measures(text: str) -> tuple[str, ...]:
    """The measures of a cell in their order; nothing for an empty one or a dash.

    A list that 一是…；二是… closes with 。 loses that mark, as it loses the others between its parts.
    """
    text = text[:_LONGEST].strip()
    if text in {"", "/", "-", "—", "——", "无", "／"}:
        return ()
    parts = _divide(text)
    cleaned = [_clean(part) for part in parts]
    if len(cleaned) > 1 and any(part.rstrip().endswith(("；", ";")) for part in parts[:-1]):
        cleaned[-1] = cleaned[-1].rstrip("。")
    return tuple(part for part in cleaned if part)


def _divide(text: str) -> list[str]:
    """The parts as written, markers included."""
    plain = text.translate(_FULL)
    clauses = split_clauses(plain)
    if clauses is not None:
        return [text[at : at + len(clause)] for at, clause in clauses]
    tight = _tight(plain)
    if tight:
        ends = [*tight[1:], len(text)]
        return [text[start:end] for start, end in zip(tight, ends, strict=True)]
    return [line for line in text.split("\n") if line.strip()]


def _tight(text: str) -> list[int]:
    """Places of the markers of a list without marks between its parts (1.修订制度2.开展培训), or nothing."""
    for family in _families():
        if not text.startswith(family[0]):
            continue
        places = [0]
        for marker in family[1:]:
            at = text.find(marker, places[-1] + len(marker) + 1)
            if at < 0 or text[at - 1].isdigit() or text[at + len(marker) : at + len(marker) + 1].isdigit():
                break
            places.append(at)
        if len(places) > 1:
            return places
    return []


@cache
def _families() -> list[list[str]]:
    """All markers of each way of counting."""
    numbers = range(1, 31)
    found = [[pattern.format(n) for n in numbers] for pattern in _COUNTED]
    found.append([f"{chinese_number(n)}是" for n in numbers])
    return [*found, *([chr(first + n) for n in range(20)] for first in (0x2474, 0x2488))]


def _clean(part: str) -> str:
    """Without its marker, line breaks, and the mark that parts it from the next."""
    joined = "".join(line.strip() for line in part.strip().split("\n"))
    marker = _MARKER.match(joined.translate(_FULL))
    bare = joined[marker.end() :].strip() if marker else joined
    return (bare or joined).rstrip("；;，,、")
