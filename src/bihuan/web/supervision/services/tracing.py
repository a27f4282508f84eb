"""What became of a letter: opened, signed for, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from bihuan.web.accounts.permissions import ARCHIVED, Action, Relation, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people
from bihuan.web.supervision.kinds import MISSIVE
from bihuan.web.supervision.models import Addressee, Missive, MissiveItem, MissiveReply
from bihuan.web.supervision.passages import missive_found

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User

LONGEST = 5_000


def missive_opened(*, actor: User, now: datetime, missive: Missive) -> None:
    """An addressee has it on the screen; the first time counts. Like what somebody has read this is no matter
    for the journal.
    """
    rows = Addressee.objects.filter(missive=missive, person=actor.scope().person, opened_at=None)
    rows.update(opened_at=now)


@transaction.atomic
def missive_receive(*, actor: User, now: datetime, missive: Missive) -> Addressee:
    """Sign for a letter: each addressee for themselves, a deputy for the one they act for."""
    require(actor, Action.RECEIPT, missive)
    rows = Addressee.objects.select_for_update(of=("self",))
    found: Addressee | None = rows.filter(missive=missive, person=actor.scope().person).first()
    if found is None:
        raise ServiceError(f"这份{missive.get_level_display()}不是送给您的，由主送人员签收。")
    _refuse_archived(missive)
    if found.received_at:
        raise ServiceError("您已经签收过了。")
    found.received_at, found.received_by = now, actor
    found.opened_at = found.opened_at or now
    found.save(update_fields=["received_at", "received_by", "opened_at"])
    _journal(actor, now, missive, "missive_receive", {"name": ["", found.name]})
    return found


@transaction.atomic
def missive_reply(*, actor: User, now: datetime, missive: Missive, text: str) -> MissiveReply:
    """The unit's answer; the office is told."""
    require(actor, Action.RECEIPT, missive)
    _refuse_archived(missive)
    text = text.strip()
    if not text:
        raise ServiceError("请写明办理情况、原因和预计办结时间。", field="text")
    if len(text) > LONGEST:
        raise ServiceError(f"回复最多{LONGEST}字，请写得简要些。", field="text")
    if MissiveReply.objects.filter(missive=missive, text=text).exists():
        raise ServiceError("同样的回复已经提交过了，不必重复提交。", field="text")
    made = MissiveReply.objects.create(missive=missive, text=text, by=actor, at=now)
    _journal(actor, now, missive, "missive_reply", {"text": ["", text]})
    missive_found(missive)
    notify_people(
        people_who(missive.office, Action.SUPERVISE, Relation.OFFICE),
        now=now,
        kind=MISSIVE,
        text=f"{missive.unit}回复了{missive.reference}：{text}",
        link=reverse("supervision:missive", args=[missive.pk]),
        about=missive,
        key=f"missive-reply:{made.pk}",
    )
    return made


def _refuse_archived(missive: Missive) -> None:
    """Once every round of which the letter speaks is archived it is only read."""
    rows = MissiveItem.objects.filter(missive=missive)
    if rows.exists() and not rows.filter(feedback__archived_at=None).exists():
        raise ServiceError(ARCHIVED)


def _journal(
    actor: User, now: datetime, missive: Missive, action: str, changes: dict[str, list[object]]
) -> None:
    journal_append(actor=actor, now=now, chain=missive.unit_id, action=action, thing=missive, changes=changes)
