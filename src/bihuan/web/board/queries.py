"""Home: what presses, how it stands, what checking found. Five queries with session and account, whoever
looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.diagnosis.models import Diagnostic
from bihuan.web.inspections.models import FAR, OPEN, Deadline, DeadlinePurpose, Feedback, Finding, Section
from bihuan.web.rectification.models import Measure, Tally

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope
    from bihuan.web.base.prepared import Rows

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """An open finding with its last day, soonest first."""

    finding: int
    feedback: int
    unit: str
    number: str
    title: str
    status: str
    due: date | None
    measures: int


@dataclass(frozen=True, slots=True)
class SectionBar:
    """Progress of one section of one case; ``counts`` by status, ``past`` those whose last day is over."""

    feedback: int
    case: str
    section: int
    number: str
    title: str
    counts: dict[str, int]
    past: dict[str, int]


@dataclass(frozen=True, slots=True)
class UnitBar:
    """A unit of the office: open, overdue and all findings."""

    unit: int
    name: str
    findings: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A case with what checking found in it."""

    pk: int
    unit: str
    round: str
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class FixedDate:
    """A deadline in force, and how it was computed."""

    round: str
    purpose: str
    starts_on: date
    due: date
    provisional: bool
    steps: list[str]

    @property
    def word(self) -> str:
        """What must be done by then."""
        return DeadlinePurpose(self.purpose).label


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that cannot stand."""

    feedback: int
    finding: int | None
    line: int
    quote: str
    message: str
    unit: str


def _due(scope: Scope, *, limit: int) -> QuerySet[Finding, tuple[Any, ...]]:
    rows = Finding.objects.visible_to(scope).filter(is_open=True).order_by("due_key", "id")
    columns = ("pk", "feedback_id", "feedback__unit__name", "number", "title", "status", "due")
    return rows.values_list(*columns, "measure_count")[:limit]


_DUE = ScopedQuery(_due)


def due_items(user: User, limit: int = 30) -> list[Due]:
    """Open findings by their last day, overdue ones first; what has no deadline comes last. One query."""
    return [Due(*row) for row in _DUE.rows(user, limit=limit)]


def _sections(scope: Scope) -> QuerySet[Tally, tuple[Any, ...]]:
    rows = Tally.objects.visible_to(scope).filter(section__isnull=False, findings__gt=0)
    heads = ("feedback_id", "feedback__round__name", "section_id", "section__number", "section__title")
    found = rows.order_by("-feedback_id", "section__position")
    return found.values_list(*heads, "status", "due_key", "findings")[:2000]


_SECTIONS = ScopedQuery(_sections)


def section_bars(user: User, today: date) -> list[SectionBar]:
    """Every section of every case of the user's own unit, newest case first. One query, from the tallies."""
    bars: dict[int, SectionBar] = {}
    for feedback, round_, section, number, title, status, due, findings in _SECTIONS.rows(user):
        bar = bars.setdefault(section, SectionBar(feedback, round_, section, number, title, {}, {}))
        for counts in (bar.counts, bar.past) if due < today else (bar.counts,):
            counts[status] = counts.get(status, 0) + findings
    return list(bars.values())


def added_up(bars: list[SectionBar]) -> list[tuple[str, bool, int]]:
    """What ``status_totals`` tells, from bars that were fetched already."""
    found = []
    for status in sorted({status for bar in bars for status in bar.counts}):
        past = sum(bar.past.get(status, 0) for bar in bars)
        ahead = sum(bar.counts.get(status, 0) for bar in bars) - past
        found += [(status, True, past)] if past else []
        found += [(status, False, ahead)] if ahead else []
    return found


def _statuses(scope: Scope, today: date) -> QuerySet[Tally, tuple[Any, ...]]:
    rows = Tally.objects.visible_to(scope).filter(section=None)
    late = Sum("findings", filter=Q(due_key__lt=today), default=0)
    return rows.values_list("status").annotate(n=Sum("findings"), past=late).order_by("status")


_STATUSES = ScopedQuery(_statuses)


def status_totals(user: User, today: date) -> list[tuple[str, bool, int]]:
    """(status, past its last day, findings) over all the user sees. One query, from the tallies."""
    found = []
    for status, n, past in _STATUSES.rows(user, today):
        found += [(status, True, past)] if past else []
        found += [(status, False, n - past)] if n > past else []
    return found


def _units(scope: Scope, today: date, *, limit: int) -> QuerySet[Tally, tuple[Any, ...]]:
    rows = Tally.objects.visible_to(scope).filter(section=None)
    opened = Q(status__in=OPEN)
    grouped = rows.values_list("unit_id", "feedback__unit__name").annotate(
        n=Sum("findings"),
        open=Sum("findings", filter=opened, default=0),
        late=Sum("findings", filter=opened & Q(due_key__lt=today), default=0),
    )
    return grouped.order_by("-late", "-open", "unit_id")[:limit]


_UNITS = ScopedQuery(_units)


def unit_bars(user: User, today: date, limit: int = 20) -> list[UnitBar]:
    """Units with the most overdue findings first. One query, from the tallies."""
    return [UnitBar(*row) for row in _UNITS.rows(user, today, limit=limit)]


def _worst(scope: Scope, *, limit: int) -> QuerySet[Feedback, tuple[Any, ...]]:
    rows = Feedback.objects.visible_to(scope).filter(Q(errors__gt=0) | Q(warnings__gt=0))
    name = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    columns = ("pk", name, "round__name", "errors", "warnings")
    return rows.order_by("-errors", "-warnings", "id").values_list(*columns)[:limit]


_WORST = ScopedQuery(_worst)


def worst_cases(user: User, limit: int = 10) -> list[Doubtful]:
    """Cases in which checking found what cannot stand, most first. One query."""
    return [Doubtful(*row) for row in _WORST.rows(user, limit=limit)]


def _errors(scope: Scope, *, limit: int) -> QuerySet[Diagnostic, tuple[Any, ...]]:
    rows = Diagnostic.objects.filter(severity="error", feedback__in=Feedback.objects.visible_to(scope))
    name = Coalesce(NullIf("feedback__unit__short_name", Value("")), "feedback__unit__name")
    columns = ("feedback_id", "finding_id", "line", "quote", "message", name)
    return rows.order_by("-feedback_id", "line").values_list(*columns)[:limit]


_ERRORS = ScopedQuery(_errors)


def top_diagnostics(user: User, limit: int = 8) -> list[Doubt]:
    """What cannot stand in the user's cases, newest case first. One query; for a unit, not for an office."""
    return [Doubt(*row) for row in _ERRORS.rows(user, limit=limit)]


def _next(scope: Scope, today: date, *, limit: int) -> QuerySet[Tally, tuple[Any, ...]]:
    rows = Tally.objects.visible_to(scope).filter(
        section=None, status__in=OPEN, due_key__gte=today, due_key__lt=FAR
    )
    grouped = rows.values_list("due_key", "feedback__unit__name").annotate(n=Sum("findings"))
    return grouped.order_by("due_key", "feedback__unit__name")[:limit]


_NEXT = ScopedQuery(_next)


def next_dates(user: User, today: date, limit: int = 5) -> Rows:
    """The next last days on which findings are still open: (day, unit, findings). One query, from the
    tallies.
    """
    return _NEXT.rows(user, today, limit=limit)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a word was found; ``measure`` is None for a title."""

    feedback: int
    finding: int | None
    measure: int | None
    unit: str
    number: str
    text: str


def search(user: User, words: str, *, limit: int = 50) -> list[Hit]:
    """Findings, then measures, that hold every word. Two queries inside the user's own rows; until there is
    a bigram index an office must name a unit to search measures (a million rows are not walked for one
    word).
    """
    terms = [term for term in words.split() if term][:5]
    if not terms:
        return []
    found = Finding.objects.visible_to(user).filter(withdrawn_at=None)
    measures = Measure.objects.filter(unit_id__in=_own_units(user), response__withdrawn_at=None)
    for term in terms:
        found, measures = found.filter(title__contains=term), measures.filter(text__contains=term)
    columns = ("feedback_id", "pk", "feedback__unit__name", "number", "title")
    hits = [
        Hit(case, pk, None, unit, number, title)
        for case, pk, unit, number, title in found.values_list(*columns)[:limit]
    ]
    told = measures.annotate(
        finding=F("response__links__finding"), number=F("response__links__finding__number")
    )
    rows = told.order_by("feedback_id", "position").values_list(
        "feedback_id", "finding", "pk", "feedback__unit__name", "number", "text"
    )
    hits += [
        Hit(case, finding, pk, unit, number or "", text)
        for case, finding, pk, unit, number, text in rows[:limit]
    ]
    return hits[:limit]


def _own_units(user: User) -> list[int]:
    from bihuan.web.accounts.permissions import Action, Relation

    return user.scope().units(Relation.OWN, Action.READ)


def sections_of(case: Feedback) -> list[Section]:
    """Sections of a case in the order of the text."""
    return list(Section.objects.filter(feedback=case).order_by("position"))


def _deadlines(scope: Scope) -> QuerySet[Deadline, tuple[Any, ...]]:
    newest = Feedback.objects.visible_to(scope).order_by("-id").values("pk")[:1]
    rows = Deadline.objects.filter(feedback__in=newest, superseded_at=None)
    columns = ("feedback__round__name", "purpose", "starts_on", "due", "provisional", "steps")
    return rows.order_by("due").values_list(*columns)


_DEADLINES = ScopedQuery(_deadlines)


def fixed_dates(user: User) -> list[FixedDate]:
    """Deadlines in force of the newest case that the user sees, soonest first. One query."""
    return [FixedDate(*row) for row in _DEADLINES.rows(user)]
