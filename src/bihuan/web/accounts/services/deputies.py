"""Leave: another account acts for the absent one for a time, and the journal says 代."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from bihuan.web.accounts.models import Deputy, User
from bihuan.web.accounts.permissions import ADMINISTRATORS, Action
from bihuan.web.accounts.registry import DEPUTY_CHANGED
from bihuan.web.accounts.services._common import allowed, write_down
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.words import day_words

if TYPE_CHECKING:
    from datetime import date, datetime

LONGEST = 366
"""Days; whoever is away longer hands over."""


@transaction.atomic
def deputy_appoint(
    *, actor: User, now: datetime, absent: User, deputy: User, from_on: date, to_on: date, reason: str
) -> Deputy:
    """Oneself, or the security administrator for somebody who cannot any more. A deputy appoints none."""
    if actor.pk != absent.pk or actor.acting_for:
        allowed(actor, Action.MANAGE_ROLES)
    _check(absent, deputy, from_on, to_on)
    if not reason.strip():
        raise ServiceError("请填写离岗事由，如：出差、休假、学习。", field="reason")
    made = Deputy.objects.create(
        absent=absent, deputy=deputy, from_on=from_on, to_on=to_on, reason=reason.strip()
    )
    days = f"{day_words(from_on)}至{day_words(to_on)}"
    write_down(actor, now, "deputy_appoint", absent, deputy=["", deputy.name], days=["", days])
    _announce(made, actor, now)
    return made


def _announce(deputy: Deputy, actor: User, now: datetime) -> None:
    for tell in DEPUTY_CHANGED:
        tell(deputy, actor, now)


def _check(absent: User, deputy: User, from_on: date, to_on: date) -> None:
    if absent.pk == deputy.pk:
        raise ServiceError("代理人不能是本人，请另选一人。", field="deputy")
    if not deputy.is_active or deputy.unit.pk != absent.unit.pk:
        raise ServiceError("代理人应是本单位能登录的人员，请另选一人。", field="deputy")
    roles = {one.role for user in (absent, deputy) for one in user.memberships.all()}
    if roles & ADMINISTRATORS:
        raise ServiceError("管理员的工作不能代理，也不能代理他人；请另设一个管理员账户。", field="deputy")
    if to_on < from_on:
        raise ServiceError("结束日期早于开始日期，请核对。", field="to_on")
    if (to_on - from_on).days >= LONGEST:
        raise ServiceError("代理不超过一年；时间更长的，请办理工作移交。", field="to_on")
    overlap = Deputy.objects.filter(absent=absent, ended_at=None, from_on__lte=to_on, to_on__gte=from_on)
    if overlap.exists():
        raise ServiceError(
            "这段时间已经有代理人了，请先结束原来的代理。", field="from_on", href=reverse("accounts:account")
        )


@transaction.atomic
def deputy_end(*, actor: User, now: datetime, deputy: Deputy) -> None:
    """Back earlier than planned."""
    if actor.acting_for or actor.pk not in (deputy.absent_id, deputy.deputy_id):
        allowed(actor, Action.MANAGE_ROLES)
    if deputy.ended_at is None:
        deputy.ended_at = now
        deputy.save(update_fields=["ended_at"])
        write_down(actor, now, "deputy_end", deputy.absent, deputy=[deputy.deputy.name, ""])
        _announce(deputy, actor, now)


def deputies_end(actor: User | None, now: datetime, user: User) -> None:
    """End every deputyship that the account gives or holds, as part of moving or leaving."""
    rows = Deputy.objects.filter(Q(absent=user) | Q(deputy=user), ended_at=None)
    if rows.update(ended_at=now):
        write_down(actor, now, "deputies_end", user)
