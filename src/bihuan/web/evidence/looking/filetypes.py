"""What a file is: by its content, never by its name. A name that says something else is refused."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_CONTROL = bytes(range(9)) + b"\x0b" + bytes(range(14, 32))
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script", b"<head", b"<body", b"mime-version:")


@dataclass(frozen=True, slots=True)
class FileType:
    """One type of the allow-list."""

    code: str
    word: str
    suffixes: tuple[str, ...]
    mime: str
    show: str
    reads: bool
    magic: tuple[str, ...] = ()


@cache
def types() -> Mapping[str, FileType]:
    """Every type by its code, in the order of the file."""
    with Path(__file__).with_name("types.toml").open("rb") as file:
        rows = tomllib.load(file)
    rows.pop("source")
    return {
        code: FileType(
            code,
            row["word"],
            tuple(row["suffixes"]),
            row["mime"],
            row["show"],
            row["reads"],
            tuple(row.get("magic", ())),
        )
        for code, row in rows.items()
    }


def container(head: bytes) -> str:
    """``pdf``, ``zip`` or ``ole`` where the first bytes say so, else nothing."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(ZIP):
        return "zip"
    return "ole" if head.startswith(OLE) else ""


def plain(head: bytes) -> bool:
    """Whether the first bytes are text in UTF-8, UTF-16 with its mark, or GB 18030, and no web page."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(head) > 2 and not head.startswith(b"\xff\xfe\0\0")
    if any(byte in _CONTROL for byte in head) or head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
        _MARKUP
    ):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    """The last character may be cut off."""
    try:
        head.decode(encoding)
    except UnicodeDecodeError as error:
        return len(head) == HEAD and error.start >= len(head) - 4
    return True


def pictured(head: bytes) -> str:
    """The code of a picture, film or recording by its magic number, else nothing."""
    import puremagic

    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return ""
    return next((one.code for one in types().values() if found.intersection(one.magic)), "")


def fits(code: str, suffix: str) -> bool:
    """Whether a name with this suffix may hold this type; a name without suffix may hold any."""
    return not suffix or suffix in types()[code].suffixes
