"""The lossless tree: leaves tile the source, nodes say what the leaves mean.

Nodes are named tuples, not frozen dataclasses: such a class takes an eighth of the time to make at start-up,
which is where ``bihuan check`` spends most of its time (docs/decisions/0002).

A *leaf* carries its surface in front of its value, so ``prefix + value`` of all leaves and the report's
``tail`` give the source text back. Everything above the leaves is meaning and owns no text.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bihuan.zh.dates import DateRole, Precision
from bihuan.zh.status import Status
from bihuan.zh.tense import Tense


class DocumentKind(StrEnum):
    """What the text is as a whole."""

    REPORT = "report"
    FEEDBACK = "feedback"
    PLAN = "plan"
    AUDIT = "audit"
    NOTICE = "notice"
    OTHER = "other"


class SectionRole(StrEnum):
    """What an outermost part is for; only ``findings`` and ``other`` hold responses."""

    FINDINGS = "findings"
    LEADERSHIP = "leadership"
    NEXT_STEPS = "next_steps"
    OTHER = "other"


class LeafKind(StrEnum):
    """What the value of a leaf is."""

    FRONT = "front"  # front matter of a web page, a YAML head, mark-up lines
    TITLE = "title"
    PREFACE = "preface"
    SECTION = "section"  # outermost numbered heading
    GROUP = "group"  # middle heading that gathers several findings
    FINDING = "finding"
    SUBFINDING = "subfinding"
    HEADING = "heading"  # achievement heading: its measures answer no numbered finding
    LEAD_IN = "lead_in"  # goal, task or sentence before 一是
    MEASURE = "measure"
    OUTCOME = "outcome"
    PASSAGE = "passage"  # running text of leadership, next-steps and other parts
    CLOSING = "closing"  # invitation to supervise, contact data
    SIGNATURE = "signature"
    ISSUED_ON = "issued_on"
    UNREAD = "unread"


class Leaf(NamedTuple):
    """One value with the surface that stands before it."""

    kind: LeafKind
    prefix: str
    """Everything since the value before: its closing mark, line ends, blanks, this one's marker and label."""
    value: str
    line: int
    """1-based line of the value's first character."""
    column: int
    """1-based count of characters in that line."""
    number: str | None = None
    """The marker as written, without the marks that only close it (``1.`` gives ``1``)."""
    label: str | None = None
    """The label before the value without its colon (``整改情况``)."""
    opens: bool = False
    """True when a person said that a new response begins here."""
    joins: bool = False
    """True when a person said that this belongs to the response before."""


class Mention(NamedTuple):
    """A date in the text, resolved to calendar days."""

    text: str
    line: int
    column: int
    start: date
    end: date
    precision: Precision
    role: DateRole


class Subfinding(NamedTuple):
    """One aspect of a finding."""

    number: str | None
    title: str
    line: int
    column: int
    leaf: int
    """Index into ``Report.leaves``."""


class Finding(NamedTuple):
    """What the inspection found."""

    number: str | None
    title: str
    line: int
    column: int
    leaf: int
    group: str | None = None
    subfindings: tuple[Subfinding, ...] = ()


class Measure(NamedTuple):
    """One thing done or promised: a paragraph, or one 一是 / （1） / ① clause."""

    text: str
    line: int
    column: int
    leaf: int
    tense: Tense
    dates: tuple[Mention, ...] = ()


class Outcome(NamedTuple):
    """The status that the report claims for a response."""

    text: str
    line: int
    column: int
    leaf: int
    status: Status


class Response(NamedTuple):
    """Measures and one outcome that answer one or more findings (none under an achievement heading)."""

    findings: tuple[Finding, ...]
    measures: tuple[Measure, ...]
    outcome: Outcome | None

    @property
    def line(self) -> int:
        """Line of the first finding, else of the first measure or the outcome."""
        if self.findings:
            return self.findings[0].line
        if self.measures:
            return self.measures[0].line
        return self.outcome.line if self.outcome else 1


class Section(NamedTuple):
    """An outermost part; number and title are None where the text has no outer headings."""

    number: str | None
    title: str | None
    line: int
    column: int
    leaf: int | None
    role: SectionRole
    responses: tuple[Response, ...] = ()


class Inspection(NamedTuple):
    """When, by whom and of whom."""

    start: date | None = None
    end: date | None = None
    team: str | None = None
    unit: str | None = None


class Totals(NamedTuple):
    """A statement of totals as the text makes it; ``rate`` is a fraction of 1."""

    text: str
    line: int
    column: int
    what: str
    total: int | None
    completed: int | None
    ongoing: int | None
    not_started: int | None
    rate: float | None


class Commitment(NamedTuple):
    """A sentence that promises something for later."""

    text: str
    line: int
    column: int
    due: date | None
    every: str | None
    """``month``, ``quarter`` or ``year`` for a regular duty."""
    from_: date | None


class Contact(NamedTuple):
    """Where the public can answer."""

    phone: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    post: tuple[str, ...] = ()


class UnreadLine(NamedTuple):
    """A line with text that is in no part of the view."""

    line: int
    text: str


class Report(NamedTuple):
    """A whole text: its leaves, and what they mean."""

    kind: DocumentKind
    title: str | None
    title_line: int | None
    issuer: str | None
    issued_on: date | None
    inspection: Inspection
    feedback_on: date | None
    feedback_line: int | None
    sections: tuple[Section, ...]
    totals: tuple[Totals, ...]
    commitments: tuple[Commitment, ...]
    contact: Contact | None
    unread: tuple[UnreadLine, ...]
    lines: tuple[str, ...]
    """Text of every line without its line end; ``lines[0]`` is line 1."""
    leaves: tuple[Leaf, ...]
    tail: str
    """What follows the last value."""
