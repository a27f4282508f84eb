"""The announcement: the text of a case as its ledger stands, for reading and for sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.report.source import Source, decode, encode, presentable
from bihuan.web.diagnosis.models import FilingContent
from bihuan.web.rectification.text import load, load_filed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.web.diagnosis.models import Filing
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.text import CaseText, Row

PLAIN = frozenset({"text", "markdown"})
CHUNK = 64 * 1024


def announcement(case: Feedback) -> CaseText:
    """Rows of the text in order with their kinds, for the web page; one query."""
    return load(case)


def announcement_bytes(case: Feedback) -> bytes:
    """The text as a file: written the way the received file was, so that an untouched import is the same
    bytes.

    Text and Markdown keep encoding and byte order mark; what was no text file before is UTF-8.
    """
    return written(*load_filed(case))


def written(told: CaseText, filing: Filing) -> bytes:
    """The same of a text that is at hand with its document: one query, for the bytes that came."""
    text = told.render()
    if filing.format not in PLAIN:
        return text.encode("utf-8")
    received = bytes(FilingContent.objects.values_list("data", flat=True).get(filing=filing))
    source = decode(received)
    if presentable(source.text) == text:
        return received  # damaged bytes included
    return _written_like(source, text)


def _written_like(source: Source, text: str) -> bytes:
    """A character that the old encoding lacks must not stop the announcement: UTF-8 with a mark then."""
    try:
        return encode(source, text)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def announcement_chunks(case: Feedback) -> Iterator[bytes]:
    """The same bytes in pieces, for a streamed answer."""
    data = announcement_bytes(case)
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]


def rows_with_text(case: CaseText) -> list[Row]:
    """Rows that show something."""
    return [row for row in case.rows if row.value.strip()]
