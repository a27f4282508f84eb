"""What the ledger and the page of a finding show. Counts come from the tallies, never from counting rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, NullIf

from bihuan.web.base.gathered import gather
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.keyset import Page, page
from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.diagnosis.rulesets import count_off
from bihuan.web.inspections.models import OPEN, Finding, Subfinding
from bihuan.web.inspections.queries import overdue
from bihuan.web.rectification.models import Commitment, Measure, Response, ResponseFinding, Tally
from bihuan.zh.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty values do not narrow."""

    section: int | None = None
    status: str = ""
    overdue: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in a list; the order of the fields is that of ``_COLUMNS``."""

    id: int
    feedback: int
    position: int
    due_key: date
    number: str
    title: str
    status: str
    due: date | None
    measures: int
    section: int
    group: str | None
    unit: str
    subfindings: int
    errors: int
    warnings: int
    joint: list[tuple[int, str]]
    """(id, number) of all findings that its response answers; empty when it stands alone."""


_COLUMNS = (
    "pk",
    "feedback_id",
    "position",
    "due_key",
    "number",
    "title",
    "status",
    "due",
    "measure_count",
    "section_id",
    "group__title",
    "unit_name",
    "aspect_count",
    "error_count",
    "warning_count",
    "joint",
)


@dataclass(slots=True)
class Totals:
    """Counts of a case, a section or everything that a user sees."""

    findings: int = 0
    measures: int = 0
    completed: int = 0
    long_term: int = 0
    doing: int = 0
    overdue: int = 0

    def add(self, status: str, due: date, findings: int, measures: int, today: date) -> None:
        """One row of the tallies."""
        self.findings += findings
        self.measures += measures
        if status == Status.COMPLETED:
            self.completed += findings
        elif status == Status.LONG_TERM:
            self.long_term += findings
        elif status not in (Status.NOT_STARTED, "none"):
            self.doing += findings
        if status in OPEN and due < today:
            self.overdue += findings


@dataclass(frozen=True, slots=True)
class SectionTotals:
    """A section that has findings, with its counts."""

    id: int
    number: str
    title: str
    totals: Totals


def case_findings(case: Feedback) -> QuerySet[Finding]:
    """Findings of one case; whoever holds the case may see them."""
    return Finding.objects.filter(unit_id=case.unit_id, feedback=case, withdrawn_at=None)


def visible_findings(user: User) -> QuerySet[Finding]:
    """Findings of every case that the user sees."""
    return Finding.objects.visible_to(user).filter(withdrawn_at=None)


def ledger(
    rows: QuerySet[Finding], filters: Filters, *, today: date, token: str | None = None, size: int = 50
) -> Page[Row]:
    """One page of findings: in the order of the text, or of the deadlines where a status is asked for."""
    by_due = bool(filters.status or filters.overdue)
    columns = ("due_key", "id") if by_due else ("feedback_id", "position", "id")
    found = page(
        _columns(narrow(rows, filters, today)),
        columns,
        _due_key if by_due else _text_key,
        token=token,
        size=size,
    )
    return type(found)([Row(*one) for one in found.rows], found.next, found.previous)


def _text_key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[1], row[2], row[0]


def _due_key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[3], row[0]


def narrow(rows: QuerySet[Finding], filters: Filters, today: date) -> QuerySet[Finding]:
    if filters.section:
        rows = rows.filter(section_id=filters.section)
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.overdue:
        rows = rows.filter(overdue(today), is_open=True)  # the second names the index of open findings
    for word in filters.words.split():
        told = Measure.objects.filter(response__links__finding=OuterRef("pk"), text__contains=word)
        rows = rows.filter(Q(title__contains=word) | Exists(told))
    return rows


def _columns(rows: QuerySet[Finding]) -> QuerySet[Any, tuple[Any, ...]]:
    return rows.annotate(
        unit_name=Coalesce(NullIf("feedback__unit__short_name", Value("")), "feedback__unit__name"),
    ).values_list(*_COLUMNS)


def case_totals(case: Feedback, today: date) -> tuple[Totals, list[SectionTotals]]:
    """Counts of the whole case and of each of its sections that has findings, in text order; one query."""
    whole, parts = Totals(), dict[int, SectionTotals]()
    rows = Tally.objects.filter(feedback=case).order_by("section__position")
    for section, number, title, status, due, findings, measures in rows.values_list(
        "section_id", "section__number", "section__title", "status", "due_key", "findings", "measures"
    ):
        if not section:
            whole.add(status, due, findings, measures, today)
        else:
            part = parts.setdefault(section, SectionTotals(section, number, title, Totals()))
            part.totals.add(status, due, findings, measures, today)
    return whole, [part for part in parts.values() if part.totals.findings]


@dataclass(frozen=True, slots=True)
class Answer:
    """A response with what stands in it."""

    response: Response
    findings: list[Finding]
    measures: list[Measure]


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Everything on the page of a finding."""

    finding: Finding
    subfindings: list[Subfinding]
    answers: list[Answer]
    diagnostics: list[Diagnostic]
    commitments: dict[int | None, list[Commitment]]
    """By measure."""


def finding_for(user: User, pk: int) -> Finding:
    """The finding with its case, or 404; ``before`` and ``after`` are the ids of its neighbours."""
    same = Finding.objects.filter(feedback=OuterRef("feedback"), withdrawn_at=None)
    earlier = same.filter(position__lt=OuterRef("position")).order_by("-position")
    later = same.filter(position__gt=OuterRef("position")).order_by("position")
    rows = Finding.objects.select_related("section", "group", "feedback__round", "feedback__unit").annotate(
        before=Subquery(earlier.values("pk")[:1]),
        after=Subquery(later.values("pk")[:1]),
        rules_off=count_off("office_id", "unit_id"),
    )
    return get_for_user(rows, user, pk=pk)


def finding_page(finding: Finding) -> FindingPage:
    """What the page of a finding shows: one query, whatever hangs on it."""
    links = ResponseFinding.objects.filter(response__links__finding=finding, finding__withdrawn_at=None)
    answering = ResponseFinding.objects.filter(finding=finding).values("response")
    beside = links.exclude(finding=finding).values("finding")
    answered, told, responses, promised, aspects, own, others = gather(
        links.select_related("finding").order_by("finding__position"),
        Measure.objects.filter(response__in=answering).order_by("position"),
        Response.objects.filter(pk__in=answering).order_by("position"),
        Commitment.objects.filter(response__in=answering).order_by("id"),
        finding.subfindings.order_by("position"),
        Diagnostic.objects.filter(finding=finding),
        Diagnostic.objects.filter(finding__in=beside),
    )
    findings: dict[int, list[Finding]] = defaultdict(list)
    for link in answered:
        findings[link.response_id].append(link.finding)
    measures: dict[int, list[Measure]] = defaultdict(list)
    for measure in told:
        measures[measure.response_id].append(measure)
    promises: dict[int | None, list[Commitment]] = defaultdict(list)
    for promise in promised:
        promises[promise.measure_id].append(promise)
    return FindingPage(
        finding=finding,
        subfindings=aspects,
        answers=[Answer(one, findings[one.pk], measures[one.pk]) for one in responses if one.pk in findings],
        diagnostics=sorted([*own, *others], key=lambda one: (one.line, one.column, one.code)),
        commitments=dict(promises),
    )


def totals_of_cases(cases: Sequence[int], today: date) -> dict[int, Totals]:
    """Counts of each of these cases; one query."""
    found: dict[int, Totals] = defaultdict(Totals)
    rows = Tally.objects.filter(feedback__in=cases, section=None)
    columns = ("feedback_id", "status", "due_key", "findings", "measures")
    for case, status, due, findings, measures in rows.values_list(*columns):
        found[case].add(status, due, findings, measures, today)
    return found


def visible_totals(user: User, today: date) -> Totals:
    """Counts over everything that the user sees: the database adds up, a few rows come back."""
    found = Totals()
    rows = Tally.objects.visible_to(user).filter(section=None)
    late = Q(due_key__lt=today)
    for status, past, findings, measures in (
        rows.annotate(past=Case(When(late, then=Value(1)), default=Value(0)))
        .values_list("status", "past")
        .annotate(Sum("findings"), Sum("measures"))
        .order_by("status", "past")
    ):
        found.add(status, date.min if past else date.max, findings, measures, today)
    return found
