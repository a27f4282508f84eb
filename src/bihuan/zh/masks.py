"""Masks: xx, XX, ××, **, ○○ and 某 that stand where a name or number was left out."""

from __future__ import annotations

import re

from bihuan.zh.beside_masks import SIGNS
from bihuan.zh.vocab import words

_MASK = re.compile(f"[{SIGNS}]+|某+")
_JOINED = re.compile("[A-Za-z0-9０-９./@:_%^=+-]")
_NOT_X = words("masks", "not_x")
_NOT_MOU = words("masks", "not_mou")
_LINE = 400
_DIGITS = frozenset("0123456789０１２３４５６７８９")


def find_masks(text: str) -> list[tuple[int, str]]:
    """(offset, mask) in the order of the text; X光, Excel, 3×5, 某些 and 某种 are no masks."""
    return [
        (match.start(), match.group())
        for match in _MASK.finditer(text)
        if _is_mask(text, match.start(), match.end())
    ]


def _is_mask(text: str, start: int, end: int) -> bool:
    """True when the signs stand for something and are not part of a word or a sum."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if text[start] == "某":
        return bool(after) and not (end - start == 1 and text.startswith(_NOT_MOU, start))
    if text[start] == "*" and _in_markdown(text, start):
        return False
    if text[start] in "×" and before in _DIGITS and after in _DIGITS and before and after:
        return False
    if any(_JOINED.match(char) for char in (before, after)):
        return text[start] in "×＊*" and end - start > 1
    if end - start > 1:
        return True
    return not text.startswith(_NOT_X, start) and _is_han(after or before) and text[start] not in "*○□"


def _in_markdown(text: str, start: int) -> bool:
    """True in a line that starts with *, where stars are bold type or a list."""
    line = text.rfind("\n", max(0, start - _LINE), start) + 1
    return text.startswith("*", line)


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
