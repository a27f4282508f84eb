"""The lossless tree of a rectification report: bytes → tree → the same bytes.

>>> from bihuan.report import read_text, render
>>> render(read_text("一、问题\\r\\n")) == "一、问题\\r\\n"
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.report.limits import DEFAULT_LIMITS, Limits
from bihuan.report.nodes import Report
from bihuan.report.parser import read_text
from bihuan.report.render import render
from bihuan.report.view import to_view

if TYPE_CHECKING:
    from datetime import date


def read(
    data: bytes, name: str = "", as_of: date | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> Report:
    """Tree of a document's bytes; UnreadableDocument with a Chinese sentence where it cannot be read."""
    from bihuan.report.formats import load

    loaded = load(data, name, limits=limits)
    return read_text(loaded.text, as_of, loaded.tables)


def render_document(data: bytes, name: str = "", *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Parse a document and write its tree: the very bytes of text, Markdown and HTML, else its text."""
    from bihuan.report.formats import Format, load
    from bihuan.report.source import decode, encode

    loaded = load(data, name, limits=limits)
    text = render(read_text(loaded.text))
    if loaded.format in {Format.TEXT, Format.MARKDOWN}:
        del loaded  # decoded once more below; a long text is not held twice
        return encode(decode(data, limits=limits), text)
    return loaded.render() if loaded.format is Format.HTML else text.encode("utf-8", "replace")


__all__ = ["Report", "read", "read_text", "render", "render_document", "to_view"]
