"""What reading a file gives, whatever its format."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Format(StrEnum):
    """What kind of file the bytes are."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    DOC = "doc"  # .doc, .wps and .rtf, read through LibreOffice


Cell = tuple[int, ...]
"""1-based numbers of the lines of a cell; empty for an HTML cell without text."""


class Table(NamedTuple):
    """A table as the lines that stand in its cells."""

    rows: tuple[tuple[Cell, ...], ...]
    """A merged cell stands in every row and column that it covers, so that columns stay in line."""


class Extract(NamedTuple):
    """Text that was taken out of a file which is not text itself."""

    lines: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


class Loaded(NamedTuple):
    """A file as the parser reads it."""

    text: str
    """Of .txt and .md the decoded text without its byte order mark; else one line a block or paragraph."""
    format: Format
    raw: bytes
    """The file as it came."""
    tables: tuple[Table, ...] = ()
    """Tables of .docx, .doc and .html in document order."""
    notes: tuple[str, ...] = ()
    """What was left out or guessed, in Chinese sentences."""

    def render(self) -> bytes:
        """The very bytes of a text, Markdown or HTML file; of the others their text as UTF-8."""
        if self.format in {Format.TEXT, Format.MARKDOWN, Format.HTML}:
            return self.raw
        return self.text.encode("utf-8", "replace")
