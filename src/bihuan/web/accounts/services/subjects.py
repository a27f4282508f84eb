"""Accounts and the organisation's log-in service: tied together by the account's own hand, by subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from bihuan.web.accounts.models import Subject, User
from bihuan.web.accounts.permissions import Action
from bihuan.web.accounts.services._common import allowed, write_down
from bihuan.web.base.errors import ServiceError

if TYPE_CHECKING:
    from datetime import datetime


def subject_user(issuer: str, subject: str) -> User | None:
    """The active account of the subject. Names and mail addresses are never compared: they can be given to
    somebody else.
    """
    found = Subject.objects.filter(issuer=issuer, subject=subject, user__is_active=True)
    row = found.select_related("user__person__unit").first()
    return row.user if row else None


@transaction.atomic
def subject_link(*, actor: User, now: datetime, issuer: str, subject: str) -> Subject:
    """Tie the signed-in account to the subject. No rights come with it."""
    if Subject.objects.filter(issuer=issuer, subject=subject).exclude(user=actor).exists():
        raise ServiceError("这个统一身份已经关联了别的账户，请系统管理员核对。")
    try:
        with transaction.atomic():
            made, _ = Subject.objects.update_or_create(
                user=actor, issuer=issuer, defaults={"subject": subject, "linked_at": now}
            )
    except IntegrityError as error:
        raise ServiceError("这个统一身份刚刚关联了别的账户，请系统管理员核对。") from error
    write_down(actor, now, "subject_link", actor, issuer=["", issuer])
    return made


@transaction.atomic
def subject_unlink(*, actor: User, now: datetime, user: User) -> None:
    """Cut the tie: oneself, or the system administrator."""
    if actor.pk != user.pk:
        allowed(actor, Action.MANAGE_ACCOUNTS)
    if Subject.objects.filter(user=user).delete()[0]:
        write_down(actor, now, "subject_unlink", user)
