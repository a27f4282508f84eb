""".docx: one line a paragraph in document order, those in table cells and empty ones too.

What the final text shows counts: automatic numbers stand before their paragraph, tracked changes are taken as
accepted. Text boxes follow the paragraph they hang on. Entries of a table of contents stay as empty lines,
because they would say every heading twice. Foot- and endnotes, headers, footers and comments are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.report.errors import UnreadableDocument
from bihuan.report.formats.names import VAL, W, number_of, value_of
from bihuan.report.formats.numbering import Numbering, read_numbering
from bihuan.report.formats.package import BROKEN, Package
from bihuan.report.formats.runs import CHOICE, DROPPED, SOFT_BREAK, Runs
from bihuan.report.formats.shapes import Cell, Extract, Table
from bihuan.report.formats.styles import Style, Styles, cut_to_used, list_of, read_styles
from bihuan.report.formats.xml import TOO_DEEP, parse_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from bihuan.report.limits import Limits

PARAGRAPH, TABLE, PROPERTIES = W + "p", W + "tbl", W + "pPr"
ROW, CELL = W + "tr", W + "tc"
# Block-level wrappers that a reader does not see.
WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")} | {CHOICE}
MOST_COLUMNS = 63  # Word's own bound


def read_docx(data: bytes, limits: Limits) -> Extract:
    """Paragraphs, tables and notes of a .docx; UnreadableDocument where it is broken, hostile or no text."""
    _, reader = walk(Package(data, limits), limits)
    return Extract(tuple(reader.lines), tuple(reader.tables), reader.notes())


def walk(package: Package, limits: Limits, *, traced: bool = False) -> tuple[_Element, Reader]:
    """Root of the main part, and the reader that has walked it; ``traced`` keeps where lines come from."""
    main = package.part(package.main)
    if main is None:
        raise UnreadableDocument(BROKEN)
    root = parse_part(main)
    body = next(root.iterchildren(W + "body"), None)
    if body is None:
        raise UnreadableDocument(BROKEN)
    styles_part = cut_to_used(package.beside_main("styles") or b"", main)
    styles = read_styles(parse_part(styles_part)) if styles_part else Styles({})
    is_numbered = b"numPr>" in main or b"numPr>" in styles_part
    numbering_part = package.beside_main("numbering") if is_numbered else None
    numbering = read_numbering(parse_part(numbering_part)) if numbering_part else Numbering({})
    reader = Reader(main, styles, numbering, limits, hides=b"vanish" in main or b"vanish" in styles_part)
    reader.origins = [] if traced else None
    reader.block(body, 0)
    return root, reader


class Reader:
    """Walks the body once; all state of the walk is here."""

    __slots__ = (
        "_counts_changes", "_depth", "_in_box", "_numbering", "_paragraph_of", "_pending", "_runs", "_splits",
        "_styles", "contents", "embedded", "lines", "origins", "tables",
    )  # fmt: skip

    def __init__(
        self, main: bytes, styles: Styles, numbering: Numbering, limits: Limits, *, hides: bool
    ) -> None:
        self.lines: list[str] = []
        self.tables: list[Table] = []
        self.origins: list[tuple[_Element | None, int]] | None = None
        """For each line its paragraph, and where in the paragraph's own text the line begins (below 0 by
        what stands before that text: an automatic number).
        """
        self._paragraph_of: tuple[_Element | None, int] = (None, 0)
        self.contents = 0
        self.embedded = 0
        self._styles = styles
        self._numbering = numbering
        self._runs = Runs(styles, limits.xml_depth, hides=hides, boxes=b"txbxContent" in main)
        self._depth = limits.xml_depth
        self._in_box = False
        self._pending = ""  # text of a paragraph whose end was deleted: it goes on in the next one
        self._counts_changes = b":del" in main or b":moveFrom" in main
        # Text pasted from the web may be one paragraph full of manual breaks; there they part paragraphs.
        self._splits = main.count(b"<w:br/>") > main.count(b"</w:p>")

    def block(self, node: _Element, depth: int) -> None:
        """Paragraphs and tables among the children."""
        if depth > self._depth:
            raise UnreadableDocument(TOO_DEEP)
        for child in node:
            tag = child.tag
            if tag == PARAGRAPH:
                self._paragraph(child, depth)
            elif tag == TABLE:
                self._table(child, depth)
            elif tag in WRAPPERS:
                self.block(child[0] if tag == CHOICE and len(child) else child, depth + 1)
            elif tag == W + "altChunk":
                self.embedded += 1
        if self._pending:
            self._add(self._pending)

    def _paragraph(self, node: _Element, depth: int) -> None:
        first = node[0] if len(node) else None
        properties = first if first is not None and first.tag == PROPERTIES else None
        text = self._runs.text_of(node)
        style = self._style_of(properties)
        if style.contents and text:
            self.contents += 1
            text = ""
        if style.hidden and text:
            self._runs.hidden += 1
            text = ""
        if self._counts_changes and properties is not None and _end_is_deleted(properties):
            self._pending += text
        else:
            told = self._label(properties, style, self._pending + text)
            self._paragraph_of = (node, len(text) - len(told))
            self._add(told)
        if self._runs.boxes:
            self._boxes(depth)

    def _add(self, text: str) -> None:
        self._pending = ""
        pieces = text.split(SOFT_BREAK) if self._splits and SOFT_BREAK in text else [text]
        self.lines.extend(pieces)
        if self.origins is not None:
            node, start = self._paragraph_of
            for piece in pieces:
                self.origins.append((node, start))
                start += len(piece) + 1

    def _style_of(self, properties: _Element | None) -> Style:
        named = None if properties is None else value_of(properties, "pStyle")
        return self._styles.get(self._styles.default if named is None else named)

    def _label(self, properties: _Element | None, style: Style, text: str) -> str:
        """``text`` behind its automatic number. An empty paragraph counts, as in Word, but gets no number."""
        list_id, level = style.list_id, style.level
        if properties is not None:
            list_id, level = list_of(properties, list_id, level)
        if list_id is None or list_id == "0":
            return text
        if level is None:
            named = None if properties is None else value_of(properties, "pStyle")
            level = self._numbering.level_of_style(list_id, named or self._styles.default) or 0
        label = self._numbering.next_label(list_id, level)
        return label + text if text.strip() else text

    def _boxes(self, depth: int) -> None:
        boxes, self._runs.boxes = self._runs.boxes, []
        if self._in_box:
            return
        self._in_box = True
        for box in boxes:
            self.block(box, depth + 1)
        self._in_box = False

    def _table(self, table: _Element, depth: int) -> None:
        place = len(self.tables)
        above: dict[int, Cell] = {}
        rows = [
            self._row(row, above, depth + 2)
            for row in self._inside(table, ROW, depth)
            if not (self._counts_changes and _row_is_deleted(row))
        ]
        self.tables.insert(place, Table(tuple(rows)))  # before the tables in its cells

    def _row(self, row: _Element, above: dict[int, Cell], depth: int) -> tuple[Cell, ...]:
        """Cells of a row; ``above`` holds the cells that rows below may go on with."""
        before = next((value_of(node, "gridBefore") for node in row.iterchildren(W + "trPr")), None)
        cells: list[Cell] = [()] * min(number_of(before, 0), MOST_COLUMNS)
        for cell in self._inside(row, CELL, depth):
            start = len(self.lines)
            self.block(cell, depth + 1)
            own: Cell = tuple(range(start + 1, len(self.lines) + 1))
            span, merge = _merge_of(cell)
            if merge == "continue" and not any(self.lines[line - 1].strip() for line in own):
                own = above.get(len(cells), own)
            above[len(cells)] = own
            cells.extend([own] * span)
        return tuple(cells[:MOST_COLUMNS])

    def _inside(self, node: _Element, tag: str, depth: int) -> Iterator[_Element]:
        """Rows of a table or cells of a row, through wrappers."""
        if depth > self._depth:
            raise UnreadableDocument(TOO_DEEP)
        for child in node:
            if child.tag == tag:
                yield child
            elif child.tag in WRAPPERS:
                yield from self._inside(child, tag, depth + 1)

    def notes(self) -> tuple[str, ...]:
        """What was left out, in sentences."""
        runs = self._runs
        counted = {
            "按接受全部修订后的文字读取，略去标为删除的文字 {} 处。": runs.deleted,
            "略去隐藏文字 {} 处。": runs.hidden,
            "略去目录 {} 行。": self.contents,
            "略去嵌入的其他文件 {} 处，请核对其中有无正文。": self.embedded,
            **{f"略去{name} {{}} 处。": times for name, times in runs.notes.items()},
        }
        notes = [sentence.format(times) for sentence, times in counted.items() if times]
        if self._splits:
            notes.append("本文主要用手动换行分段，已把每个手动换行当作分段。")
        return tuple(notes)


def _end_is_deleted(properties: _Element) -> bool:
    return any(child.tag in DROPPED for mark in properties.iterchildren(W + "rPr") for child in mark)


def _row_is_deleted(row: _Element) -> bool:
    return any(child.tag == W + "del" for node in row.iterchildren(W + "trPr") for child in node)


def _merge_of(cell: _Element) -> tuple[int, str | None]:
    """How many columns a cell spans, and ``restart`` or ``continue`` where it is merged downwards."""
    span, merge = 1, None
    for properties in cell.iterchildren(W + "tcPr"):
        for child in properties:
            if child.tag == W + "gridSpan":
                span = max(1, min(number_of(child.get(VAL), 1), MOST_COLUMNS))
            elif child.tag == W + "vMerge":
                merge = child.get(VAL) or "continue"
    return span, merge
