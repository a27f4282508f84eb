"""Blocks as .docx: the parts are written as strings, which is what makes a long list quick.

The real fonts stand in the file by name; which others may stand in for them the font table says.
"""

from __future__ import annotations

import io
import re
import zipfile
from itertools import zip_longest
from typing import TYPE_CHECKING

from bihuan.documents import blocks as b
from bihuan.documents import page
from bihuan.documents.fonts import WISHES
from bihuan.documents.writers import word_parts
from bihuan.documents.writers.text import attachment_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPECIAL = re.compile('[&<>"\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def escaped(text: str) -> str:
    """``text`` as XML 1.0 can hold it: what it cannot becomes a blank."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], " "), text)


def write_word(document: b.Document) -> bytes:
    """The document as .docx, the same bytes for the same facts."""
    body = "".join(_body(document))
    parts = word_parts.parts(body, title=escaped(document.name), day=document.day)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _body(document: b.Document) -> Iterator[str]:
    """Every block, and at the end of each run of pages how they lie."""
    *others, last = [
        (*_run_of(blocks, lying), word_parts.section(landscape=lying, numbered=document.numbered))
        for lying, blocks in b.runs(document)
    ]
    for *parts, section in others:
        yield from parts
        yield word_parts.ended(section)
    yield from last


def _run_of(blocks: tuple[b.Block, ...], lying: bool) -> Iterator[str]:
    """What stands before a signature goes with it: it never stands alone on a page."""
    for block, after in zip_longest(blocks, blocks[1:]):
        signed = isinstance(after, b.Signature)
        if isinstance(block, b.Table):
            yield _table(block, lying, signed=signed)
        else:
            for part in _parts(block):
                yield _kept(part) if signed and isinstance(block, b.Paragraph) else part


def _parts(block: b.Block) -> Iterator[str]:
    match block:
        case b.Letterhead():
            yield _paragraph("organ", _run(block.organ, size=page.organ_size(block.organ)))
            yield _paragraph("number", _run(block.number))
            yield _EMPTY * 2  # the title stands two empty lines below the red line (7.3.1)
        case b.Title():
            yield _title(block.text)
        case b.Subtitle():
            yield _paragraph("subtitle", _run(block.text))
        case b.Addressee():
            yield _paragraph("flush", _run(f"{block.text}："))
        case b.Heading():
            yield _paragraph(f"h{block.level}", _run(block.text))
        case b.Paragraph():
            yield _running(block)
        case b.Attachments():
            yield _EMPTY
            yield from _attachments(block)
        case b.Signature():
            yield from _signature(block)
        case b.Note():
            yield _paragraph("body", _run(f"（{block.text}）"))
        case b.Break():
            yield '<w:p><w:pPr><w:pStyle w:val="flush"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
        case b.Attachment():
            yield _paragraph("attachment", _run(f"附件{block.number or ''}"))
            yield _EMPTY
            yield _title(block.title)


def _kept(paragraph: str) -> str:
    """On one page with what follows: a signature never stands alone."""
    head, style, rest = paragraph.partition("/>")
    return f"{head}{style}<w:keepNext/>{rest}"


def _run(text: str, face: str = "", mark: str = "", size: float = 0) -> str:
    looks = word_parts.face(WISHES[b.Face(face)].word) if face else ""
    if size:
        looks += f'<w:sz w:val="{round(size * 2)}"/>'
    if mark:
        looks += '<w:highlight w:val="yellow"/>'
    looks = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    lines = escaped(text).split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{looks}{inner}</w:r>"


def _paragraph(style: str, runs: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


_EMPTY = _paragraph("flush", "")


def _title(text: str) -> str:
    lines = "\n".join(page.title_lines(text))
    return _paragraph("title", _run(lines)) + _EMPTY


def _running(block: b.Paragraph) -> str:
    runs = "".join(
        _run(span.text, "" if span.face is b.Face.BODY else span.face, span.mark) for span in block.spans
    )
    sides = {
        b.Align.LEFT: "",
        b.Align.CENTRE: '<w:jc w:val="center"/>',
        b.Align.RIGHT: '<w:jc w:val="right"/>',
    }
    return _paragraph("body" if block.indent else "flush", runs, sides[block.align])


def _attachments(block: b.Attachments) -> Iterator[str]:
    """Names hang under the first one."""
    several = len(block.names) > 1
    for at, line in enumerate(attachment_lines(block)):
        name = line.removeprefix("附件：").strip()
        hang = 3 * word_parts.CHAR if at == 0 else 0
        inset = 5 * word_parts.CHAR + (word_parts.CHAR if several else 0)
        hang += word_parts.CHAR if several else 0
        indent = f'<w:keepNext/><w:ind w:left="{inset}" w:hanging="{hang}" w:firstLineChars="0"/>'
        yield _paragraph("flush", _run(f"附件：{name}" if at == 0 else name), indent)


def _signature(block: b.Signature) -> Iterator[str]:
    day = b.day_words(block.day) if block.day else ""
    issuer_in, day_in = page.signature_indents(block.issuer, day)
    yield _paragraph("flush", "", "<w:keepNext/>")
    for text, inset in ((block.issuer, issuer_in), (day, day_in)):
        if text:
            side = f'<w:keepNext/><w:ind w:right="{round(inset * word_parts.CHAR)}"/><w:jc w:val="right"/>'
            yield _paragraph(
                "flush", _run(text), side if text is not day else side.removeprefix("<w:keepNext/>")
            )


def _table(table: b.Table, landscape: bool, *, signed: bool) -> str:
    """Fixed widths over the whole type area."""
    area = page.HEIGHT - page.TOP - page.BOTTOM if landscape else page.WIDTH - page.LEFT - page.RIGHT
    whole = sum(column.width for column in table.columns)
    widths = [page.twips(area) * column.width // whole for column in table.columns]
    looks = _Looks(table, widths, landscape)
    lines = b.grid(table)
    kept = len(lines) - b.tail(table) if signed else len(lines)
    head = "".join(f'<w:gridCol w:w="{width:.0f}"/>' for width in widths)
    rows = "".join(looks.row(line, head=at < table.head, kept=at >= kept) for at, line in enumerate(lines))
    return f"{word_parts.TABLE}<w:tblGrid>{head}</w:tblGrid>{rows}</w:tbl>"


class _Looks:
    """What the cells of a table have in common, made once."""

    __slots__ = ("aligned", "lying", "shares", "spans", "strong", "widths")

    def __init__(self, table: b.Table, widths: list[float], lying: bool) -> None:
        style = "list" if lying else "cell"
        self.widths, self.lying, self.strong = widths, lying, f"{style}-strong"
        self.shares = table.shares
        self.aligned = [
            style if column.align is b.Align.LEFT else f"{style}-{column.align}" for column in table.columns
        ]
        self.spans: dict[int, int] = {}
        """Column → how many columns the cell spans that goes on below."""

    def row(self, line: list[tuple[int, b.Cell | None]], *, head: bool, kept: bool) -> str:
        """One ``w:tr``; ``kept`` on one page with what follows."""
        told = word_parts.HEAD_ROW if head else ""
        if not head:
            high = max((cell.lines for _, cell in line if cell), default=1)
            told = f'<w:trHeight w:val="{high * 400}" w:hRule="atLeast"/>' if high > 1 else ""
            if all(self._fits(at, cell) for at, cell in line if cell):
                told = f"<w:cantSplit/>{told}"
            told = f"<w:trPr>{told}</w:trPr>" if told else ""
        return f"<w:tr>{told}{''.join([self._cell(at, cell, kept) for at, cell in line])}</w:tr>"

    def _cell(self, at: int, cell: b.Cell | None, kept: bool) -> str:
        if cell is None:
            told = f"{self._wide(at, self.spans.get(at, 1))}<w:vMerge/>"
            return f"<w:tc><w:tcPr>{told}</w:tcPr><w:p/></w:tc>"
        wide = self._wide(at, cell.columns)
        if cell.rows > 1:
            self.spans[at] = cell.columns
            wide += '<w:vMerge w:val="restart"/>'
        style = self.strong if cell.strong else self.aligned[at]
        return (
            f'<w:tc><w:tcPr>{wide}<w:vAlign w:val="center"/></w:tcPr>'
            f"{_paragraph(style, _run(cell.text), '<w:keepNext/>' if kept else '')}</w:tc>"
        )

    def _fits(self, at: int, cell: b.Cell) -> bool:
        share = sum(self.shares[at : at + cell.columns])
        return cell.rows > 1 or page.cell_lines(cell.text, share, lying=self.lying) <= page.UNBROKEN

    def _wide(self, at: int, columns: int) -> str:
        width = sum(self.widths[at : at + columns])
        span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        return f'<w:tcW w:w="{width:.0f}" w:type="dxa"/>{span}'
