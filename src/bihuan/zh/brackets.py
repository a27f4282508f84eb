"""Pairs of marks that belong together: “”, ‘’, 《》, 〈〉, （）, (), 「」, 『』, 【】, ［］, [].

A mark without its partner is passed over, so that one forgotten quotation mark never swallows a text. One
pass; the time is linear however the marks are nested.
"""

from __future__ import annotations

import re
from functools import lru_cache

OPENING = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "（": "）", "(": ")"}
OPENING |= {"「": "」", "『": "』", "【": "】", "［": "］", "[": "]"}
CLOSING = frozenset(OPENING.values())
# A half-width bracket often closes a full-width one; both are then one pair.
_SAME = {")": "）", "]": "］"}
_MARK = re.compile("[“”‘’《》〈〉（）()「」『』【】［］\\[\\]\n]")


@lru_cache(maxsize=32)
def matched_pairs(text: str) -> tuple[tuple[int, int], ...]:
    """(offset of the opening mark, offset of the closing mark), in the order of the closing marks.

    A pair never spans a line end. Kept for the last texts: rule after rule asks for the same ones.
    """
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    waiting: dict[str, int] = {}
    for match in _MARK.finditer(text):
        mark, place = match.group(), match.start()
        if mark in OPENING:
            closer = OPENING[mark]
            closer = _SAME.get(closer, closer)
            stack.append((closer, place))
            waiting[closer] = waiting.get(closer, 0) + 1
        elif mark == "\n":
            stack.clear()
            waiting.clear()
        elif waiting.get(_SAME.get(mark, mark)):
            pairs.append((_close(stack, waiting, _SAME.get(mark, mark)), place))
    return tuple(pairs)


def _close(stack: list[tuple[str, int]], waiting: dict[str, int], mark: str) -> int:
    """Offset of the partner of ``mark``; marks opened after it and never closed are dropped."""
    while True:
        closer, place = stack.pop()
        waiting[closer] -= 1
        if closer == mark:
            return place


def outer_spans(text: str) -> list[tuple[int, int]]:
    """Pairs that stand in no other pair, in the order of the text."""
    spans: list[tuple[int, int]] = []
    for opened, closed in matched_pairs(text):
        while spans and spans[-1][0] > opened:
            spans.pop()
        spans.append((opened, closed))
    return spans
