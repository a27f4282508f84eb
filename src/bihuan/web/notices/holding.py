"""What of the inbox goes to the next person when somebody moves: the notices that nobody has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.accounts.registry import Holding
from bihuan.web.notices.models import Notification

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import Person, User


def _unread(person: Person) -> QuerySet[Notification]:
    return Notification.objects.filter(person=person, read_at=None)


def _move(old: Person, new: Person, actor: User | None, now: datetime) -> int:
    """What the new one was told as well is read for the old one."""
    del actor
    rows = _unread(old)
    known = Notification.objects.filter(person=new).exclude(key="").values("key")
    rows.filter(key__in=known).update(read_at=now)
    return rows.update(person=new, letter=None)


UNREAD = Holding("未读的消息", "条", _unread, _move)
