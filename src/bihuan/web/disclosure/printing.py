"""A version as files that people print and pass on: Word and PDF, made of the masked paragraphs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.documents import facts
from bihuan.documents.blocks import Document
from bihuan.documents.fonts import FontsMissingError
from bihuan.documents.kinds.announcement import blocks_of
from bihuan.documents.writers.pdf import write_pdf
from bihuan.documents.writers.word import write_word
from bihuan.web.base.fonts import fonts

if TYPE_CHECKING:
    from datetime import date

WORD, PDF = "announcement.docx", "announcement.pdf"


def printed(title: str, body: dict[str, Any], day: date) -> dict[str, bytes]:
    """Name → bytes; without the PDF where the machine has no Chinese font. Properties of the files name the
    title, which is masked already, and the day.
    """
    lines = tuple(facts.Line(kind, text) for kind, text in body["paragraphs"])
    document = Document(title, tuple(blocks_of(facts.Announcement("", "", day, lines))), day=day)
    made = {WORD: write_word(document)}
    try:
        return made | {PDF: write_pdf(document, fonts())}
    except FontsMissingError:
        return made
