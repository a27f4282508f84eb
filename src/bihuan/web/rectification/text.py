"""The text of a case: its rows in order, with their surface, and the tree that they form.

Announcement, checks and every edit stand on this. Surfaces are handled as *lead* (what stands before a
value on its own behalf: line end, blanks, marker, label) and *closer* (the mark that ends the value
before), so that a row which moves takes its own mark along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bihuan.report.head import Head
from bihuan.report.nodes import DocumentKind, Inspection, Leaf, LeafKind, SectionRole
from bihuan.report.parser import assemble
from bihuan.report.preface import Facts
from bihuan.report.source import split_lines
from bihuan.web.base.gathered import gather
from bihuan.web.diagnosis.queries import filings_in_force
from bihuan.web.inspections.models import Finding, Group, Passage, Section, Subfinding
from bihuan.web.rectification.models import Measure, Response, ResponseFinding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from bihuan.report import Report
    from bihuan.web.diagnosis.models import Filing
    from bihuan.web.inspections.models import Feedback

    Lines = QuerySet[Any, tuple[Any, ...]]
    Told = Sequence[tuple[Any, ...]]

STEP = 1024
"""Room between neighbours, so that a new row needs no renumbering."""
_CLOSER = re.compile(r"\A[。．.：:；;，,！!？?]*")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the text with its surface; which table and row it is."""

    kind: LeafKind
    pk: int
    position: int
    surface: str
    value: str
    number: str = ""
    response: int | None = None
    """The response of a finding, measure or outcome."""
    role: SectionRole | None = None
    """Of a section."""

    @property
    def closer(self) -> str:
        """The mark that ends the value before this one."""
        return _closer(self.surface)

    @property
    def lead(self) -> str:
        """What stands before this value on its own behalf."""
        return self.surface[len(self.closer) :]

    @property
    def key(self) -> tuple[LeafKind, int]:
        """Which row it is; an outcome is a column of its response."""
        return self.kind, self.pk


@dataclass(frozen=True, slots=True)
class CaseText:
    """All rows of a case in order, and what follows the last value."""

    feedback: Feedback
    rows: tuple[Row, ...]
    tail: str

    def render(self) -> str:
        """The text; for an untouched import the text that was read."""
        return "".join(part for row in self.rows for part in (row.surface, row.value)) + self.tail

    def index(self, kind: LeafKind, pk: int) -> int:
        """Where a row stands; ``StopIteration`` never leaves: the caller has just fetched the row."""
        return next(at for at, row in enumerate(self.rows) if row.key == (kind, pk))

    def of_response(self, response: int) -> list[Row]:
        """Findings, measures and outcome of a response, in order."""
        return [row for row in self.rows if row.response == response]


def load(feedback: Feedback) -> CaseText:
    """The case's text from the database: one query, whatever its length."""
    return load_filed(feedback)[0]


def load_filed(feedback: Feedback) -> tuple[CaseText, Filing]:
    """The case's text with the document in force that it came from; one query."""
    case = feedback.pk
    [filing], *titles, passages, measures, outcomes = gather(
        filings_in_force(feedback), *_titles(case), *_texts(case)
    )
    rows = [*_title_rows(*titles), *_text_rows(passages, measures, outcomes)]
    return CaseText(feedback, tuple(sorted(rows, key=lambda row: row.position)), filing.tail), filing


_HEAD = ("pk", "position", "surface", "title", "number")


def _titles(case: int) -> Iterator[Lines]:
    """Sections, groups, findings and their aspects; and the responses of the findings, the first one last."""
    yield Section.objects.filter(feedback_id=case).values_list(*_HEAD, "role")
    yield Group.objects.filter(feedback_id=case).values_list(*_HEAD)
    yield Finding.objects.filter(feedback_id=case, withdrawn_at=None).values_list(*_HEAD)
    aspects = Subfinding.objects.filter(feedback_id=case, finding__withdrawn_at=None)
    yield aspects.values_list(*_HEAD)
    links = ResponseFinding.objects.filter(finding__feedback_id=case, finding__withdrawn_at=None)
    yield links.order_by("-response_id").values_list("finding_id", "response_id")


def _title_rows(sections: Told, groups: Told, findings: Told, aspects: Told, answered: Told) -> Iterator[Row]:
    for pk, position, surface, title, number, role in sections:
        if title or number:
            yield Row(LeafKind.SECTION, pk, position, surface, title, number, role=SectionRole(role))
    owners: dict[int, int] = dict(answered)
    for pk, position, surface, title, number in findings:
        yield Row(LeafKind.FINDING, pk, position, surface, title, number, owners.get(pk))
    for kind, rows in ((LeafKind.GROUP, groups), (LeafKind.SUBFINDING, aspects)):
        for row in rows:
            yield Row(kind, *row)


def _texts(case: int) -> Iterator[Lines]:
    """Passages, measures, outcomes."""
    passages = Passage.objects.filter(feedback_id=case)
    yield passages.values_list("kind", "pk", "position", "surface", "text")
    measures = Measure.objects.filter(feedback_id=case, response__withdrawn_at=None)
    yield measures.values_list("pk", "position", "surface", "text", "response_id")
    outcomes = Response.objects.filter(feedback_id=case, withdrawn_at=None, outcome_position__isnull=False)
    yield outcomes.values_list("pk", "outcome_position", "outcome_surface", "outcome")


def _text_rows(passages: Told, measures: Told, outcomes: Told) -> Iterator[Row]:
    for kind, *passage in passages:
        yield Row(LeafKind(kind), *passage)
    for pk, position, surface, value, owner in measures:
        yield Row(LeafKind.MEASURE, pk, position, surface, value, response=owner)
    for pk, position, surface, value in outcomes:
        yield Row(LeafKind.OUTCOME, pk, position, surface, value, response=pk)


def closers(rows: Sequence[Row], tail: str) -> dict[tuple[LeafKind, int], str]:
    """The mark that closes each value."""
    found = {row.key: after.closer for row, after in pairwise(rows)}
    if rows:
        found[rows[-1].key] = _closer(tail)
    return found


def resurface(
    rows: Sequence[Row], marks: Mapping[tuple[LeafKind, int], str], first: str, tail: str
) -> tuple[list[Row], str]:
    """Surfaces for ``rows`` in a new order: each value is closed by its own mark (new rows by none).

    ``first`` is what stands in front of everything; returns the rows and the tail that follows them.
    """
    surfaced, mark = [], first
    for row in rows:
        surfaced.append(replace(row, surface=mark + row.lead))
        mark = marks.get(row.key, "")
    return surfaced, mark + tail[len(_closer(tail)) :]


def _closer(text: str) -> str:
    found = _CLOSER.match(text)
    return found[0] if found else ""


def to_report(case: CaseText) -> Report:
    """The tree of the case as it stands in the ledger, with the ledger's own responses."""
    leaves = list(_leaves(case.rows))
    feedback = case.feedback
    title = next((leaf for leaf in leaves if leaf.kind is LeafKind.TITLE), None)
    preface = next((leaf for leaf in leaves if leaf.kind is LeafKind.PREFACE), None)
    roles = {leaf.line: row.role for leaf, row in zip(leaves, case.rows, strict=True) if row.role}
    facts = Facts(
        DocumentKind(feedback.kind),
        Inspection(feedback.inspected_from, feedback.inspected_to, feedback.team or None, feedback.unit.name),
        feedback.given_on,
        preface.line if preface and feedback.given_on else None,
        feedback.issuer or None,
        feedback.issued_on,
    )
    head = Head({}, 0, feedback.title or None, title.line if title else None, {})
    lines = tuple(line for line, _ in split_lines(case.render()))
    return assemble(leaves, case.tail, lines, roles, facts, head, None)


def _leaves(rows: Iterable[Row]) -> Iterator[Leaf]:
    """Leaves with their places, told where a response begins and what belongs to the one before."""
    line, column, current = 1, 1, None
    for row in rows:
        line, column = _advance(line, column, row.surface)
        opens = row.response is not None and row.response != current
        joins = row.kind is LeafKind.FINDING and row.response is not None and row.response == current
        yield Leaf(
            row.kind, row.surface, row.value, line, column, row.number or None, None, opens=opens, joins=joins
        )
        line, column = _advance(line, column, row.value)
        current = None if row.kind in _ENDS else row.response or current


_ENDS = frozenset({LeafKind.SECTION, LeafKind.GROUP, LeafKind.HEADING})


def _advance(line: int, column: int, text: str) -> tuple[int, int]:
    """Line and column after a piece of text."""
    ends = list(_LINE_END.finditer(text))
    if not ends:
        return line, column + len(text)
    return line + len(ends), len(text) - ends[-1].end() + 1
