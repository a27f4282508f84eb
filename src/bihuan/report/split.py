"""Where a line divides: its first sentence, labels and 一是… clauses inside it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bihuan.zh.vocab import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_OPEN, _CLOSE = "“《（(「『【", "”》）)」』】"
_STOP = re.compile(r"[。！？；“《（(「『【”》）)」』】]")
_ORDINALS = re.compile(r"(?:(?<=[：:。；;，,、 \u3000）])|\A)([一二三四五六七八九十]{1,2})是(?!否)")
_PARENS = re.compile(r"(?:(?<=[：:。；; \u3000])|\A)[（(]?([\d]{1,2})[）)]")
_CIRCLES = re.compile(r"(?:(?<=[：:。；;，,、 \u3000）])|\A)([①-⑳])")
_NUMERALS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {
    f"十{c}": 10 + i for i, c in enumerate("一二三四五六七八九", 1)
}


def first_sentence_end(text: str, stops: str = "。！？") -> int:
    """Offset after the first mark of ``stops`` that stands in no quotation or bracket; the length if none does.

    A bracket that never closes is forgiven after 200 characters, so that one slip does not swallow a paragraph.
    """
    depth, opened = 0, 0
    for found in _STOP.finditer(text):
        char = found[0]
        if char in _OPEN:
            opened = found.start() if depth == 0 else opened
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in stops and (depth == 0 or found.start() - opened > 200):
            return found.end()
    return len(text)


@cache
def _label_pattern() -> re.Pattern[str]:
    names = sorted(
        (
            name
            for key in ("measures", "outcome", "either", "lead_in", "finding")
            for name in words("labels", key)
        ),
        key=len,
        reverse=True,
    )
    return re.compile(
        rf"(?:\A|(?<=[。；;！？ \u3000）)\]】*]))[【\[（(]?(?:\*\*)?({'|'.join(map(re.escape, names))})(?:\*\*)?[】\]）)]?[：:](?:\*\*)?[ \u3000]*"
    )


@cache
def label_kinds() -> dict[str, str]:
    """Label → ``measures``, ``outcome``, ``either``, ``lead_in`` or ``finding``."""
    return {
        name: key
        for key in ("measures", "outcome", "either", "lead_in", "finding")
        for name in words("labels", key)
    }


def labelled_parts(text: str) -> list[tuple[int, str | None, int]]:
    """(start, label, value start) of each stretch of ``text`` under one label; the first may have none."""
    if "：" not in text and ":" not in text:
        return [(0, None, 0)]
    parts = [(found.start(), found[1], found.end()) for found in _label_pattern().finditer(text)]
    if not parts or parts[0][0] > 0:
        parts.insert(0, (0, None, 0))
    return parts


def clause_starts(text: str) -> list[int]:
    """Offsets of 一是 … 二是 … (or （1）…, ①…) where the text runs through at least two of them, else []."""
    if "二是" in text:
        starts = _run((_NUMERALS.get(m[1], 0), m.start()) for m in _ORDINALS.finditer(text))
        if len(starts) > 1:
            return starts
    if "②" in text:
        starts = _run((ord(m[1]) - 0x245F, m.start()) for m in _CIRCLES.finditer(text))
        if len(starts) > 1:
            return starts
    if "2）" in text or "2)" in text:
        starts = _run((int(m[1]), m.start()) for m in _PARENS.finditer(text))
        if len(starts) > 1:
            return starts
    return []


def _run(found: Iterable[tuple[int, int]]) -> list[int]:
    starts: list[int] = []
    for number, offset in found:
        if number == len(starts) + 1:
            starts.append(offset)
    return starts
