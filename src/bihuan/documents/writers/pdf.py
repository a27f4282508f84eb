"""Blocks as PDF, set by typst from a fixed template. Words are data to it: none is ever read as markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from bihuan.documents import blocks as b
from bihuan.documents import page
from bihuan.documents.writers.text import attachment_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bihuan.documents.fonts import FontBook


class NotSetError(RuntimeError):
    """The typesetter refused; the text says what it said."""


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files("bihuan.documents.writers").joinpath("gongwen.typ").read_bytes()


def write_pdf(document: b.Document, fonts: FontBook) -> bytes:
    """The document as PDF, the same bytes for the same facts; FontsMissingError without a Chinese font."""
    import typst

    document = b.writable(document)
    told = {
        "name": document.name,
        "day": _parts(document.day),
        "numbered": document.numbered,
        "page": _PAGE,
        "fonts": {**{face.value: fonts.chain(face) for face in b.Face}, "number": fonts.numbers()},
        "runs": [
            {"landscape": lying, "blocks": list(_joined(blocks, lying))} for lying, blocks in b.runs(document)
        ],
    }
    try:
        made, warnings = typst.compile_with_warnings(
            _template(),
            font_paths=fonts.handle,
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(told, ensure_ascii=False)},
            format="pdf",
            timestamp=_stamp(document.day),
        )
    except typst.TypstError as error:
        raise NotSetError(str(error)) from error
    if warnings:  # an unknown font would be replaced in silence
        raise NotSetError("；".join(one.message for one in warnings))
    return bytes(made)


_PAGE = {
    "top": page.TOP,
    "bottom": page.BOTTOM,
    "left": page.LEFT,
    "right": page.RIGHT,
    "body": page.BODY,
    "title": page.TITLE,
    "small": page.SMALL,
    "table": page.TABLE,
    "list": page.LIST,
    "pitch": page.PITCH,
    "tracking": page.TRACKING,
    "below": page.NUMBER_BELOW,
}


def _parts(day: date | None) -> list[int] | None:
    return [day.year, day.month, day.day] if day else None


def _stamp(day: date | None) -> int:
    """Seconds for the file's properties; a fixed day where the document has none."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) if day else 0


def _joined(blocks: tuple[b.Block, ...], lying: bool) -> Iterator[dict[str, Any]]:
    """The blocks as the template reads them; a signature goes with the paragraph or table before it."""
    signed = False
    for block, after in zip_longest(blocks, blocks[1:]):
        told = _table(block, lying) if isinstance(block, b.Table) else _told(block)
        if isinstance(block, b.Paragraph) or told.get("tail"):
            signed = isinstance(after, b.Signature)
            yield {**told, "signed": _told(after) if signed else None}
        elif not (signed and isinstance(block, b.Signature)):
            signed = False
            yield told
        else:
            signed = False


def _told(block: b.Block) -> dict[str, Any]:
    """The block as the template reads it."""
    match block:
        case b.Letterhead():
            return {"kind": "letterhead", "size": page.organ_size(block.organ), **asdict(block)}
        case b.Title():
            return {"kind": "title", "lines": page.title_lines(block.text)}
        case b.Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case b.Paragraph():
            # What a mask stands for is nobody's business here: only that there is one.
            spans = [{**asdict(span), "mark": bool(span.mark)} for span in block.spans]
            return {**asdict(block), "kind": "paragraph", "spans": spans}
        case b.Attachments():
            names = [line.removeprefix("附件：").strip() for line in attachment_lines(block)]
            return {"kind": "attachments", "names": names}
        case b.Signature():
            day = b.day_words(block.day) if block.day else ""
            return {"kind": "signature", "issuer": block.issuer, "day": day}
        case b.Attachment():
            label = f"附件{block.number or ''}"
            return {"kind": "attachment", "label": label, "lines": page.title_lines(block.title)}
        case _:
            return {"kind": type(block).__name__.lower(), **asdict(block)}


def _table(table: b.Table, lying: bool) -> dict[str, Any]:
    """Cells with the column at which each stands, which the template needs to align them, and how many of the
    last rows go with a signature that follows: none where they would be too high for one page.
    """
    lines, shares, tail = b.grid(table), table.shares, b.tail(table)
    for row in lines[len(lines) - tail :]:
        for at, cell in row:
            share = sum(shares[at : at + cell.columns]) if cell else 1
            if cell and page.cell_lines(cell.text, share, lying=lying) > page.UNBROKEN:
                tail = 0
    rows = [[(at, asdict(cell)) for at, cell in line if cell is not None] for line in lines]
    columns = [asdict(column) for column in table.columns]
    return {
        "kind": "table",
        "columns": columns,
        "rows": rows,
        "head": table.head,
        "tail": tail,
        "signed": None,
    }
