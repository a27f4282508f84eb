"""A ZIP from anywhere, opened within bounds: nothing is unpacked to disk, one block is held at a time."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import IO, TYPE_CHECKING

from bihuan.report.zips import ZIP_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES = 200_000
MOST_DIRECTORY = 64 * 1024 * 1024
"""Bytes of the table of contents, which zipfile reads as a whole."""
BLOCK = 1024 * 1024
BROKEN = "这个文件已损坏，或没有下载完整，请重新下载后再核验。"
NOT_ZIP = "这不是 ZIP 包，请核对文件名；证据包由“下载佐证包”得到。"
HOSTILE = "这个包的结构不正常（{what}），为安全起见不读取，请向出具单位重新索取。"
_END, _LOCATOR, _END64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_KNOWN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class ArchiveError(Exception):
    """The file cannot be read at all; the text is one Chinese sentence."""


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive, its table of contents checked; ArchiveError for what is none or must not be trusted."""
    _refuse_directory(file)
    try:
        found = zipfile.ZipFile(file)
    except ZIP_ERRORS as error:
        raise ArchiveError(BROKEN) from error
    for info in found.infolist():
        if info.flag_bits & 0x1:
            raise ArchiveError(HOSTILE.format(what="有加密的文件"))
        if info.compress_type not in _KNOWN_METHODS:
            raise ArchiveError(HOSTILE.format(what="用了少见的压缩方式"))
    return found


def blocks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """The entry's bytes, at most ``most`` and one block more; raises ``ZIP_ERRORS`` where it is damaged."""
    done = 0
    with archive.open(info) as part:
        while done <= most and (block := part.read(BLOCK)):
            done += len(block)
            yield block


def _refuse_directory(file: IO[bytes]) -> None:
    """Look at the end of the file before zipfile does: it would read any table of contents into memory."""
    size = file.seek(0, os.SEEK_END)
    tail_at = max(0, size - 66_000)
    file.seek(tail_at)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0:
        file.seek(0)
        raise ArchiveError(BROKEN if file.read(4) == b"PK\x03\x04" else NOT_ZIP)
    try:
        entries, directory = struct.unpack_from("<10xHL", tail, at)
        if entries == 0xFFFF or directory == 0xFFFFFFFF:
            entries, directory = _large(file, tail, at, size)
    except struct.error as error:
        raise ArchiveError(BROKEN) from error
    if entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise ArchiveError(HOSTILE.format(what=f"内部文件超过 {MOST_ENTRIES} 个"))
    file.seek(0)


def _large(file: IO[bytes], tail: bytes, at: int, size: int) -> tuple[int, int]:
    """Entries and bytes of the directory of a ZIP64 archive."""
    place = tail.rfind(_LOCATOR, 0, at)
    if place < 0:
        return 0, 0  # a plain archive that happens to have 65,535 entries: zipfile looks for itself
    (where,) = struct.unpack_from("<8xQ", tail, place)
    if where >= size:
        raise ArchiveError(BROKEN)
    file.seek(where)
    end = file.read(56)
    if not end.startswith(_END64):
        raise ArchiveError(BROKEN)
    entries, directory = struct.unpack_from("<32xQQ", end)
    return entries, directory
