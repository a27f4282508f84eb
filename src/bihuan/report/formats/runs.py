"""The text of one paragraph of a .docx as a reader of the final version sees it.

Insertions count and deletions do not; of a field its result counts; hidden text does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.counting import write_number
from bihuan.report.formats.names import MC, M, W, is_on, value_of
from bihuan.report.formats.xml import TOO_DEEP

if TYPE_CHECKING:
    from lxml.etree import _Element

    from bihuan.report.formats.styles import Styles

SOFT_BREAK = "\u2028"
"""A manual line break: Unicode's mark for a new line in the same paragraph; it ends no line."""

RUN, TEXT, PROPERTIES = W + "r", W + "t", W + "rPr"
TEXT_BOX, CHOICE = W + "txbxContent", MC + "AlternateContent"
DROPPED = {W + "del", W + "moveFrom"}
# Whatever only wraps runs.
WRAPPERS = {
    W + name
    for name in (
        "ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo",
        "ruby", "rubyBase",
    )
} | {M + name for name in (
    "oMathPara", "oMath", "f", "num", "den", "e", "sSup", "sSub", "sup", "sub", "d", "rad", "deg", "nary",
)}  # fmt: skip
DRAWINGS = {W + "drawing", W + "pict", W + "object"}
MARKS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": SOFT_BREAK,
    W + "noBreakHyphen": "-",
    W + "softHyphen": "",
}
NOTES = {W + "footnoteReference": "脚注", W + "endnoteReference": "尾注"}
# What the private characters of the usual symbol fonts look like.
SYMBOLS = {
    "FC": "✓", "FE": "☑", "FD": "☒", "FB": "✗", "A8": "□", "6F": "□", "71": "□", "72": "□", "52": "☑",
    "A3": "□", "6C": "●", "6E": "■", "75": "◆", "D8": "➢", "B7": "·",
}  # fmt: skip
_CIRCLED = re.compile(r"eq\s*\\o\s*\\ac\s*[(（]\s*[○〇◯]\s*[,，;；]\s*(\d{1,2})\s*[)）]", re.IGNORECASE)


class Runs:
    """Collects the text of paragraphs, and counts what it leaves out."""

    __slots__ = (
        "_code",
        "_fields",
        "_hides",
        "_styles",
        "_wants_boxes",
        "boxes",
        "deleted",
        "depth",
        "hidden",
        "notes",
    )

    def __init__(self, styles: Styles, depth: int, *, hides: bool, boxes: bool) -> None:
        self._styles = styles
        self._hides = hides  # some text may be hidden: look at the properties of each run
        self._wants_boxes = boxes
        self._fields: list[list[str] | None] = []  # open fields: their code, None once the result begins
        self._code = 0  # how many of them are not None
        self.depth = depth
        self.boxes: list[_Element] = []
        """Text boxes that hang on the paragraph, for the caller to read and empty."""
        self.deleted = 0
        self.hidden = 0
        self.notes: dict[str, int] = {}

    def text_of(self, paragraph: _Element) -> str:
        """Text in one line: a manual line break is :data:`SOFT_BREAK`."""
        out: list[str] = []
        self._inline(paragraph, out, 0)
        # A field still open (contents) has begun its result long since; a broken one hides no more.
        self._fields.clear()
        self._code = 0
        text = "".join(out)
        return text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text

    def _inline(self, node: _Element, out: list[str], depth: int) -> None:
        if depth > self.depth:
            raise UnreadableDocument(TOO_DEEP)
        for child in node:
            tag = child.tag
            if tag == RUN:
                self._run(child, out, depth)
            elif tag in WRAPPERS:
                self._inline(child, out, depth + 1)
            elif tag in DROPPED:
                self.deleted += 1
            elif tag == CHOICE:
                self._inline(child[0], out, depth + 1) if len(child) else None
            elif tag == M + "r":
                out.extend(text.text or "" for text in child.iterchildren(M + "t"))

    def _run(self, run: _Element, out: list[str], depth: int) -> None:
        for child in run:
            tag = child.tag
            if tag == TEXT:
                if not self._code:
                    out.append(child.text or "")
            elif tag == PROPERTIES:
                if self._hides and self._is_hidden(child):
                    self.hidden += 1
                    return
            else:
                self._special(str(tag), child, out, depth)

    def _special(self, tag: str, child: _Element, out: list[str], depth: int) -> None:
        """Everything in a run that is rarer than text."""
        if tag in MARKS:
            out.append(MARKS[tag])
        elif tag == W + "br":
            out.append(SOFT_BREAK if child.get(W + "type", "textWrapping") == "textWrapping" else "")
        elif tag == W + "fldChar":
            self._field(child.get(W + "fldCharType", ""), out)
        elif tag == W + "instrText":
            if self._fields and (code := self._fields[-1]) is not None:
                code.append(child.text or "")
        elif tag == W + "sym":
            out.append(_symbol(child.get(W + "char", "")))
        elif tag in NOTES:
            self.notes[NOTES[tag]] = self.notes.get(NOTES[tag], 0) + 1
        elif tag in DRAWINGS:
            self._find_boxes(child)
        elif tag == CHOICE and len(child):
            if depth > self.depth:
                raise UnreadableDocument(TOO_DEEP)
            self._run(child[0], out, depth + 1)
        elif tag == W + "ruby":
            self._inline(child, out, depth + 1)

    def _field(self, kind: str, out: list[str]) -> None:
        if kind == "begin":
            self._fields.append([])
            self._code += 1
        elif kind == "separate" and self._fields:
            self._code -= self._fields[-1] is not None
            self._fields[-1] = None
        elif kind == "end" and self._fields and (code := self._fields.pop()) is not None:
            self._code -= 1  # no result: only a circled number shows anything
            circled = _CIRCLED.search("".join(code))
            if circled and not self._code:
                out.append(write_number(int(circled.group(1)), "decimalEnclosedCircle"))

    def _find_boxes(self, drawing: _Element) -> None:
        """Boxes in a drawing; a box is not looked at for boxes of its own (Word allows none)."""
        if self._wants_boxes:
            self.boxes.extend(drawing.iter(TEXT_BOX))

    def _is_hidden(self, properties: _Element) -> bool:
        if value_of(properties, "vanish") is not None:
            return is_on(properties, "vanish")
        style = value_of(properties, "rStyle")
        return style is not None and self._styles.get(style).hidden


def _symbol(code: str) -> str:
    """A character of a symbol font by its code, F0FC for example; nothing where its look is not known."""
    if len(code) == 4 and code.upper().startswith("F0"):
        return SYMBOLS.get(code[2:].upper(), "")
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return char if char.isprintable() else ""
