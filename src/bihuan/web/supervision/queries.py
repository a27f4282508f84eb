"""What the pages of supervision show."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.http import Http404

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.keyset import Page, page
from bihuan.web.inspections.models import Feedback, Round, RoundQuerySet
from bihuan.web.supervision.models import (
    Addressee,
    Assignment,
    AssignmentProgress,
    AssignmentState,
    Directive,
    DirectiveCheck,
    Explanation,
    Missive,
    MissiveReply,
    MonthStanding,
    Sheet,
    Supervision,
    SupervisionSetting,
    Visit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Account

ROUNDS = 20
RECORDS = 24


def rounds_for(user: User) -> list[Round]:
    """Rounds that the user may see, the newest first; ``scored`` says whether scores are switched on,
    ``recorded`` whether there are records.
    """
    return list(_rounds().visible_to(user).distinct().order_by("-id")[:ROUNDS])


def round_for(user: User, pk: int) -> Round:
    """One of them, or 404."""
    return get_for_user(_rounds().distinct(), user, pk=pk)


def _rounds() -> RoundQuerySet:
    scored = SupervisionSetting.objects.filter(round=OuterRef("pk"), scored=True)
    recorded = Supervision.objects.filter(round=OuterRef("pk"))
    return Round.objects.annotate(scored=Exists(scored), recorded=Exists(recorded)).select_related("office")


def cases_of(user: User, round: Round, token: str | None) -> Page[Feedback]:
    """Fifty cases of the round that the user may see, in the order of their units."""
    rows = Feedback.objects.visible_to(user).filter(round=round).select_related("unit")
    return page(rows, ("unit_id", "id"), lambda case: (case.unit_id, case.pk), token=token)


def standings(cases: Iterable[Feedback], first: date) -> dict[tuple[int, date], MonthStanding]:
    """How each month of the cases looks today, from a month on; one query."""
    rows = MonthStanding.objects.filter(feedback__in=[one.pk for one in cases], month__gte=first)
    return {(one.feedback_id, one.month): one for one in rows}


def records_of(round: Round) -> list[Supervision]:
    """The newest records of a round."""
    rows = Supervision.objects.filter(round=round).select_related("made_by__person")
    return list(rows.order_by("-month", "-serial")[:RECORDS])


def record_for(user: User, pk: int) -> Supervision:
    """A record of which the user may see at least one sheet, or 404."""
    rows = Supervision.objects.select_related("round", "office", "made_by__person")
    seen = Sheet.objects.visible_to(user).filter(supervision=OuterRef("pk"))
    found = rows.filter(Exists(seen), pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def sheets_of(user: User, record: Supervision, token: str | None) -> Page[Sheet]:
    """Fifty sheets in the order of the record; without their items."""
    rows = Sheet.objects.visible_to(user).filter(supervision=record).defer("items")
    return page(rows, ("order", "id"), lambda one: (one.order, one.pk), token=token)


def same_month(record: Supervision) -> list[Supervision]:
    """Every record of the month, the first first."""
    rows = Supervision.objects.filter(round=record.round_id, month=record.month)
    return list(rows.order_by("serial"))


def sheet_for(user: User, pk: int) -> Sheet:
    """A sheet with its record and case, or 404."""
    more = ("supervision__round", "supervision__office", "supervision__made_by__person", "feedback", "unit")
    return get_for_user(Sheet.objects.select_related(*more), user, pk=pk)


def other_sheets(sheet: Sheet) -> list[Sheet]:
    """Sheets of the same case and month, the first first; without their items."""
    rows = Sheet.objects.filter(feedback=sheet.feedback_id, month=sheet.month)
    return list(rows.select_related("supervision").defer("items").order_by("id"))


def explanation_of(sheet: Sheet) -> Explanation | None:
    """What the unit said about the month."""
    rows = Explanation.objects.filter(feedback=sheet.feedback_id, month=sheet.month)
    return rows.select_related("by__person").first()


def visits_in(case: int, first: date, last: date) -> list[Visit]:
    """Visits to the case within some days, the newest first."""
    rows = Visit.objects.filter(feedback=case, on__range=(first, last)).select_related("by__person")
    return list(rows.order_by("-on", "-id")[:50])


def visits_of(case: Feedback) -> list[Visit]:
    """The newest visits to a case."""
    rows = Visit.objects.filter(feedback=case).select_related("by__person", "response")
    return list(rows.order_by("-on", "-id")[:100])


def missives_page(
    user: User, token: str | None, level: str, unit: int | None, *, unsigned: bool = False
) -> Page[Missive]:
    """Fifty letters that the user may see, the newest first, with their addressees; two queries.

    ``unsigned``: only those that an addressee has not signed for.
    """
    rows = Missive.objects.visible_to(user).annotate(newest=-F("id")).select_related("unit", "office")
    rows = rows.filter(level=level) if level else rows
    rows = rows.filter(unit=unit) if unit else rows
    if unsigned:
        rows = rows.filter(Exists(Addressee.objects.filter(missive=OuterRef("pk"), received_at=None)))
    people = Prefetch("addressees", Addressee.objects.order_by("id"))
    rows = rows.defer("items", "text").prefetch_related(people)
    return page(rows, ("newest", "id"), lambda one: (-one.pk, one.pk), token=token)


def missive_for(user: User, pk: int) -> Missive:
    """A letter, or 404."""
    return get_for_user(Missive.objects.select_related("unit", "office", "made_by__person"), user, pk=pk)


def trace_of(missive: Missive) -> tuple[list[Addressee], list[MissiveReply]]:
    """Who got it and what they did; what was answered. Two queries."""
    people = Addressee.objects.filter(missive=missive).select_related("received_by__person").order_by("id")
    replies = MissiveReply.objects.filter(missive=missive).select_related("by__person").order_by("id")
    return list(people), list(replies[:100])


def to_sign(user: User, limit: int) -> list[Addressee]:
    """Letters that wait for the user's signature, the oldest first; one query."""
    rows = Addressee.objects.filter(person=user.scope().person, received_at=None)
    return list(
        rows.select_related("missive__unit", "missive__office").defer("missive__items").order_by("id")[:limit]
    )


def my_assignments(user: Account) -> QuerySet[Assignment]:
    """Tasks that the account's person has to do: named, of their department, or of the unit whose ledger they
    keep.
    """
    scope = user.scope()
    mine = Q(person=scope.person)
    if scope.department is not None:
        mine |= Q(person=None, department=scope.department)
    if units := scope.units(Relation.OWN, Action.EDIT):
        mine |= Q(person=None, department=None, unit__in=units)
    return Assignment.objects.visible_to(scope).filter(mine)


def directives_page(user: User, token: str | None) -> Page[Directive]:
    """Twenty decisions that the user may see, the newest first, with how many tasks are open and late."""
    rows = Directive.objects.visible_to(user).select_related("unit").annotate(newest=-F("id"))
    return page(rows, ("newest", "id"), lambda one: (-one.pk, one.pk), token=token, size=20)


def counts_of(directives: Iterable[Directive], today: date) -> dict[int, tuple[int, int, int]]:
    """By directive: tasks, done, overdue; one query."""
    open_ = Q(state=AssignmentState.OPEN)
    rows = Assignment.objects.filter(directive__in=[one.pk for one in directives]).values_list("directive_id")
    counted = rows.annotate(
        whole=Count("pk"),
        done=Count("pk", filter=~open_),
        late=Count("pk", filter=open_ & Q(due__lt=today)),
    )
    return {pk: (whole, done, late) for pk, whole, done, late in counted.order_by()}


def given_to_me(user: User, limit: int) -> list[Assignment]:
    """The user's own open tasks, the soonest first; those without a last day come last. One query."""
    rows = my_assignments(user).filter(state=AssignmentState.OPEN).select_related("directive", "unit")
    return list(rows.order_by(F("due").asc(nulls_last=True), "id")[:limit])


def directive_for(user: User, pk: int) -> Directive:
    """A decision, or 404."""
    return get_for_user(Directive.objects.select_related("unit", "made_by__person"), user, pk=pk)


def tasks_of(directive: Directive) -> list[Assignment]:
    """Its tasks in order."""
    rows = Assignment.objects.filter(directive=directive)
    return list(rows.select_related("unit", "department", "person").order_by("order"))


def reports_of(tasks: Sequence[Assignment]) -> dict[int, list[AssignmentProgress]]:
    """Entries of progress by task, the newest first; one query."""
    found: dict[int, list[AssignmentProgress]] = defaultdict(list)
    rows = AssignmentProgress.objects.filter(assignment__in=[one.pk for one in tasks])
    for one in rows.select_related("by__person").order_by("assignment_id", "-on", "-id"):
        found[one.assignment_id].append(one)
    return found


def checks_of(directive: Directive) -> list[DirectiveCheck]:
    """The newest monthly checks of a decision."""
    rows = DirectiveCheck.objects.filter(directive=directive).select_related("made_by__person")
    return list(rows.order_by("-month", "-serial")[:RECORDS])


def check_for(user: User, pk: int) -> DirectiveCheck:
    """A monthly check, or 404."""
    return get_for_user(
        DirectiveCheck.objects.select_related("directive", "unit", "made_by__person"), user, pk=pk
    )


def assignment_for(user: User, pk: int) -> Assignment:
    """A task with its decision, or 404."""
    more = ("directive__unit", "unit", "department", "person", "made_by__person")
    return get_for_user(Assignment.objects.select_related(*more), user, pk=pk)
