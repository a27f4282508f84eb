"""Which characters the fonts of a machine can show, read from the fonts' own tables.

The typesetter prints a box for what no font has and says nothing; whoever gets the file is told before.
"""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
"""Categories of what is never drawn: blanks, joiners, what turns the reading direction."""
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""They choose a shape of the character before them and have none themselves."""
_FULL, _PLAIN = 12, 4
"""Formats of a character map: all of Unicode, its first plane."""


class Face(NamedTuple):
    """One font of a file; a collection holds several."""

    path: str
    at: int
    """Which of the fonts of the file."""


class Shown:
    """What a set of fonts can show; each font is opened only when those before it lack something."""

    __slots__ = ("_faces", "_lost", "_seen")

    def __init__(self, faces: Iterable[Face]) -> None:
        self._faces = tuple(faces)
        self._seen: set[str] = set()
        self._lost: set[str] = set()

    def lacking(self, text: str) -> list[str]:
        """The characters of the text that no font has, each once, in the order of their numbers."""
        told = set(text)
        left = {one for one in told - self._seen - self._lost if _drawn(one)}
        for face in self._faces:
            if not left:
                break
            starts, ends = _coverage(face)
            left = {one for one in left if not _within(ord(one), starts, ends)}
        self._lost |= left
        self._seen |= told - self._lost
        return sorted(told & self._lost)


def _drawn(char: str) -> bool:
    return unicodedata.category(char) not in INVISIBLE and not any(ord(char) in one for one in _SELECTORS)


def _within(code: int, starts: tuple[int, ...], ends: tuple[int, ...]) -> bool:
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


@lru_cache(maxsize=256)
def _coverage(face: Face) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last codes of its ranges; nothing of a file that cannot be read."""
    try:
        found = sorted(_ranges(face))
    except (OSError, struct.error, IndexError):
        return (), ()
    return tuple(first for first, _ in found), tuple(last for _, last in found)


def _ranges(face: Face) -> Iterator[tuple[int, int]]:
    table = _character_map(face)
    [many] = struct.unpack_from(">H", table, 2)
    places = [struct.unpack_from(">HHI", table, 4 + 8 * at)[2] for at in range(many)]
    kinds = {struct.unpack_from(">H", table, place)[0]: place for place in places}
    if _FULL in kinds:
        yield from _full(table, kinds[_FULL])
    elif _PLAIN in kinds:
        yield from _plain(table, kinds[_PLAIN])


def _character_map(face: Face) -> bytes:
    """The table ``cmap`` of the font, read alone: fonts have tens of megabytes."""
    with Path(face.path).open("rb") as file:
        head, start = file.read(12), 0
        if head[:4] == b"ttcf":
            file.seek(12 + 4 * face.at)
            [start] = struct.unpack(">I", file.read(4))
            file.seek(start)
            head = file.read(12)
        [tables] = struct.unpack_from(">H", head, 4)
        listed = file.read(16 * tables)
        for at in range(tables):
            name, _, offset, length = struct.unpack_from(">4sIII", listed, 16 * at)
            if name == b"cmap":
                file.seek(offset)
                return file.read(length)
    raise IndexError("no character map")


def _full(table: bytes, place: int) -> Iterator[tuple[int, int]]:
    [groups] = struct.unpack_from(">I", table, place + 12)
    body = table[place + 16 : place + 16 + 12 * groups]
    for first, last, glyph in struct.iter_unpack(">III", body):
        if glyph or first != last:
            yield first, last


def _plain(table: bytes, place: int) -> Iterator[tuple[int, int]]:
    [twice] = struct.unpack_from(">H", table, place + 6)
    many = twice // 2
    ends = struct.unpack_from(f">{many}H", table, place + 14)
    starts = struct.unpack_from(f">{many}H", table, place + 16 + twice)
    yield from ((first, last) for first, last in zip(starts, ends, strict=True) if first != 0xFFFF)
