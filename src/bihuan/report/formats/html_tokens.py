"""HTML as a stream of text and tags, in one pass that never looks back: time is linear whatever the page.

Follows the tokenizer of the HTML standard as far as text is concerned: comments and scripts are passed over,
quoted attribute values may hold ``>``, a tag or comment that is never closed swallows the rest.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Elements whose content is no markup and no text of the page.
RAW = {"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"}

_NAME = re.compile(r"/?([a-zA-Z][^\s/>]{0,40})")
_TAG_END = re.compile(r"""(?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+>""")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++)))?+""")
_HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_MOST_ATTRIBUTES = 50


class Tag:
    """A start or end tag."""

    __slots__ = ("closing", "name", "rest")

    def __init__(self, name: str, rest: str, *, closing: bool) -> None:
        self.name = name
        self.closing = closing
        self.rest = rest

    def attributes(self) -> dict[str, str]:
        """The first attributes; the first of several of one name counts."""
        found: dict[str, str] = {}
        for count, match in enumerate(_ATTRIBUTE.finditer(self.rest)):
            if count >= _MOST_ATTRIBUTES:
                break
            found.setdefault(match[1].lower(), match[2] or match[3] or match[4] or "")
        return found


def tokens(text: str) -> Iterator[Tag | str]:
    """Tags, and the text between them as written (references not yet decoded)."""
    at = 0
    while (opening := text.find("<", at)) >= 0:
        if opening > at:
            yield text[at:opening]
        name = _NAME.match(text, opening + 1)
        if name is None:
            at = _after_other(text, opening)
            if at == opening:
                yield "<"
                at += 1
            continue
        end = _TAG_END.match(text, name.end())
        if end is None:
            return
        closing = text[opening + 1] == "/"
        tag = Tag(name[1].lower(), end[0][:-1], closing=closing)
        yield tag
        at = _after_raw(text, end.end(), tag.name) if tag.name in RAW and not closing else end.end()
    if at < len(text):
        yield text[at:]


def decode_references(text: str) -> str:
    """``&nbsp;`` and ``&#x4E00;`` as the characters they stand for."""
    if "&" not in text:
        return text
    # A number of thousands of digits would take time that grows with its square, and is no character.
    return html.unescape(_HUGE_REFERENCE.sub("\ufffd", text) if "&#" in text else text)


def _after_other(text: str, opening: int) -> int:
    """Position after a comment or declaration; ``opening`` itself where a ``<`` is only text."""
    if text.startswith("<!--", opening):
        if text.startswith(("<!-->", "<!--->"), opening):
            return text.index(">", opening) + 1
        return _after(text, "-->", opening + 4)
    if text.startswith(("<!", "<?", "</"), opening):
        return _after(text, ">", opening + 2)
    return opening


def _after_raw(text: str, start: int, name: str) -> int:
    end = re.compile(f"</{name}[\\s/>]", re.IGNORECASE).search(text, start)
    return end.start() if end else len(text)


def _after(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else len(text)
