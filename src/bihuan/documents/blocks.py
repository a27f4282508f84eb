"""What a document is made of, before anybody decides how it is set. Text only: no markup of any writer.

A kind makes blocks from facts, a writer sets them as Word, PDF, Excel, HTML or plain text. Masking and every
other change of words goes over ``mapped``, so that no writer can be forgotten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Face(StrEnum):
    """Which of the four faces of an official document."""

    BODY = "body"  # 仿宋_GB2312
    HEADING = "heading"  # 黑体
    KAI = "kai"  # 楷体_GB2312
    TITLE = "title"  # 小标宋


class Align(StrEnum):
    """Where a text stands in its line or cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one face."""

    text: str
    face: Face = Face.BODY
    mark: str = ""
    """Why the words are marked in a preview (what a mask stands for); writers show that they are."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """发文机关标志 and 发文字号 above a red line."""

    organ: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the document: 2号小标宋, centred, broken evenly."""

    text: str


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A centred line under the title: 楷体 3号."""

    text: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """主送机关, without its colon."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number as written: 一、… (1), （一）… (2), 1.… (3), （1）… (4)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; the first line stands in by two characters unless told otherwise."""

    spans: tuple[Span, ...]
    indent: bool = True
    align: Align = Align.LEFT

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    width: float
    """A share of the width of the page."""
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; those that it covers are left out of the rows."""

    text: str
    rows: int = 1
    columns: int = 1
    strong: bool = False
    """A head or a label: 黑体, centred."""
    lines: int = 1
    """At least so many lines high, where somebody is to write by hand."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a form; the first ``head`` rows are repeated on each page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: int = 1
    name: str = ""
    """What a sheet of it is called."""

    @property
    def shares(self) -> list[float]:
        """How much of the width each column has, together 1."""
        whole = sum(column.width for column in self.columns)
        return [column.width / whole for column in self.columns]


@dataclass(frozen=True, slots=True)
class Attachments:
    """附件说明 after the body."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """发文机关署名 and 成文日期; either may be missing."""

    issuer: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Note:
    """附注, without its brackets."""

    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """Begins an attachment on a new page: 附件1, its title."""

    number: int
    """0 where there is only one."""
    title: str
    landscape: bool = False
    """On lying pages, up to the next attachment: a table with more columns than an upright page holds."""


@dataclass(frozen=True, slots=True)
class Break:
    """Begins a new page."""


Block = (
    Letterhead
    | Title
    | Subtitle
    | Addressee
    | Heading
    | Paragraph
    | Table
    | Attachments
    | Signature
    | Note
    | Attachment
    | Break
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and what its file says about itself."""

    name: str
    """The name of the file without its ending, and the title in its properties."""
    blocks: tuple[Block, ...]
    day: date | None = None
    """The day that the file's properties give; no clock is read."""
    landscape: bool = False
    numbered: bool = True
    """With page numbers."""


def paragraph(text: str, *, lead: str = "", face: Face = Face.KAI) -> Paragraph:
    """Running text, perhaps with a lead in another face."""
    spans = (Span(lead, face), Span(text)) if lead else (Span(text),)
    return Paragraph(spans)


def label(text: str, **spans: int) -> Cell:
    """A cell that names what stands beside it."""
    return Cell(text, strong=True, **spans)


def day_words(day: date) -> str:
    """2026年5月8日: no zeros in front (GB/T 9704, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def mapped(document: Document, change: Callable[[str], str]) -> Document:
    """The document with every text that it holds replaced by what ``change`` makes of it, name included."""
    blocks = tuple(_mapped(block, change) for block in document.blocks)
    return replace(document, name=change(document.name), blocks=blocks)


def _mapped(block: Block, change: Callable[[str], str]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, spans=tuple(replace(span, text=change(span.text)) for span in block.spans))
    if isinstance(block, Table):
        rows = tuple(tuple(replace(cell, text=change(cell.text)) for cell in row) for row in block.rows)
        return replace(block, rows=rows, name=change(block.name))
    if isinstance(block, Attachments):
        return Attachments(tuple(map(change, block.names)))
    if isinstance(block, Letterhead):
        return Letterhead(change(block.organ), change(block.number))
    if isinstance(block, Signature):
        return replace(block, issuer=change(block.issuer))
    if isinstance(block, Attachment):
        return replace(block, title=change(block.title))
    if isinstance(block, Break):
        return block
    return replace(block, text=change(block.text))


def runs(document: Document) -> Iterator[tuple[bool, tuple[Block, ...]]]:
    """The blocks by the way their pages lie: (lying, blocks that follow each other on such pages)."""
    lying, found = document.landscape, list[Block]()
    for block in document.blocks:
        wanted = document.landscape or block.landscape if isinstance(block, Attachment) else lying
        if wanted != lying:
            yield lying, tuple(found)
            lying, found = wanted, []
        found.append(block)
    yield lying, tuple(found)


def writable(document: Document) -> Document:
    """The document without what has no shape on paper: control characters, halves of characters."""
    return mapped(document, shaped)


def shaped(text: str) -> str:
    """A text without control characters and halves of characters: a blank stands for each."""
    return _SHAPELESS.sub(" ", text)


_SHAPELESS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def texts(document: Document) -> Iterator[str]:
    """Every text that the document holds, in order."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    mapped(document, keep)
    yield from found


def tail(table: Table) -> int:
    """How many of the last rows can be kept together: those below the last cell that spans rows; 0 where
    that are more than a page should be asked to hold together.
    """
    lines = grid(table)[table.head :]
    for count, line in enumerate(reversed(lines[-_TOGETHER:]), 1):
        if all(cell is not None for _, cell in line):
            return count
    return 0


_TOGETHER = 4


def grid(table: Table) -> list[list[tuple[int, Cell | None]]]:
    """Row by row the columns at which something stands: a cell, or None where one from above goes on.

    A cell that spans columns stands at its first; the other columns of its are left out.
    """
    hanging: dict[int, tuple[int, int]] = {}
    """Column → how many rows a cell from above still covers, and how many columns it spans."""
    found: list[list[tuple[int, Cell | None]]] = []
    for row in table.rows:
        cells, at = iter(row), 0
        line = list[tuple[int, Cell | None]]()
        while at < len(table.columns):
            left, span = hanging.get(at, (0, 1))
            if left:
                hanging[at] = left - 1, span
                line.append((at, None))
                at += span
                continue
            cell = next(cells, Cell(""))
            if cell.rows > 1:
                hanging[at] = cell.rows - 1, cell.columns
            line.append((at, cell))
            at += cell.columns
        found.append(line)
    return found
