"""What the styles of a .docx say that matters for reading: numbering, hidden text, table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.report.formats.names import VAL, W, is_on, number_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it inherits."""

    list_id: str | None = None
    level: int | None = None
    hidden: bool = False
    contents: bool = False
    """An entry of the table of contents (toc 1 …): a heading said twice."""


PLAIN = Style()


class Styles:
    """The styles of a document by their id."""

    __slots__ = ("_known", "default")

    def __init__(self, known: dict[str, Style], default: str = "") -> None:
        self._known = known
        self.default = default

    def get(self, style_id: str) -> Style:
        """The style, or one that says nothing."""
        return self._known.get(style_id, PLAIN)


_USED = re.compile(rb'<w:[pr]Style w:val="([^"]*)"')
_ID = re.compile(rb'<w:style\b[^>]*\bw:styleId="([^"]*)"')
_BASE = re.compile(rb'<w:basedOn w:val="([^"]*)"')
_DEFAULT = re.compile(rb'<w:style\b[^>]*\bw:default="(?:1|true)"')
_TELLING = re.compile(rb'<w:numPr>|<w:vanish|<w:name w:val="(?:toc|TOC) ')


def cut_to_used(data: bytes, main: bytes) -> bytes:
    """``styles.xml`` with only the styles that ``main`` uses; empty when none tells anything.

    Templates bring hundreds of styles, and to parse them all costs ten times the reading of the report.
    """
    head, opening, rest = data.partition(b"<w:style ")
    if not opening:  # no styles, or another prefix than everybody's
        return data
    pieces = {}
    wanted = list(set(_USED.findall(main)))
    for piece in (opening + rest).split(b"</w:style>"):
        if named := _ID.search(piece):
            pieces[named[1]] = piece
            if _DEFAULT.search(piece):
                wanted.append(named[1])
    kept: dict[bytes, bytes] = {}
    while wanted:
        name = wanted.pop()
        if name in pieces and name not in kept:
            kept[name] = pieces[name]
            wanted.extend(_BASE.findall(pieces[name]))
    if not any(map(_TELLING.search, kept.values())):
        return b""
    return head + b"".join(piece + b"</w:style>" for piece in kept.values()) + b"</w:styles>"


def read_styles(root: _Element) -> Styles:
    """The styles of ``styles.xml``, each with what it inherits by ``basedOn``."""
    nodes = {node.get(W + "styleId", ""): node for node in root.iterchildren(W + "style")}
    known: dict[str, Style] = {}
    for style_id in nodes:
        _resolve(style_id, nodes, known)
    default = next((key for key, node in nodes.items() if _is_default(node)), "")
    return Styles(known, default)


def _is_default(node: _Element) -> bool:
    return node.get(W + "default") in {"1", "true"} and node.get(W + "type") == "paragraph"


def _resolve(style_id: str, nodes: dict[str, _Element], known: dict[str, Style]) -> None:
    """Fill ``known`` for a style and those that it is based on; a circle ends where it closes."""
    chain: list[str] = []
    at: str | None = style_id
    while at is not None and at in nodes and at not in known and at not in chain:
        chain.append(at)
        at = value_of(nodes[at], "basedOn")
    inherited = known.get(at or "", PLAIN)
    for name in reversed(chain):
        inherited = known[name] = _own(nodes[name], inherited)


def _own(node: _Element, inherited: Style) -> Style:
    list_id, level, hidden = inherited.list_id, inherited.level, inherited.hidden
    for properties in node.iterchildren(W + "pPr"):
        list_id, level = list_of(properties, list_id, level)
    for properties in node.iterchildren(W + "rPr"):
        if value_of(properties, "vanish") is not None:
            hidden = is_on(properties, "vanish")
    name = (value_of(node, "name") or "").lower()
    return Style(list_id, level, hidden, name.startswith("toc ") and name[4:].isdigit())


def list_of(properties: _Element, list_id: str | None, level: int | None) -> tuple[str | None, int | None]:
    """List and level that paragraph properties name, where they do not the given ones."""
    for numbered in properties.iterchildren(W + "numPr"):
        for child in numbered:
            if child.tag == W + "numId":
                list_id = child.get(VAL, "")
            elif child.tag == W + "ilvl":
                level = number_of(child.get(VAL), 0)
    return list_id, level
