"""What changed in a text, word by word. Pure.

Chinese has no blanks: a word is a run of Latin letters and digits, or one character; a change that leaves
only one or two characters standing between is shown as one, because that is how a person reads it.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORDS = re.compile(r"[0-9A-Za-z]+(?:[.:%/-][0-9A-Za-z]+)*%?|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。；！？\n]*[。；！？\n]?")
LARGEST = 1_500
"""So many words on both sides are compared word by word; longer texts sentence by sentence, and books
as a whole."""
ISLAND = 2


class Piece(NamedTuple):
    """A run of text: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Both texts as one line of pieces; joined without ``new`` they are the old, without ``gone`` the new."""
    if not old or not new:
        return [Piece("gone", old)] * bool(old) + [Piece("new", new)] * bool(new)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _compare(old[head : len(old) - tail], new[head : len(new) - tail])
    pieces = [Piece("same", old[:head]), *middle, Piece("same", old[len(old) - tail :] if tail else "")]
    return list(_joined(pieces))


def _common(first: str, second: str) -> int:
    """Length of the common beginning, not in the middle of a number or a Latin word."""
    at = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    at = min(len(first), len(second)) if at is None else at
    while at > 0 and _joins(first, at) | _joins(second, at):
        at -= 1
    return at


def _joins(text: str, at: int) -> bool:
    return at < len(text) and _latin(text[at - 1]) and _latin(text[at])


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".:%/-")


def _compare(old: str, new: str) -> list[Piece]:
    first, second = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(first), len(second)) > LARGEST:
        first, second = _SENTENCES.findall(old), _SENTENCES.findall(new)
    if max(len(first), len(second)) > LARGEST:
        return [Piece("gone", old), Piece("new", new)]
    return list(_matched(first, second))


def _matched(first: Sequence[str], second: Sequence[str]) -> Iterator[Piece]:
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    a = b = 0
    for block in blocks:
        same = "".join(first[block.a : block.a + block.size])
        if block.size and len(same) <= ISLAND and block.a + block.size < len(first) and (block.a or block.b):
            continue  # an island: it belongs to the change around it
        yield Piece("gone", "".join(first[a : block.a]))
        yield Piece("new", "".join(second[b : block.b]))
        yield Piece("same", same)
        a, b = block.a + block.size, block.b + block.size


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Without empty ones; neighbours of a kind are one."""
    last: Piece | None = None
    for one in pieces:
        if not one.text:
            continue
        if last and last.kind == one.kind:
            last = Piece(one.kind, last.text + one.text)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last
