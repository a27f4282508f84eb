"""Home: how it stands, what checking found. What somebody owes is in ``owing``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.board.days import SOON, when
from bihuan.web.inspections.models import FAR, OPEN, Deadline, DeadlinePurpose, Feedback, Section
from bihuan.web.rectification.models import CaseFigure, RoundFigure, Tally
from bihuan.web.rectification.pace import Figure
from bihuan.zh.status import Status

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope


@dataclass(frozen=True, slots=True)
class SectionBar:
    """Progress of one section of one case; ``counts`` by status, ``past`` those whose last day is over,
    ``soon`` those whose last day is near.
    """

    feedback: int
    case: str
    section: int
    number: str
    title: str
    counts: dict[str, int]
    past: dict[str, int]
    soon: dict[str, int]


@dataclass(frozen=True, slots=True)
class UnitBar:
    """A case of the office: open, overdue and all findings."""

    case: int
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
    """Those that nothing answers."""
    answered: int
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
        bar = bars.setdefault(section, SectionBar(feedback, round_, section, number, title, {}, {}, {}))
        timed = {"late": bar.past, "soon": bar.soon, "later": {}}[when(due, today)]
        for counts in (bar.counts, timed):
            counts[status] = counts.get(status, 0) + findings
    return list(bars.values())


@dataclass(frozen=True, slots=True)
class Totals:
    """Findings in all, those that need no more work, and those that do by their last day: it is over, it is
    within a week, it is later or not set.
    """

    findings: int
    settled: int
    late: int
    soon: int
    later: int


def added_up(bars: list[SectionBar]) -> Totals:
    """Totals of a unit, from bars that were fetched already; a duty that runs on is not settled here."""
    done = sum(bar.counts.get(Status.COMPLETED, 0) for bar in bars)
    left, late, soon = (
        sum(n for counts in several for status, n in counts.items() if status in OPEN)
        for several in ([bar.counts for bar in bars], [bar.past for bar in bars], [bar.soon for bar in bars])
    )
    return Totals(sum(sum(bar.counts.values()) for bar in bars), done, late, soon, left - late - soon)


def _figures(scope: Scope, today: int) -> QuerySet[RoundFigure, tuple[Any, ...]]:
    rows = RoundFigure.objects.visible_to(scope).filter(figure__in=[Figure.FINDINGS, Figure.OPEN_DUE])
    late = Sum("n", filter=Q(figure=Figure.OPEN_DUE, key__lt=today), default=0)
    week = Q(figure=Figure.OPEN_DUE, key__gte=today, key__lte=today + SOON.days)
    soon = Sum("n", filter=week, default=0)
    return rows.order_by("figure").values_list("figure").annotate(total=Sum("n"), late=late, soon=soon)


_FIGURES = ScopedQuery(_figures)


def office_totals(user: User, today: date) -> Totals:
    """Totals over all rounds of the office. One query, from the figures."""
    found = {figure: sums for figure, *sums in _FIGURES.rows(user, today.toordinal())}
    findings = found.get(Figure.FINDINGS, [0, 0, 0])[0]
    left, late, soon = found.get(Figure.OPEN_DUE, [0, 0, 0])
    return Totals(findings, findings - left, late, soon, left - late - soon)


def _units(scope: Scope, today: int, *, limit: int) -> QuerySet[CaseFigure, tuple[Any, ...]]:
    ranked = CaseFigure.objects.visible_to(scope).filter(figure=Figure.RANK).order_by("key", "feedback_id")
    rows = CaseFigure.objects.filter(
        feedback__in=ranked.values("feedback_id")[:limit], figure__in=[Figure.FINDINGS, Figure.OPEN_DUE]
    )
    whole = Sum("n", filter=Q(figure=Figure.FINDINGS), default=0)
    left = Sum("n", filter=Q(figure=Figure.OPEN_DUE), default=0)
    late = Sum("n", filter=Q(figure=Figure.OPEN_DUE, key__lt=today), default=0)
    name = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    grouped = rows.values_list("feedback_id", name).annotate(findings=whole, open=left, late=late)
    return grouped.order_by("-late", "-open", "feedback_id")


_UNITS = ScopedQuery(_units)


def unit_bars(user: User, today: date, limit: int = 20) -> list[UnitBar]:
    """The cases with most open findings, the most overdue first. One query, from the figures."""
    return [UnitBar(*row) for row in _UNITS.rows(user, today.toordinal(), limit=limit)]


def _worst(scope: Scope, *, limit: int) -> QuerySet[Feedback, tuple[Any, ...]]:
    rows = Feedback.objects.visible_to(scope).filter(Q(open_errors__gt=0) | Q(warnings__gt=0))
    name = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    columns = ("pk", name, "round__name", "open_errors", "answered", "warnings")
    return rows.order_by("-open_errors", "-warnings", "id").values_list(*columns)[:limit]


_WORST = ScopedQuery(_worst)


def worst_cases(user: User, limit: int = 10) -> list[Doubtful]:
    """Cases in which checking found what cannot stand and nothing answers, most first. One query."""
    return [Doubtful(*row) for row in _WORST.rows(user, limit=limit)]


def _next(scope: Scope, today: int, *, limit: int) -> QuerySet[CaseFigure, tuple[Any, ...]]:
    rows = CaseFigure.objects.visible_to(scope).filter(
        figure=Figure.OPEN_DUE, key__gte=today, key__lt=FAR.toordinal()
    )
    name = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")
    return rows.order_by("key", "feedback_id").values_list("key", name, "n")[:limit]


_NEXT = ScopedQuery(_next)


def next_dates(user: User, today: date, limit: int = 5) -> list[tuple[date, str, int]]:
    """The next last days on which findings are still open: (day, unit, findings). One query, from the
    figures.
    """
    rows = _NEXT.rows(user, today.toordinal(), limit=limit)
    return [(date.fromordinal(day), unit, n) for day, unit, n in rows]


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
