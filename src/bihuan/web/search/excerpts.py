"""The part of a text around what was found, in pieces that are a hit or are not. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bihuan.web.search.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

BEFORE, SHOWN = 30, 120
_STOP = re.compile(r"[。；！？\n]")


class Piece(NamedTuple):
    """Some characters, ``hit`` where they were asked for."""

    text: str
    hit: bool


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """The whole text in pieces; hits that touch or overlap are one."""
    if not words:
        return [Piece(text, hit=False)] if text else []
    pieces, at = [], 0
    for start, end in _spans(fold(text), words):
        if at < start:
            pieces.append(Piece(text[at:start], hit=False))
        pieces.append(Piece(text[start:end], hit=True))
        at = end
    return [*pieces, Piece(text[at:], hit=False)] if at < len(text) else pieces


def excerpt(text: str, words: Sequence[str], *, before: bool = False, more: bool = False) -> list[Piece]:
    """At most ``SHOWN`` characters or so around the first hit, or from the beginning where there is none.

    ``before`` and ``more``: the text given is itself cut out of a longer one.
    """
    spans = _spans(fold(text), words)
    first = spans[0][0] if spans else 0
    start = max(first - BEFORE, 0) if len(text) > SHOWN else 0
    start = min(start, max(len(text) - SHOWN, 0))
    if start:  # a whole sentence reads better than one that begins in the middle
        stops = [match.end() for match in _STOP.finditer(text, start, first)]
        start = stops[0] if stops and not before else start
    end = max(start + SHOWN, spans[0][1] if spans else 0)
    pieces = marked(text[start:end], words)
    head = [Piece("…", hit=False)] if start or before else []
    tail = [Piece("…", hit=False)] if end < len(text) or more else []
    return [*head, *pieces, *tail]


def _spans(folded: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand, joined where they touch."""
    found = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = folded.find(word, at + 1)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
