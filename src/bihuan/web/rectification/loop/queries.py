"""What the pages of the loop show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from bihuan.web.accounts.models import Person
from bihuan.web.accounts.permissions import Action, Relation, may
from bihuan.web.base.gathered import gather
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.keyset import Page, page
from bihuan.web.base.own_look import replacing
from bihuan.web.base.queries import entries_of, event_of, key_of
from bihuan.web.rectification import gates
from bihuan.web.rectification.models import (
    Comment,
    Commitment,
    Decision,
    Extension,
    Measure,
    MeasureState,
    Occurrence,
    Progress,
    RegularDuty,
    Request,
    Response,
    ResponseFinding,
    ReviewSeat,
)
from bihuan.web.rectification.services.commenting import readers
from bihuan.web.rectification.services.locking import Standing
from bihuan.web.rectification.services.reviewing import seats_of, sits
from bihuan.web.rectification.workflow import (
    AT_OFFICE,
    REVIEWERS,
    WAITS_FOR,
    WORKING,
    ResponseState,
    Step,
    Transition,
    steps_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Account, Scope
    from bihuan.web.base.queries import Event
    from bihuan.web.inspections.models import Feedback, Finding
    from bihuan.web.rectification.models.ledger import ResponseQuerySet


@dataclass(slots=True)
class ResponsePage:
    """Everything about a response."""

    response: Response
    facts: gates.Facts
    seats: list[ReviewSeat]
    decisions: list[Decision]
    progress: dict[int, list[Progress]]
    occurrences: dict[int, dict[date, date]]
    commitments: list[Commitment]
    comments: list[Comment]
    reopened: list[Response]
    steps: list[Transition]
    """What this user may do now."""
    history: list[Event]
    """The newest of what happened."""
    readers: list[Person]
    """Whom a comment may name; nobody where the user may not comment."""


def responses() -> ResponseQuerySet:
    """Responses with what the head of every page says of them."""
    return Response.objects.filter(withdrawn_at=None).select_related(
        "feedback__round", "feedback__unit", "asked_by__person", "reopens"
    )


def response_for(user: User, pk: int) -> Response:
    """The response with its case, or 404."""
    return get_for_user(responses(), user, pk=pk)


def measure_for(user: User, pk: int) -> Measure:
    """The measure with its case, or 404."""
    rows = Measure.objects.filter(response__withdrawn_at=None)
    case = ("feedback__round", "feedback__unit", "response")
    return get_for_user(rows.select_related(*case), user, pk=pk)


def response_page(user: User, response: Response, today: date) -> ResponsePage:
    """What the page of a response shows: two queries and those of the evidence, whatever hangs on it."""
    facts = gates.facts_of(response, today)
    keys = [key_of(one) for one in (response, *facts.measures)]
    says = may(user, Action.COMMENT, response.feedback)
    seats, told, decisions, commitments, comments, reopened, done, entries, named = gather(
        seats_of(response),
        Progress.objects.filter(measure__response=response)
        .select_related("by__person")
        .order_by("-on", "-id"),
        Decision.objects.filter(response=response).select_related("by__person").order_by("-id")[:100],
        Commitment.objects.filter(response=response)
        .select_related("kept_by__person")
        .order_by("position", "id"),
        Comment.objects.filter(response=response)
        .select_related("by__person", "resolved_by__person")
        .order_by("id"),
        Response.objects.filter(reopens=response).order_by("id"),
        Occurrence.objects.filter(duty__response=response),
        entries_of(keys),
        readers(response.feedback).select_related("unit") if says else Person.objects.none(),
    )
    progress: dict[int, list[Progress]] = defaultdict(list)
    for one in told:
        progress[one.measure_id].append(one)
    occurrences: dict[int, dict[date, date]] = defaultdict(dict)
    for one in done:
        occurrences[one.duty_id][one.period] = one.done_on
    return ResponsePage(
        response=response,
        facts=facts,
        seats=seats,
        decisions=decisions,
        progress=progress,
        occurrences=occurrences,
        commitments=commitments,
        comments=comments,
        reopened=reopened,
        steps=steps_for(user, response, facts.measures, seats),
        history=[event_of(one, keys) for one in entries],
        readers=named,
    )


def certified(response: Response) -> list[list[Any]]:
    """Decisions on a response, the newest first, and templates that replace its certificate; one query."""
    decisions = Decision.objects.filter(response=response).select_related("by__person").order_by("-id")
    return gather(decisions[:100], *replacing(response.office_id, "certificate"))


def steps_for(
    user: User, response: Response, measures: Sequence[Measure], seats: Sequence[ReviewSeat]
) -> list[Transition]:
    """Cells of the table that are open to the user; gates are looked at when the step is taken."""
    case = response.feedback
    standing = Standing(case, response, measures)
    if response.state == ResponseState.UNDER_REVIEW:
        seated = [seat for seat in seats if sits(user, case, seat)]
        wanted = any(seat.agreed < seat.needed for seat in seated)
        return [
            one for one in steps_from(response.state) if seated and (wanted or one.step is not Step.AGREE)
        ]
    return [one for one in steps_from(response.state) if may(user, one.right, standing)]


def occurrences_of(duties: Iterable[RegularDuty]) -> dict[int, dict[date, date]]:
    """By duty: period → day on which it was done; one query."""
    found: dict[int, dict[date, date]] = defaultdict(dict)
    rows = Occurrence.objects.filter(duty__in=[one.pk for one in duties])
    for duty, period, done_on in rows.values_list("duty_id", "period", "done_on"):
        found[duty][period] = done_on
    return found


def numbers_of(ids: Iterable[int]) -> dict[int, list[Finding]]:
    """Findings that each response answers, in text order; one query."""
    found: dict[int, list[Finding]] = defaultdict(list)
    links = ResponseFinding.objects.filter(response__in=list(ids), finding__withdrawn_at=None)
    for link in links.select_related("finding").order_by("finding__position"):
        found[link.response_id].append(link.finding)
    return found


def in_unit(scope: Scope) -> Q:
    """Clause: what waits for a leader of the unit."""
    clauses = Q(pk__in=[])
    for state, right in WAITS_FOR.items():
        if state not in AT_OFFICE:
            clauses |= Q(state=state, unit_id__in=scope.units(Relation.OWN, right))
    endorsed = Q(unit_id__in=scope.units(Relation.MINE, Action.ENDORSE), state=ResponseState.SELF_ASSESSED)
    return clauses | endorsed & led(scope)


def led(scope: Scope) -> Q:
    """Clause: responses with a measure that names the person as its leader, or with none that names one."""
    named = Measure.objects.filter(response=OuterRef("pk"), leader__isnull=False)
    return Q(Exists(named.filter(leader=scope.person))) | ~Q(Exists(named))


def to_take_up(scope: Scope) -> Q:
    """Clause: what waits for the inspection office to begin the co-review."""
    return Q(state=ResponseState.UNIT_APPROVED, office_id__in=scope.units(Relation.OFFICE, Action.REVIEW))


def to_review(scope: Scope) -> Q:
    """Clause: what waits for a party of the co-review in which the account sits."""
    clauses = Q(pk__in=[])
    seats = ReviewSeat.objects.filter(response=OuterRef("pk"), waits_since__isnull=False)
    for role, office in scope.memberships:
        if role in REVIEWERS:
            sitting = Exists(seats.filter(role=role))
            clauses |= Q(sitting, state=ResponseState.UNDER_REVIEW, office_id=office)
    return clauses


def extensions_for(user: User) -> QuerySet[Extension]:
    """Requests for a later day that wait for the user's decision, the oldest first."""
    units = user.scope().units(Relation.OWN, Action.APPROVE)
    rows = Extension.objects.filter(unit__in=units, state=Request.PENDING)
    rows = rows.exclude(asked_by__in=user.stands_for())
    return rows.select_related("feedback__unit", "measure", "asked_by__person").order_by("id")


def my_measures(user: Account) -> QuerySet[Measure]:
    """Open measures of approved plans that the user's person leads or is responsible for, the most urgent
    first.
    """
    scope = user.scope()
    rows = Measure.objects.filter(
        Q(person=scope.person) | Q(leader=scope.person),
        unit__in={*scope.units(Relation.OWN, Action.RECORD), *scope.units(Relation.MINE, Action.RECORD)},
        state=MeasureState.OPEN,
        response__state__in=[one.value for one in WORKING],
        feedback__round__archived_at=None,
    )
    return rows.select_related("feedback__unit").order_by("due", "id")


def returned_to(user: Account) -> QuerySet[Response]:
    """Responses of the user's units that were sent back."""
    units = user.scope().units(Relation.OWN, Action.ASSESS) or user.scope().units(
        Relation.DEPARTMENT, Action.ASSESS
    )
    return responses().filter(unit__in=units, state=ResponseState.RETURNED).order_by("state_since", "id")


def case_responses(case: Feedback) -> list[Response]:
    """All responses of a case in the order of the text."""
    rows = responses().filter(feedback=case)
    return list(rows.order_by("position", "id"))


def next_draft(response: Response) -> int | None:
    """The response behind this one in its case whose plan is still being written; one query."""
    rows = Response.objects.filter(
        feedback=response.feedback_id,
        state=ResponseState.DRAFT,
        withdrawn_at=None,
        position__gt=response.position,
    )
    return rows.order_by("position", "id").values_list("pk", flat=True).first()


def case_measures(case: Feedback) -> dict[int, list[Measure]]:
    """Measures of a case with their people, by response; one query."""
    found: dict[int, list[Measure]] = defaultdict(list)
    rows = Measure.objects.filter(feedback=case, response__withdrawn_at=None)
    for one in rows.select_related("leader", "department", "person").order_by("position"):
        found[one.response_id].append(one)
    return found


def commitments_for(user: User, *, kept: bool, token: str | None) -> Page[Commitment]:
    """Promises that the user sees, soonest first; those without a day come last."""
    rows = Commitment.objects.visible_to(user).filter(kept_on__isnull=not kept)
    rows = rows.select_related("feedback__unit", "response", "kept_by__person")
    return page(rows, ("due_key", "id"), lambda one: (one.due_key, one.pk), token=token)


def duties_for(user: User, token: str | None) -> Page[RegularDuty]:
    """Regular duties that the user sees."""
    rows = RegularDuty.objects.visible_to(user).select_related(
        "feedback__unit", "person", "department", "response"
    )
    return page(rows, ("id",), lambda one: (one.pk,), token=token, size=30)
