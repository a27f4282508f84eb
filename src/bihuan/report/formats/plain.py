"""Plain text and Markdown: the decoded text itself."""

from __future__ import annotations

from bihuan.report.errors import UnreadableDocument
from bihuan.report.limits import Limits
from bihuan.report.source import UNKNOWN_ENCODING, Source, decode

SAMPLE = 20_000


def read_plain(data: bytes, limits: Limits) -> str:
    """The text without its byte order mark; UnreadableDocument where the encoding is none that is known."""
    source = decode(data, limits=limits)
    if looks_foreign(source):
        raise UnreadableDocument(UNKNOWN_ENCODING)
    return source.text


def looks_foreign(source: Source) -> bool:
    """True for Big5, Shift-JIS and the like, which decode as GB18030 without error, to rare characters.

    Real Chinese text has over 99 % of its characters in GB2312 (traditional characters in GBK about 60 %).
    Big5 read as GB18030 has between a third and a half there, Shift-JIS next to nothing.
    """
    if source.encoding != "gb18030":
        return False
    wide = "".join([char for char in source.text[:SAMPLE] if char > "\x7f"])
    common = len(wide.encode("gb2312", "ignore")) // 2
    if len(wide) < 8 or common * 100 >= len(wide) * 75:
        return False
    return common * 100 < len(wide) * 45 or _reads_as_big5(wide)


def _reads_as_big5(wide: str) -> bool:
    """True when the same bytes are everyday characters of Big5, whose lead bytes end at C6."""
    try:
        text = wide.encode("gb18030", "surrogateescape").decode("big5")
    except UnicodeError:
        return False
    everyday = sum(1 for char in text if char.encode("big5")[0] <= 0xC6)
    return everyday * 100 >= len(text) * 90
