"""What of the inbox goes to the next person when somebody moves: the notices that nobody has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.accounts.registry import Holding
from bihuan.web.notices.models import Notification

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import Person, User


def _count(person: Person) -> int:
    return Notification.objects.filter(person=person, read_at=None).count()


def _move(old: Person, new: Person, actor: User | None, now: datetime) -> int:
    """What the new one was told as well is read for the old one."""
    del actor
    rows = Notification.objects.filter(person=old, read_at=None)
    known = Notification.objects.filter(person=new).exclude(key="").values("key")
    rows.filter(key__in=known).update(read_at=now)
    return rows.update(person=new, letter=None)


UNREAD = Holding("未读的消息", "条", _count, _move)
