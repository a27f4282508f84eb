"""What somebody owes: one query with a part for each kind of thing, whoever asks.

Each part is compiled once for all accounts whose roles look alike and left out where the roles open nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateField,
    Exists,
    Min,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear, NullIf, TruncDate

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.accounts.scoped import ScopedQuery
from bihuan.web.base.models import JournalAnchor
from bihuan.web.base.prepared import together
from bihuan.web.diagnosis.models import Diagnostic, ImportDraft, Waiver, WaiverState
from bihuan.web.evidence.models import Evidence, ReviewState
from bihuan.web.inspections.models import FAR, Deadline, Feedback, Finding
from bihuan.web.notices.models import Job, JobState
from bihuan.web.rectification.loop.queries import in_unit, responses, returned_to, to_review, to_take_up
from bihuan.web.rectification.models import (
    Commitment,
    Extension,
    Measure,
    MeasureState,
    Occurrence,
    RecheckItem,
    RecheckResult,
    RegularDuty,
    Request,
    ResponseFinding,
)
from bihuan.web.rectification.periods import MONTHS, first_day
from bihuan.web.rectification.workflow import WORKING

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope

    Rows = QuerySet[Any, tuple[Any, ...]]

SHOWN, FINDINGS = 8, 40
"""Entries of a kind that are fetched, one more to know that there are more; findings are shown by time."""
NOTHING, NO_DAY, ZERO = Value(""), Cast(Value(None), DateField()), Value(0, output_field=BigIntegerField())


RUNNING: dict[str, None] = {"feedback__archived_at": None}
"""What may still be recorded: an archived round is read and no longer changed."""


class Owed(NamedTuple):
    """A row of any kind; what the columns hold is said by each part."""

    pk: int
    on: date | None
    title: str
    place: str
    word: str
    state: str
    ref: int
    many: int


def _unit(path: str) -> Coalesce:
    return Coalesce(NullIf(f"{path}unit__short_name", NOTHING), f"{path}unit__name")


def _text(first: Any, second: Any) -> Coalesce:
    return Coalesce(first, second, output_field=TextField())


def _number(column: str) -> Coalesce:
    return Coalesce(column, ZERO, output_field=BigIntegerField())


def _responses(rows: QuerySet[Any]) -> Rows:
    """Responses: since when, title and number of the first finding, how many findings."""
    links = ResponseFinding.objects.filter(response=OuterRef("pk"), finding__withdrawn_at=None)
    first = links.order_by("finding__position")
    how_many = links.order_by().values("response").annotate(n=Count("pk")).values("n")
    return rows.values_list(
        "pk",
        "since_on",
        _text(Subquery(first.values("finding__title")[:1]), "outcome"),
        _unit("feedback__"),
        _text(Subquery(first.values("finding__number")[:1]), NOTHING),
        "state",
        "feedback_id",
        Coalesce(Subquery(how_many), ZERO, output_field=BigIntegerField()),
    )[: SHOWN + 1]


def _turns(scope: Scope) -> Rows:
    return _waiting(in_unit(scope))


def _takings(scope: Scope) -> Rows:
    return _waiting(to_take_up(scope))


def _reviews(scope: Scope) -> Rows:
    return _waiting(to_review(scope))


def _waiting(clause: Q) -> Rows:
    """Each kind of turn for itself, because each has an index in the order of waiting."""
    return _responses(responses().filter(clause, **RUNNING).order_by("since_on", "id"))


def _returned(scope: Scope) -> Rows:
    return _responses(returned_to(scope).filter(**RUNNING))


def _extensions(scope: Scope) -> Rows:
    """The day asked for, the measure, its response."""
    own = scope.units(Relation.OWN, Action.APPROVE)
    rows = Extension.objects.filter(state=Request.PENDING, unit__in=own, **RUNNING)
    told = ("pk", "new_due", "measure__text", _unit(""), "reason", "state", "measure__response_id", ZERO)
    return rows.order_by("id").values_list(*told)[: SHOWN + 1]


def _waivers(scope: Scope) -> Rows:
    """Until when, the reason, the code."""
    offices = scope.units(Relation.OFFICE, Action.REVIEW)
    own = scope.units(Relation.OWN, Action.APPROVE)
    rows = Waiver.objects.filter(state=WaiverState.PENDING, **RUNNING)
    rows = rows.filter(Q(unit__in=own) | Q(feedback__office__in=offices))
    told = ("pk", "until", "reason", _unit(""), "code", "state", "feedback_id", ZERO)
    return rows.order_by("id").values_list(*told)[: SHOWN + 1]


def _findings(scope: Scope) -> Rows:
    """Open findings: last day, number, status, case, measures."""
    rows = Finding.objects.visible_to(scope).filter(is_open=True, **RUNNING).order_by("due_key", "id")
    told = ("pk", "due_key", "title", _unit("feedback__"), "number", "status", "feedback_id", "measure_count")
    return rows.values_list(*told)[:FINDINGS]


def _measures(scope: Scope) -> Rows:
    """Open measures of approved plans that name the person, by their last day, with their response."""
    rows = Measure.objects.filter(
        Q(person=scope.person) | Q(leader=scope.person),
        state=MeasureState.OPEN,
        response__state__in=[one.value for one in WORKING],
        response__withdrawn_at=None,
        due__isnull=False,
        **RUNNING,
    )
    told = ("pk", "due", "text", _unit("feedback__"), NOTHING, "state", "response_id", ZERO)
    return rows.order_by("due", "id").values_list(*told)[: SHOWN + 1]


def _recording(scope: Scope) -> list[int]:
    return [*scope.units(Relation.OWN, Action.RECORD), *scope.units(Relation.MINE, Action.RECORD)]


def _commitments(scope: Scope) -> Rows:
    """Promises with a day that nobody has kept, soonest first."""
    rows = Commitment.objects.filter(unit__in=_recording(scope), kept_on=None, due_key__lt=FAR, **RUNNING)
    told = ("pk", "due_key", "text", _unit(""), "every", NOTHING, _number("response_id"), ZERO)
    return rows.order_by("due_key", "id").values_list(*told)[: SHOWN + 1]


def _duties(scope: Scope, today: date, *starts: date) -> Rows:
    """Regular duties that lack this period (count 0) or the one before (count 1); ``starts`` are the first
    days of both for every rhythm. A duty that names somebody is left to them and to the liaison.
    """
    now, before = Q(pk__in=[]), Q(pk__in=[])
    for every, start, last in zip(MONTHS, starts[::2], starts[1::2], strict=True):
        now |= Q(~_done(start), every=every)
        before |= Q(~_done(last), every=every, starts_on__lt=start)
    running = Q(ends_on=None) | Q(ends_on__gte=today)
    rows = RegularDuty.objects.filter(
        now | before, running, unit__in=_recording(scope), starts_on__lte=today, **RUNNING
    )
    if not scope.units(Relation.OWN, Action.EDIT):
        rows = rows.filter(Q(person=None) | Q(person=scope.person))
    missed = Case(When(before, then=Value(1)), default=Value(0))
    told = ("pk", "starts_on", "title", _unit(""), "every", NOTHING, "response_id", missed)
    return rows.order_by("id").values_list(*told)[: SHOWN + 1]


def _done(period: date) -> Exists:
    return Exists(Occurrence.objects.filter(duty=OuterRef("pk"), period=period))


def periods(today: date) -> list[date]:
    """First day of this period and of the one before, for every rhythm."""
    found = []
    for every in MONTHS:
        start = first_day(every, today)
        found += [start, first_day(every, start - timedelta(1))]
    return found


def _rechecks(scope: Scope) -> Rows:
    """Items of draws that nobody has looked at: the draw and the title of its list."""
    offices = scope.units(Relation.OFFICE, Action.RECHECK)
    rows = RecheckItem.objects.filter(
        result=RecheckResult.PENDING, recheck__office__in=offices, response__feedback__archived_at=None
    )
    links = ResponseFinding.objects.filter(response=OuterRef("response"), finding__withdrawn_at=None)
    title = links.order_by("finding__position").values("finding__title")[:1]
    told = ("pk", NO_DAY, _text(Subquery(title), NOTHING), _unit("response__feedback__"), "recheck__title")
    return rows.order_by("recheck_id", "order").values_list(*told, NOTHING, "recheck_id", ZERO)[: SHOWN + 1]


def _evidence(scope: Scope) -> Rows:
    """Evidence that the office has not looked at, the newest first."""
    offices = scope.units(Relation.OFFICE, Action.REVIEW_EVIDENCE)
    rows = Evidence.objects.filter(state=ReviewState.PENDING, office__in=offices)
    told = ("pk", TruncDate("created_at"), "title", _unit(""), NOTHING, "state", ZERO, ZERO)
    return rows.order_by("recency", "id").values_list(*told)[: SHOWN + 1]


def _drafts(scope: Scope) -> Rows:
    """Imports that wait to be confirmed, the newest first, with who began them."""
    rows = ImportDraft.objects.visible_to(scope).filter(confirmed_at__isnull=True)
    told = ("pk", TruncDate("created_at"), "filing__name", _unit("filing__"), "owner__person__name")
    return rows.order_by("-created_at").values_list(*told, NOTHING, ZERO, ZERO)[: SHOWN + 1]


def _doubts(scope: Scope) -> Rows:
    """What checking says cannot stand, newest case first: quote, message, finding, line."""
    own = Feedback.objects.filter(unit__in=scope.units(Relation.OWN, Action.READ))
    rows = Diagnostic.objects.filter(severity="error", feedback__in=own, **RUNNING)
    told = ("feedback_id", NO_DAY, "quote", _unit("feedback__"), "message", NOTHING)
    return rows.order_by("-feedback_id", "line").values_list(*told, _number("finding_id"), "line")[:SHOWN]


def _jobs(scope: Scope) -> Rows:
    """Background jobs that were given up, for whoever keeps the machine."""
    rows = Job.objects.filter(state=JobState.DEAD)
    if not scope.units(Relation.HOUSE, Action.MANAGE_SETTINGS):
        rows = rows.none()
    told = ("pk", TruncDate("created_at"), "name", NOTHING, "error", NOTHING, ZERO, ZERO)
    return rows.order_by("id").values_list(*told)[: SHOWN + 1]


def _years(scope: Scope) -> Rows:
    """Years whose holidays nobody has entered, with the deadlines that wait for them."""
    rows = Deadline.objects.filter(superseded_at=None, provisional=True)
    if not scope.units(Relation.HOUSE, Action.MANAGE_POLICY):
        rows = rows.none()
    year = Cast(ExtractYear("due"), BigIntegerField())
    grouped = rows.order_by().annotate(year=year).values("year").annotate(first=Min("due"), n=Count("pk"))
    told = ("year", "first", NOTHING, NOTHING, NOTHING, NOTHING, ZERO, "n")
    return grouped.order_by("year").values_list(*told)[: SHOWN + 1]


def _anchor(scope: Scope) -> Rows:
    """When the journal was tied together last, for whoever reads it."""
    rows = JournalAnchor.objects.order_by("-number")
    if not scope.units(Relation.HOUSE, Action.READ_JOURNAL):
        rows = rows.none()
    told = ("number", TruncDate("at"), NOTHING, NOTHING, NOTHING, NOTHING, ZERO, ZERO)
    return rows.values_list(*told)[:1]


_PARTS = {
    one.__name__.removeprefix("_"): ScopedQuery(one)
    for one in (
        *(_turns, _takings, _reviews, _returned, _extensions, _waivers, _rechecks, _evidence),
        *(_findings, _measures, _commitments, _duties, _drafts, _doubts, _jobs, _years, _anchor),
    )
}


def owed(user: User, today: date) -> dict[str, list[Owed]]:
    """By kind of thing; one query."""
    days = {"duties": (today, *periods(today))}
    found = together(*(query.part(user, *days.get(name, ())) for name, query in _PARTS.items()))
    return {name: [Owed(*row) for row in rows] for name, rows in zip(_PARTS, found, strict=True)}
