"""The calendar in force, deadlines that may still move, and what "overdue" means."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from bihuan.policy.calendar import YearNotice as PolicyNotice
from bihuan.policy.notices import working_calendar
from bihuan.web.inspections.models import OPEN, Deadline, Round, YearNotice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from bihuan.policy.calendar import Calendar
    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback


def calendar_now() -> Calendar:
    """Working days by the library's table and the notices that were entered."""
    return working_calendar(tuple(policy_notice(one) for one in YearNotice.objects.order_by("year")))


def policy_notice(notice: YearNotice) -> PolicyNotice:
    """A stored notice as the policy package takes it; ``PolicyDataError`` where it contradicts itself."""
    return PolicyNotice(notice.year, _days(notice.days_off), _days(notice.working_days), notice.document)


def _days(texts: Iterable[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


def open_deadlines(year: int | None = None) -> QuerySet[Deadline]:
    """Deadlines in force that were computed without a notice, and those that run through ``year``.

    A notice that is corrected moves what the wrong one had settled.
    """
    wanted = Q(provisional=True)
    if year is not None:
        wanted |= Q(starts_on__lte=date(year, 12, 31), due__gte=date(year, 1, 1))
    rows = Deadline.objects.filter(wanted, superseded_at=None)
    return rows.select_related("feedback__round").order_by("id")


def deadlines_of(feedback: Feedback) -> list[Deadline]:
    """Every deadline of a case, those in force first, then what they replaced, newest first."""
    rows = Deadline.objects.filter(feedback=feedback).order_by("-computed_at", "-id")
    return sorted(rows, key=lambda one: (one.superseded_at is not None, one.due))


def overdue(today: date, *, status: str = "status", due: str = "due_key") -> Q:
    """The one definition: still open, and the last day lies before today. No deadline is never overdue.

    For a row in hand: ``lateness.past``.
    """
    return Q(**{f"{due}__lt": today, f"{status}__in": OPEN})


def rounds_for(user: User) -> QuerySet[Round]:
    """Rounds that the user may see, newest first."""
    return Round.objects.visible_to(user).select_related("office").distinct().order_by("-id")


def round_choices(user: User) -> list[tuple[int, str]]:
    """The fifty newest of them as (id, name)."""
    return list(Round.objects.visible_to(user).distinct().order_by("-id").values_list("id", "name")[:50])
