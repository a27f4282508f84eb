"""Reading the inbox, who is to be told, and how the jobs stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from bihuan.web.accounts.models import Membership
from bihuan.web.accounts.permissions import GRANTS, Action, Relation
from bihuan.web.accounts.queries.deputies import in_force
from bihuan.web.base.keyset import Page, page
from bihuan.web.base.prepared import Prepared
from bihuan.web.notices.models import Job, JobState, Letter, Notification, Robot, WorkerPulse

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import Unit, User

BADGE = 99
"""The badge counts no further, so it never costs more than as many entries of one index."""


def unread(user: User) -> int:
    """Unread notices of the account's person, at most ``BADGE`` + 1; one query."""
    return len(_UNREAD.rows(None, user.person_id))


def _unread(shape: Hashable, person: int) -> QuerySet[Notification, tuple[int]]:
    del shape
    rows = Notification.objects.filter(person_id=person, read_at=None)
    return rows.order_by().values_list("pk")[: BADGE + 1]


_UNREAD = Prepared(_unread)
"""Every page asks."""


def inbox(user: User, *, only_unread: bool, token: str | None) -> Page[Notification]:
    """Fifty notices, the newest first."""
    rows = Notification.objects.filter(person_id=user.person_id)
    if only_unread:
        rows = rows.filter(read_at=None)
    return page(rows, ("newest_first", "id"), lambda one: (one.newest_first, one.pk), token=token)


def people_who(unit: Unit, action: Action, relation: Relation) -> list[int]:
    """Ids of people with an enabled account whose role in the unit grants the action, and of whoever acts
    for them today; two queries.
    """
    roles = [role.value for role, grants in GRANTS.items() if action in grants.get(relation, ())]
    rows = Membership.objects.filter(unit=unit, role__in=roles, user__is_active=True)
    found = set(rows.values_list("user__person_id", flat=True))
    acting = in_force().filter(absent__person__in=found, deputy__is_active=True)
    return sorted(found.union(acting.values_list("deputy__person_id", flat=True)))


def administrators(action: Action = Action.MANAGE_SETTINGS) -> list[int]:
    """Ids of the people who may do this to the house (usually: keep the settings); one query."""
    roles = [role.value for role, grants in GRANTS.items() if action in grants.get(Relation.HOUSE, ())]
    rows = Membership.objects.filter(role__in=roles, user__is_active=True)
    return sorted(set(rows.values_list("user__person_id", flat=True)))


def letters_of(user: User, limit: int = 7) -> list[Letter]:
    """The newest letters to the account's person."""
    rows = Letter.objects.filter(person_id=user.person_id).defer("text", "html")
    return list(rows.order_by("-day")[:limit])


def robots_for(user: User) -> QuerySet[Robot]:
    """Robots that the account may set up: those of its own units, or all for who keeps the settings."""
    scope = user.scope()
    rows = Robot.objects.select_related("unit").order_by("unit_id", "id")
    if scope.units(Relation.HOUSE, Action.MANAGE_SETTINGS):
        return rows
    return rows.filter(unit__in=scope.units(Relation.OWN, Action.EDIT))


def job_counts() -> dict[str, int]:
    """How many jobs wait, run, and were given up; one query over the rows that are not done."""
    rows = (
        Job.objects.filter(state__in=set(JobState) - {JobState.DONE})
        .values_list("state")
        .annotate(Count("pk"))
        .order_by()
    )
    return dict(rows)


def dead_jobs(token: str | None) -> Page[Job]:
    """Fifty jobs that were given up, the oldest first."""
    return page(Job.objects.filter(state=JobState.DEAD), ("id",), lambda job: (job.pk,), token=token)


def workers() -> Sequence[WorkerPulse]:
    """Workers that gave a sign of life, the latest first."""
    return list(WorkerPulse.objects.order_by("-seen_at")[:20])
