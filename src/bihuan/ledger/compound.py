"""The .xls behind its container: an OLE file is a small disk, a workbook one of its files."""

from __future__ import annotations

import struct
from typing import NamedTuple

_HEADER = 512
_ENTRY = 128
_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks (end of chain, free, and the like)."""
_STREAM_NAMES = ("Workbook", "Book")


class Stream(NamedTuple):
    """A stream as the places of its pieces in the file."""

    pieces: tuple[int, ...]
    """Offset of each sector in the file."""
    sector: int
    """Bytes of a sector."""
    size: int

    def read(self, data: bytes) -> bytes:
        """The bytes of the stream."""
        return b"".join(data[at : at + self.sector] for at in self.pieces)[: self.size]

    def place(self, offset: int) -> int:
        """Where in the file a byte of the stream stands."""
        piece, rest = divmod(offset, self.sector)
        return self.pieces[piece] + rest


def workbook_stream(data: bytes) -> Stream | None:
    """The stream of the workbook; None where the container is broken (who reads it next will say so)."""
    try:
        return _find(data)
    except (struct.error, IndexError, ValueError):
        return None


def _find(data: bytes) -> Stream | None:
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    if shift not in {9, 12} or small_shift != 6:
        return None
    sector = 1 << shift
    table = _table(data, sector)
    first_directory, _, cutoff, first_small = struct.unpack_from("<IIII", data, 48)
    directory = _stream(_chain(first_directory, table), sector).read(data)
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    for entry in entries:
        if _name(entry) not in _STREAM_NAMES:
            continue
        first, size = struct.unpack_from("<II", entry, 116)
        if size >= cutoff:
            return _stream(_chain(first, table), sector, size)
        small = _stream(_chain(first_small, table), sector).read(data)
        chain = _chain(first, struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4]))
        (root_first,) = struct.unpack_from("<I", entries[0], 116)
        root = _stream(_chain(root_first, table), sector)
        return Stream(tuple(root.place(piece * 64) for piece in chain), 64, size)
    return None


def _table(data: bytes, sector: int) -> tuple[int, ...]:
    """Which sector follows which."""
    (count,) = struct.unpack_from("<I", data, 44)
    places = list(struct.unpack_from("<109I", data, 76))
    more, _ = struct.unpack_from("<II", data, 68)
    seen = 0
    while more < _FREE and seen < len(data) // sector:
        block = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        places += block[:-1]
        more, seen = block[-1], seen + 1
    found: list[int] = []
    for place in [place for place in places if place < _FREE][:count]:
        found += struct.unpack_from(f"<{sector // 4}I", data, (place + 1) * sector)
    return tuple(found)


def _chain(first: int, table: tuple[int, ...]) -> list[int]:
    """Sectors of a stream in their order; ValueError for a ring."""
    found: list[int] = []
    while first < _FREE:
        found.append(first)
        if len(found) > len(table):
            raise ValueError
        first = table[first]
    return found


def _stream(chain: list[int], sector: int, size: int | None = None) -> Stream:
    pieces = tuple((place + 1) * sector for place in chain)
    return Stream(pieces, sector, len(pieces) * sector if size is None else size)


def _name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
