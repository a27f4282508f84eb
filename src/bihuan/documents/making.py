"""One document in one format: kind, facts, fonts in; bytes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.documents.kinds import Format

if TYPE_CHECKING:
    from bihuan.documents.blocks import Document
    from bihuan.documents.fonts import FontBook
    from bihuan.documents.kinds import Kind

TYPES = {
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.TEXT: "text/plain; charset=utf-8",
}


def made(kind: Kind, told: Any, form: Format, fonts: FontBook | None = None) -> bytes:
    """The document; ValueError for a format that the kind does not come in, or a PDF without fonts."""
    if form not in kind.formats:
        raise ValueError(f"{kind.word}没有 {form} 格式。")
    return written(kind.make(told), form, fonts)


def written(document: Document, form: Format, fonts: FontBook | None = None) -> bytes:
    """The document as bytes; a writer is loaded when it is needed."""
    if form is Format.WORD:
        from bihuan.documents.writers.word import write_word

        return write_word(document)
    if form is Format.EXCEL:
        from bihuan.documents.writers.excel import write_excel

        return write_excel(document)
    if form is Format.TEXT:
        from bihuan.documents.writers.text import write_text

        return write_text(document).encode("utf-8", "replace")
    if fonts is None:
        raise ValueError("生成 PDF 需要字体。")
    from bihuan.documents.writers.pdf import write_pdf

    return write_pdf(document, fonts)
