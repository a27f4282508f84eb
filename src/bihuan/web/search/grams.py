"""Words as numbers: the pairs of neighbouring characters of a text, each one number of 32 bits. Pure.

A character is a UTF-16 unit here, so that a pair is exactly two of them and rare characters beyond the basic
plane (two units) need nothing special: a word stands in a text exactly where its units do. Control characters
never stand in folded text, so the numbers whose second unit would be one are free for other tokens: single
characters (0…0xFFFF) and, by hash, what is no text at all (unit, kind, the pairs of titles). Such a hash may
meet another; whoever searches verifies what it finds.
"""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = 2
"""Changes whenever the same text would get other tokens: the index is then built anew."""
MOST = 48
"""Tokens that a query asks for; more would not narrow it further."""
_FIRST, _FREE = 0x10000, 0x1F0000
_SPACE, _UNIT = 0x20, 0xFFFF
_SPREAD = 2_654_435_761


def _numbers(code: str, data: bytes) -> array[int]:
    found = array(code)
    found.frombytes(data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def pairs(folded: str) -> set[int]:
    """Every two neighbouring units as one signed number, none with a space."""
    data = folded.encode("utf-16-le", "surrogatepass")
    # Pairs that begin at even and at odd places: two readings of the same bytes, both at the speed of C.
    found = set(_numbers("i", data[: len(data) // 4 * 4]))
    found.update(_numbers("i", data[2 : 2 + (len(data) - 2) // 4 * 4]))
    return {one for one in found if not _has_space(one)} if " " in folded else found


def _has_space(pair: int) -> bool:
    return _SPACE in (pair & _UNIT, pair >> 16 & _UNIT)


def singles(folded: str) -> set[int]:
    """Every unit but the space."""
    found = set(_numbers("H", folded.encode("utf-16-le", "surrogatepass")))
    found.discard(_SPACE)
    return found


def fact(name: str, value: object) -> int:
    """What is no text: the unit, the kind."""
    return _FIRST + crc32(f"{name}:{value}".encode("utf-8", "surrogatepass")) % _FREE


def heads(tokens: Iterable[int]) -> set[int]:
    """The same tokens as they stand in a title."""
    return {_FIRST + (one * _SPREAD & 0xFFFFFFFF) % _FREE for one in tokens}


def of_text(title: str, text: str) -> set[int]:
    """All tokens of a folded title and a folded text."""
    words = pairs(text) | singles(text)
    if not title:
        return words
    named = pairs(title) | singles(title)
    return words | named | heads(named) | {fact("title", title), TITLED}


TITLED = fact("has", "title")


def of_word(folded: str) -> list[int]:
    """What a text that holds the word must have; pairs that cover it from end to end come first."""
    data = folded.encode("utf-16-le", "surrogatepass")
    if len(data) > 2:
        even = _numbers("i", data[: len(data) // 4 * 4])
        odd = _numbers("i", data[2 : 2 + (len(data) - 2) // 4 * 4])
        last = [one for one in odd[-1:] if len(data) % 4]
        found = [one for one in [*even, *last, *odd] if not _has_space(one)]
        if found:
            return list(dict.fromkeys(found))
    return sorted(singles(folded))


def of_words(folded: Iterable[str]) -> list[int]:
    """What a text that holds all the words must have: at most ``MOST`` tokens, each word with its share."""
    told = [of_word(one) for one in folded]
    share = max(MOST // max(len(told), 1), 1)
    return list(dict.fromkeys(token for one in told for token in one[:share]))[:MOST]


def as_text(tokens: Iterable[int]) -> str:
    """Tokens as words of eight hexadecimal digits, for an index that knows only words."""
    return array("i", tokens).tobytes().hex(" ", 4)
