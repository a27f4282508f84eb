"""Bytes to text and back without losing one: the only place that decodes.

``encode(decode(data)) == data`` for every ``data`` that :func:`decode` accepts. Bytes that are damaged in an
otherwise good text are kept as lone surrogates (``surrogateescape``); show text through :func:`presentable`,
which puts U+FFFD in their place and changes no position.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import DEFAULT_LIMITS, Limits, megabytes

UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
UTF32_BOMS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")

# Line feed, tab, returns, form feeds and the separators 1C–1F turn up in real texts; these never do.
_CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x1A), 0x1B, 0x7F])
_LINE_END = re.compile(r"\r\n|\r|\n")
_TOKEN = rb"(?s)[\x81-\xfe]\d[\x81-\xfe]\d|[\x81-\xfe][\x40-\x7e\x80-\xfe]|."
_SURROGATE = re.compile("[\ud800-\udfff]")

BINARY = "这不是文字文件（含有二进制内容），请交 txt、md、html、docx 或可复制文字的 pdf 文件。"
UNKNOWN_ENCODING = "认不出这个文件的文字编码，请用记事本或 WPS 打开后另存为 UTF-8 编码的文本，再交一次。"


class Source(NamedTuple):
    """A text with all that is needed to write the same bytes again."""

    text: str
    """The text without its byte order mark."""
    encoding: str
    """``utf-8``, ``gb18030``, ``utf-16-le`` or ``utf-16-be``."""
    bom: bytes
    """The byte order mark as it stood in the file, or nothing."""


def decode(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Source:
    """The text of ``data`` and how it was written; UnreadableDocument for what is too long or no text."""
    if len(data) > limits.text_bytes:
        most = megabytes(limits.text_bytes)
        raise UnreadableDocument(f"文本太大（{megabytes(len(data))}，最多 {most}），请拆成几个文件后分别交。")
    if data.startswith(UTF32_BOMS):
        raise UnreadableDocument(UNKNOWN_ENCODING)
    for bom, encoding in UTF16_BOMS:
        if data.startswith(bom):
            return _decode_utf16(data, bom, encoding)
    bom = UTF8_BOM if data.startswith(UTF8_BOM) else b""
    body = data[len(bom) :]
    refuse_binary(body)
    try:
        return Source(body.decode("utf-8"), "utf-8", bom)
    except UnicodeDecodeError:
        return _decode_damaged_utf8(body, bom) or _decode_gb18030(body, bom)


def encode(source: Source, text: str | None = None) -> bytes:
    """The bytes of ``source``, or of ``text`` written the way ``source`` was."""
    body = source.text if text is None else text
    errors = "surrogatepass" if source.encoding.startswith("utf-16") else "surrogateescape"
    return source.bom + body.encode(source.encoding, errors)


def split_lines(text: str) -> list[tuple[str, str]]:
    """Lines and their ends, which joined give ``text``; only LF, CRLF and a lone CR end a line.

    A text that ends with a line end has no empty line after it; an empty text has no line.
    """
    if "\r" not in text:
        parts = text.split("\n")
        lines = [(line, "\n") for line in parts[:-1]]
        return [*lines, (parts[-1], "")] if parts[-1] else lines
    found: list[tuple[str, str]] = []
    at = 0
    for end in _LINE_END.finditer(text):
        found.append((text[at : end.start()], end.group()))
        at = end.end()
    return [*found, (text[at:], "")] if at < len(text) else found


def presentable(text: str) -> str:
    """``text`` with U+FFFD for every damaged byte: the same length, and safe to show, send and store."""
    return _SURROGATE.sub("\ufffd", text)


def refuse_binary(body: bytes) -> None:
    """UnreadableDocument when there is a NUL, or one byte in ten is another control character."""
    controls = len(body) - len(body.translate(None, _CONTROLS))
    if b"\0" in body or (controls > 4 and controls * 10 > len(body)):
        raise UnreadableDocument(BINARY)


def _decode_utf16(data: bytes, bom: bytes, encoding: str) -> Source:
    """A lone surrogate is kept; half a character at the end, or a NUL, is no text."""
    try:
        text = data[len(bom) :].decode(encoding, "surrogatepass")
    except UnicodeDecodeError:  # an odd number of bytes
        raise UnreadableDocument("文件末尾不完整（UTF-16 少了半个字），请重新取得完整的文件。") from None
    if "\0" in text:
        raise UnreadableDocument(BINARY)
    return Source(text, encoding, bom)


def _decode_damaged_utf8(body: bytes, bom: bytes) -> Source | None:
    """UTF-8 in which a few bytes are broken; None when it is more likely another encoding.

    GB18030 read as UTF-8 breaks at more than every second byte, so well-read characters must clearly
    outnumber broken bytes.
    """
    text = body.decode("utf-8", "surrogateescape")
    broken = _count_escapes(text)
    read = sum(map(len, re.findall(r"[^\x00-\x7f\udc80-\udcff]+", text)))
    return Source(text, "utf-8", bom) if read >= broken * (1 if bom else 2) else None


def _decode_gb18030(body: bytes, bom: bytes) -> Source:
    """GB18030 (and so GBK and GB2312), a few broken bytes allowed; proved to come back the same."""
    try:
        text = body.decode("gb18030", "surrogateescape")
    except UnicodeDecodeError:  # the broken sequence has an ASCII byte in it
        text = _decode_by_token(body)
    if text.encode("gb18030", "surrogateescape") != body:
        text = _decode_by_token(body)
    if _count_escapes(text) * 20 > len(text) - len(text.encode("ascii", "ignore")):
        raise UnreadableDocument(UNKNOWN_ENCODING)
    return Source(text, "gb18030", bom)


def _decode_by_token(body: bytes) -> str:
    """Each character on its own, so that one that would not come back the same stays as escaped bytes."""
    return "".join([_decode_token(token) for token in re.findall(_TOKEN, body)])


def _decode_token(token: bytes) -> str:
    try:
        text = token.decode("gb18030")
        if text.encode("gb18030") == token:
            return text
    except UnicodeDecodeError:
        pass
    return token.decode("ascii", "surrogateescape")


def _count_escapes(text: str) -> int:
    return sum(map(len, re.findall("[\udc80-\udcff]+", text)))
