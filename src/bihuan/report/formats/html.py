"""Web pages, and what Word and WPS save as one: each block with text is a line, ``<br>`` ends one too.

Nothing is executed or fetched. Scripts, styles, form fields and hidden elements are no text. The numbers of
ordered lists stand in the text as a browser shows them.
"""

from __future__ import annotations

import re

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.counting import write_number
from bihuan.report.formats.grid import Grid, read_number
from bihuan.report.formats.html_tokens import Tag, decode_references, tokens
from bihuan.report.formats.plain import looks_foreign
from bihuan.report.formats.shapes import Extract
from bihuan.report.limits import Limits
from bihuan.report.source import UNKNOWN_ENCODING, decode

BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SKIPPED = {"template", "noscript", "select", "svg", "canvas", "audio", "video", "object", "button"}
# Elements that may end without their end tag, and the tags at which they do.
ENDERS = {
    "p": BLOCKS - {"br"},
    "li": {"li", "ul", "ol"},
    "td": {"td", "th", "tr", "tbody", "table"},
    "th": {"td", "th", "tr", "tbody", "table"},
    "tr": {"tr", "tbody", "table"},
}
NEVER_HIDDEN = VOID | {"html", "body"}
LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_HIDING = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# A line end of the source between two wide characters is no blank: Word wraps Chinese where it likes.
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—]"
_WRAP = re.compile(f"(?<={_WIDE})[ \\t]*+[\\r\\n\\f][ \\t\\r\\n\\f]*+(?={_WIDE})")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
# Encodings that a page may name and that cannot be told from the bytes.
_NAMED = {b"big5": "big5hkscs", b"big5-hkscs": "big5hkscs"}


def read_html(data: bytes, limits: Limits) -> Extract:
    """Lines and tables of a page; UnreadableDocument where its encoding cannot be told."""
    page = Page()
    for token in tokens(_decode(data, limits)):
        if isinstance(token, str):
            page.text(token)
        else:
            page.tag(token)
    page.end_line()
    return Extract(tuple(page.lines), page.grid.finish(len(page.lines)))


def _decode(data: bytes, limits: Limits) -> str:
    """Bytes decide (UTF-8 shows itself); what the page says of itself only where they cannot."""
    source = decode(data, limits=limits)
    if source.encoding != "gb18030":
        return source.text
    named = _CHARSET.search(data[:4096])
    if named and named[1].lower() in _NAMED:
        return data.decode(_NAMED[named[1].lower()], "replace")
    if looks_foreign(source):
        raise UnreadableDocument(UNKNOWN_ENCODING)
    return source.text


class Page:
    """Collects lines while tags and text go by."""

    __slots__ = ("_buffer", "_depth", "_hidden", "_lists", "_marker", "_pre", "grid", "lines")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.grid = Grid()
        self._buffer: list[str] = []
        self._hidden = ""  # name of the element that hides what is in it
        self._depth = 0  # how many elements of that name are open
        self._pre = False
        self._marker = ""  # number of the list item whose text has not come yet
        self._lists: list[list[str | int]] = []  # style and next number of the open lists; 0 for bullets

    def text(self, written: str) -> None:
        """Text as it stands in the page."""
        if not self._hidden:
            self._buffer.append(decode_references(written))
            if self._pre and "\n" in written:
                self._split_pre()

    def tag(self, tag: Tag) -> None:
        """A start or end tag."""
        name = tag.name
        if self._hidden and not self._leaves_hidden(tag):
            return
        if not tag.closing and self._enters_hidden(tag):
            return
        if name in BLOCKS:
            self.end_line()
            self._structure(tag)

    def end_line(self) -> None:
        """What has gathered becomes a line, if there is any text in it."""
        if not self._buffer:
            return
        line = _BLANKS.sub(" ", _WRAP.sub("", "".join(self._buffer))).strip(" ")
        self._buffer.clear()
        if line and not line.isspace():
            self.lines.append(self._marker + line)
            self._marker = ""

    def _split_pre(self) -> None:
        *whole, rest = "".join(self._buffer).split("\n")
        self._buffer.clear()
        self.lines.extend(line.rstrip("\r") for line in whole if line.strip())
        self._buffer.append(rest)

    def _enters_hidden(self, tag: Tag) -> bool:
        if tag.name in NEVER_HIDDEN:
            return False
        hides = tag.name in SKIPPED
        if not hides and (_HIDING.search(tag.rest) or "hidden" in tag.rest):
            attributes = tag.attributes()
            hides = "hidden" in attributes or bool(_HIDING.search(attributes.get("style", "")))
        if hides:
            self._hidden, self._depth = tag.name, 1
        return hides

    def _leaves_hidden(self, tag: Tag) -> bool:
        """True when ``tag`` is to be read as usual again."""
        enders = ENDERS.get(self._hidden)
        if enders is not None:
            return self._ends_hidden(tag, enders)
        if tag.name == self._hidden:
            self._depth += -1 if tag.closing else 1
            if self._depth <= 0:
                self._hidden = ""
        return False

    def _ends_hidden(self, tag: Tag, enders: set[str]) -> bool:
        """The same for an element that needs no end tag."""
        own = tag.name == self._hidden
        if tag.name in enders and (tag.closing or own or self._hidden == "p"):
            self._hidden = ""
            return not (own and tag.closing)
        return False

    def _structure(self, tag: Tag) -> None:
        """Tables, lists and preformatted text."""
        name = tag.name
        if name in {"table", "tr", "td", "th"}:
            self.grid.tag(tag, len(self.lines))
        elif name == "pre":
            self._pre = not tag.closing
        elif name in {"ol", "ul", "menu", "dir"}:
            self._list(tag)
        elif name == "li" and not tag.closing:
            self._item(tag)

    def _list(self, tag: Tag) -> None:
        if not tag.closing:
            attributes = tag.attributes() if tag.name == "ol" else {}
            style = LIST_STYLES.get(attributes.get("type", ""), "decimal") if tag.name == "ol" else "bullet"
            self._lists.append([style, read_number(attributes.get("start"), 1)])
        elif self._lists:
            self._lists.pop()
        self._marker = ""

    def _item(self, tag: Tag) -> None:
        self._marker = ""
        if not self._lists or self._lists[-1][0] == "bullet":
            return
        style, following = self._lists[-1]
        number = read_number(tag.attributes().get("value"), int(following))
        self._lists[-1][1] = number + 1
        self._marker = write_number(number, str(style)) + ". "
