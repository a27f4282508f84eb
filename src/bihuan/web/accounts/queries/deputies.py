"""Deputyships in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.accounts.models import Deputy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User


def in_force() -> QuerySet[Deputy]:
    """Today's; the absent one's account is still open."""
    today = timezone.localdate()
    return Deputy.objects.filter(
        ended_at=None, from_on__lte=today, to_on__gte=today, absent__is_active=True
    ).select_related("absent__person__unit", "deputy__person")


def deputyship(user: User, pk: int) -> Deputy | None:
    """One of the account's own, in force."""
    return in_force().filter(deputy=user, pk=pk).first()


def deputyships(user: User) -> list[Deputy]:
    """For whom the account may act today."""
    return list(in_force().filter(deputy=user).order_by("from_on", "id"))


def absences(user: User) -> list[Deputy]:
    """The account's own leaves that are not over, soonest first."""
    rows = Deputy.objects.filter(absent=user, ended_at=None, to_on__gte=timezone.localdate())
    return list(rows.select_related("deputy__person", "absent__person").order_by("from_on", "id"))
