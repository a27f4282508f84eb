"""Cases as pages name them: one to open, or a list to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Q, Subquery

from bihuan.web.base.guards import get_for_user
from bihuan.web.base.keyset import Page, page
from bihuan.web.inspections.models import Deadline, DeadlinePurpose, Feedback

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User


def case_for(user: User, pk: int) -> Feedback:
    """The case with unit, round and deadline (``due``, ``provisional``), or 404; one query."""
    in_force = Deadline.objects.filter(
        feedback=OuterRef("pk"), purpose=DeadlinePurpose.RECTIFICATION, superseded_at=None
    )
    rows = Feedback.objects.select_related("unit", "round").annotate(
        due=Subquery(in_force.values("due")[:1]), provisional=Subquery(in_force.values("provisional")[:1])
    )
    return get_for_user(rows, user, pk=pk)


def cases_for(user: User) -> QuerySet[Feedback]:
    """Every case that the user sees, the one with most unanswered errors first."""
    return (
        Feedback.objects.visible_to(user)
        .select_related("unit", "round")
        .order_by("-open_errors", "-warnings", "id")
    )


def due_of(case: Any) -> date | None:
    """The last day of rectification of a case from ``case_for``."""
    due: date | None = case.due
    return due


def dues_of(cases: Iterable[int]) -> dict[int, date]:
    """The last day of rectification of each of these cases that has one; one query."""
    rows = Deadline.objects.filter(
        feedback__in=list(cases), purpose=DeadlinePurpose.RECTIFICATION, superseded_at=None
    )
    return dict(rows.values_list("feedback_id", "due"))


def cases_page(user: User, token: str | None, words: str, round_: int | None = None) -> Page[Feedback]:
    """Fifty cases, most unanswered errors first; narrowed to units whose name holds the words, and to a
    round.
    """
    rows = Feedback.objects.visible_to(user).select_related("unit", "round").annotate(calm=-F("open_errors"))
    if words:
        rows = rows.filter(Q(unit__name__contains=words) | Q(unit__short_name__contains=words))
    if round_ is not None:
        rows = rows.filter(round=round_)
    return page(rows, ("calm", "id"), lambda case: (-case.open_errors, case.pk), token=token)
