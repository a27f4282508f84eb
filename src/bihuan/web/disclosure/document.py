"""The announcement of a case: its text, byte for byte, and the same text as paragraphs for the page."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.web.base.words import headed
from bihuan.web.diagnosis import tree
from bihuan.web.disclosure.queries import PLAIN, written
from bihuan.web.rectification import text

if TYPE_CHECKING:
    from bihuan.report import Report
    from bihuan.web.diagnosis.models import Filing
    from bihuan.web.inspections.models import Feedback


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
class Document:
    """The announcement as the page shows it."""

    size: int
    encoding: str
    sha256: str
    same: bool | None
    """Whether the bytes are those of the imported file; None where that was no text file."""
    source: Filing
    paragraphs: list[Paragraph]
    contents: list[Heading]


def document(case: Feedback) -> Document:
    """The case's announcement from the ledger as it stands."""
    told, filing = text.load_filed(case)
    data, report = written(told, filing), text.to_report(told)
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        size=len(data),
        encoding=charset(filing, data),
        sha256=digest,
        same=digest == filing.sha256 if filing.format in PLAIN else None,
        source=filing,
        paragraphs=_paragraphs(report),
        contents=_contents(report),
    )


def charset(filing: Filing, data: bytes) -> str:
    """The encoding of the announcement: that of the received file unless a mark says UTF-8."""
    return "utf-8" if data.startswith(BOM_UTF8) else filing.encoding or "utf-8"


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
