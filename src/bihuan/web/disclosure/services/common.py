"""What the services of an announcement share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.disclosure.models import Announcement, Edition
from bihuan.web.disclosure.workflow import AT_WORK, State

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from bihuan.web.accounts.models import User

LONGEST = 2_000


def page_of(announcement: Announcement) -> str:
    """Where the announcement is worked on."""
    return reverse("disclosure:publication", args=[announcement.pk])


def locked(announcement: Announcement) -> Announcement:
    """The announcement with its case, held until the transaction ends."""
    rows = Announcement.objects.select_for_update(of=("self",))
    return rows.select_related("feedback__round", "feedback__unit", "unit").get(pk=announcement.pk)


def at_work(announcement: Announcement) -> Edition | None:
    """The version that is being worked on."""
    return Edition.objects.filter(announcement=announcement, state__in=AT_WORK).first()


def refuse_frozen(announcement: Announcement) -> None:
    """Masks and omissions change while a version is drafted, not under the eyes of who examines it."""
    found = at_work(announcement)
    if found is None:
        raise ServiceError("现在没有正在草拟的稿子，请先拟稿。", href=page_of(announcement))
    if found.state != State.DRAFT:
        raise ServiceError(
            f"这一版{found.get_state_display()}，内容已经定住；要改请先收回修改。", href=page_of(announcement)
        )


def reasoned(text: str, what: str, field: str = "reason") -> str:
    """A reason that says something."""
    text = text.strip()
    if not text:
        raise ServiceError(f"{what}要写明理由。", field=field)
    if len(text) > LONGEST:
        raise ServiceError(f"理由最多{LONGEST}字，请写得简要些。", field=field)
    return text


def put_down(
    actor: User | None,
    now: datetime,
    announcement: Announcement,
    action: str,
    changes: dict[str, Any],
    thing: Model | None = None,
) -> None:
    """The entry of the journal, on the unit's chain."""
    journal_append(
        actor=actor,
        now=now,
        chain=announcement.unit_id,
        action=action,
        thing=thing or announcement,
        label=str(announcement),
        changes=changes,
    )
