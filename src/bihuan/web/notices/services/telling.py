"""Telling people, in the transaction of the write that they are told of.

These rows have no journal entry of their own: the write that they tell of has one, and ten thousand
reminders would otherwise be ten thousand entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.notices.models import Notification, Robot
from bihuan.web.notices.queries import administrators, people_who
from bihuan.web.notices.queue.enqueuing import BATCH, enqueue_many

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model

    from bihuan.web.accounts.models import Unit
    from bihuan.web.notices.kinds import Kind

LONGEST = 300


def notify_people(
    people: Iterable[int],
    *,
    now: datetime,
    kind: Kind,
    text: str,
    link: str = "",
    about: Model | None = None,
    key: str = "",
) -> None:
    """A line in the inbox of each person (ids). With a ``key`` a person is told at most once, however often
    this is called. ``link`` is a path of the product.
    """
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError(link)
    rows = [
        Notification(
            person_id=person,
            kind=kind.code,
            text=_short(text),
            link=link,
            about_type=about._meta.label_lower if about is not None else "",
            about_id=about.pk if about is not None else None,
            key=key,
            created_at=now,
            newest_first=-int(now.timestamp() * 1000),
        )
        for person in dict.fromkeys(people)
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def _short(text: str) -> str:
    """One line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def notify_unit(
    unit: Unit,
    *,
    now: datetime,
    kind: Kind,
    text: str,
    link: str = "",
    about: Model | None = None,
    key: str = "",
    action: Action = Action.READ,
    relation: Relation = Relation.OWN,
) -> None:
    """Everybody whose role in the unit grants the action, and the robots of its group chats."""
    people = people_who(unit, action, relation)
    notify_people(people, now=now, kind=kind, text=text, link=link, about=about, key=key)
    robots = Robot.objects.filter(unit=unit, active=True).values_list("pk", flat=True)
    told = {"kind": kind.code, "text": _short(text), "link": link}
    enqueue_many(
        [("robot_tell", {"robot": pk, **told}, f"robot:{pk}:{key}" if key else "") for pk in robots], now=now
    )


def notify_administrators(*, now: datetime, kind: Kind, text: str, link: str = "", key: str = "") -> None:
    """Everybody who keeps the settings."""
    notify_people(administrators(), now=now, kind=kind, text=text, link=link, key=key)
