"""Which originals are masked: what people add and release by hand, which kinds the rules look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.masking import Kind, problem_of
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import GoneError, ServiceError
from bihuan.web.disclosure.models import MaskChoice
from bihuan.web.disclosure.services.common import locked, put_down, reasoned, refuse_frozen

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.disclosure.models import Announcement

MOST = 500
LONGEST_DAYS = 250


@transaction.atomic
def mask_choose(
    *,
    actor: User,
    now: datetime,
    announcement: Announcement,
    original: str,
    active: bool,
    reason: str,
    kind: str = Kind.OTHER,
    mask: str = "",
) -> MaskChoice:
    """Mask an original everywhere in the text, or release it everywhere; an earlier choice is replaced."""
    require(actor, Action.PUBLISH, announcement.feedback)
    held = locked(announcement)
    refuse_frozen(held)
    original, mask = original.strip(), mask.strip()
    _refuse_words(original, mask, kind)
    reason = reasoned(reason, "隐去" if active else "不隐去")[:300]
    rows = MaskChoice.objects.filter(announcement=held)
    if rows.exclude(original=original).count() >= MOST:
        raise ServiceError(f"人工决定最多{MOST}条，请先删去用不着的。", field="original")
    old = rows.filter(original=original).first()
    made, _ = MaskChoice.objects.update_or_create(
        announcement=held,
        original=original,
        defaults={"kind": kind, "mask": mask, "active": active, "reason": reason, "by": actor, "at": now},
    )
    changes = {
        "original": ["", original],
        "active": [old.active if old else None, active],
        "mask": [old.mask if old else "", mask],
        "reason": ["", reason],
    }
    put_down(actor, now, held, "mask_choose", changes)
    return made


def _refuse_words(original: str, mask: str, kind: str) -> None:
    if problem := problem_of(original):
        raise ServiceError(problem, field="original")
    if len(original) > 60:
        raise ServiceError("要隐去的文字最多60字，请只写要隐去的词。", field="original")
    if kind not in tuple(Kind):
        raise ServiceError("没有这个种类，请从列表中选择。", field="kind")
    if len(mask) > 20 or "\n" in mask:
        raise ServiceError("代称最多20字，写在一行里。", field="mask")
    if mask and original in mask:
        raise ServiceError("代称里不能含有要隐去的文字。", field="mask")


@transaction.atomic
def mask_forget(*, actor: User, now: datetime, choice: MaskChoice) -> None:
    """Back to what the rules say of this original."""
    require(actor, Action.PUBLISH, choice.announcement.feedback)
    held = locked(choice.announcement)
    refuse_frozen(held)
    taken, _ = MaskChoice.objects.filter(pk=choice.pk).delete()
    if not taken:
        raise GoneError("这一条决定")
    changes = {"original": [choice.original, ""], "active": [choice.active, None]}
    put_down(actor, now, held, "mask_forget", changes)


@transaction.atomic
def wishes_set(
    *, actor: User, now: datetime, announcement: Announcement, kinds: Collection[str], days: int
) -> Announcement:
    """Which kinds the rules mask by themselves, and for how many working days the announcement stands."""
    require(actor, Action.PUBLISH, announcement.feedback)
    held = locked(announcement)
    refuse_frozen(held)
    known = [one.value for one in Kind if one in kinds]
    if not 1 <= days <= LONGEST_DAYS:
        raise ServiceError(f"公开期填1到{LONGEST_DAYS}个工作日。", field="days")
    changes = {"kinds": [held.kinds, known], "days": [held.days, days]}
    if (held.kinds, held.days) != (known, days):
        held.kinds, held.days = known, days
        held.save(update_fields=["kinds", "days"])
        put_down(actor, now, held, "wishes_set", changes)
    return held
