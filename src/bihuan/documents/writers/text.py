"""Blocks as plain text: a block a line, a row of a table a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.documents import blocks as b

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_text(document: b.Document) -> str:
    """The document as text, lines end with LF."""
    return "".join(f"{line}\n" for block in b.writable(document).blocks for line in _lines(block))


def _lines(block: b.Block) -> Iterator[str]:
    match block:
        case b.Letterhead():
            yield from filter(None, (block.organ, block.number))
        case b.Addressee():
            yield f"{block.text}："
        case b.Table():
            for row in b.grid(block):
                yield "\t".join(_one_line(cell.text) if cell else "" for _, cell in row)
        case b.Attachments():
            yield from attachment_lines(block)
        case b.Signature():
            yield from filter(None, (block.issuer, b.day_words(block.day) if block.day else ""))
        case b.Note():
            yield f"（{block.text}）"
        case b.Attachment():
            yield f"附件{block.number or ''}"
            yield block.title
        case b.Break():
            yield ""
        case _:
            yield block.text


def attachment_lines(block: b.Attachments) -> list[str]:
    """附件：1.… and below it 2.…; one alone has no number."""
    if len(block.names) < 2:
        return [f"附件：{name}" for name in block.names]
    first, *rest = (f"{at}.{name}" for at, name in enumerate(block.names, 1))
    return [f"附件：{first}", *(f"\u3000\u3000\u3000{name}" for name in rest)]


def _one_line(text: str) -> str:
    return " ".join(text.split())
