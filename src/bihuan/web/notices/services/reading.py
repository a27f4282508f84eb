"""The inbox as its owner uses it. What somebody has read is theirs alone and no matter for the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.notices.models import Notification

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User


def notification_read(*, actor: User, now: datetime, notification: Notification) -> None:
    """Read; the first time counts."""
    rows = Notification.objects.filter(pk=notification.pk, person_id=actor.person_id, read_at=None)
    rows.update(read_at=now)


def inbox_read(*, actor: User, now: datetime, newest: int) -> int:
    """Everything down from the line whose ``newest_first`` the page showed on top; how many there were.

    What came in after the page was drawn has not been seen and stays unread.
    """
    rows = Notification.objects.filter(person_id=actor.person_id, read_at=None, newest_first__gte=newest)
    return rows.update(read_at=now)
