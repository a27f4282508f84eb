"""Where a line divides: its first sentence, and labels inside it."""

from __future__ import annotations

import re
from functools import cache

from bihuan.zh.vocab import alternatives, words

_OPEN, _CLOSE = "“《（(「『【", "”》）)」』】"
_LABELS = ("measures", "outcome", "either", "lead_in", "finding")
_STOP = re.compile(r"[。！？；“《（(「『【”》）)」』】]")


def first_sentence_end(text: str, stops: str = "。！？") -> int:
    """Offset after the first of ``stops`` that stands in no quotation or bracket; the length if none.

    A bracket that never closes is forgiven after 200 characters: one slip must not swallow a paragraph.
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
    names = [name for key in _LABELS for name in words("labels", key)]
    return re.compile(
        rf"(?:\A|(?<=[。；;！？ \u3000）)\]】*]))[【\[（(]?(?:\*\*)?({alternatives(tuple(names))})"
        r"(?:\*\*)?(?:[】\]）)]?[：:]|(?<=【.{4})】|(?<=【.{2})】)(?:\*\*)?[ \u3000]*"
    )


@cache
def label_kinds() -> dict[str, str]:
    """Label → ``measures``, ``outcome``, ``either``, ``lead_in`` or ``finding``."""
    return {name: key for key in _LABELS for name in words("labels", key)}


def _in_bracket(text: str, offset: int) -> bool:
    before = text[max(0, offset - 120) : offset]
    return max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")"))


def labelled_parts(text: str) -> list[tuple[int, str | None, int]]:
    """(start, label, value start) of each stretch of ``text`` under one label; the first may have none."""
    if "：" not in text and ":" not in text and "【" not in text:
        return [(0, None, 0)]
    parts = [
        (found.start(), found[1], found.end())
        for found in _label_pattern().finditer(text)
        if not _in_bracket(text, found.start())
    ]
    if not parts or parts[0][0] > 0:
        parts.insert(0, (0, None, 0))
    return parts
