"""The announcement of a case: its text, byte for byte, and the same text as paragraphs for the page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.report.formats.shapes import Format
from bihuan.web.base.words import headed
from bihuan.web.diagnosis import tree
from bihuan.web.diagnosis.queries import filing_of
from bihuan.web.rectification import text

if TYPE_CHECKING:
    from bihuan.report import Report
    from bihuan.web.diagnosis.models import Filing
    from bihuan.web.inspections.models import Feedback


_PLAIN = frozenset({Format.TEXT, Format.MARKDOWN})
"""Formats whose bytes are their text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the announcement as the page sets it; ``at`` is its line."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents list."""

    at: int
    text: str
    findings: int
    done: int


@dataclass(frozen=True, slots=True)
class Announcement:
    """Everything that the page and the download need."""

    data: bytes
    """The text in the encoding of the document that was imported."""
    encoding: str
    sha256: str
    same: bool | None
    """Whether the bytes are those of the imported file; None where that was no text file."""
    source: Filing
    paragraphs: list[Paragraph]
    contents: list[Heading]


def announcement(case: Feedback) -> Announcement:
    """The case's announcement from the ledger as it stands."""
    filing = filing_of(case)
    loaded = text.load(case, filing)
    data = encoded(loaded.render(), filing.encoding)
    plain = filing.format in _PLAIN
    digest = hashlib.sha256(data).hexdigest()
    report = text.to_report(loaded)
    return Announcement(
        data=data,
        encoding=filing.encoding or "utf-8",
        sha256=digest,
        same=digest == filing.sha256 if plain else None,
        source=filing,
        paragraphs=_paragraphs(report),
        contents=_contents(report),
    )


def encoded(words: str, encoding: str) -> bytes:
    """Bytes in the source's encoding; what that cannot hold (an edit may bring it) makes the file UTF-8."""
    try:
        return words.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return words.encode("utf-8", "replace")


def _paragraphs(report: Report) -> list[Paragraph]:
    return [
        Paragraph(line.kind, line.text.strip(), line.no) for line in tree.lines(report) if line.text.strip()
    ]


def _contents(report: Report) -> list[Heading]:
    return [
        Heading(
            at=section.line,
            text=headed(section.number, section.title),
            findings=sum(len(one.findings) for one in section.responses),
            done=sum(
                len(one.findings)
                for one in section.responses
                if one.outcome and one.outcome.status == "completed"
            ),
        )
        for section in report.sections
        if section.title
    ]
