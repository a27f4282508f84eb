"""Where a person wants to be told: letter and calendar feed."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import transaction

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import HOUSE, journal_append
from bihuan.web.notices.models import Subscription

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User


def subscription_of(actor: User) -> Subscription:
    """The stored one, or what holds until something is stored."""
    found = Subscription.objects.filter(pk=actor.person_id).first()
    return found or Subscription(person_id=actor.person_id)


@transaction.atomic
def subscription_change(*, actor: User, now: datetime, email: str, digest: bool) -> Subscription:
    """One's own address, and whether the daily letter comes."""
    email = email.strip()
    if email:
        try:
            email.encode("ascii")
            EmailValidator()(email)
        except (UnicodeEncodeError, ValidationError) as error:
            raise ServiceError(
                "邮箱地址写得不对，请写成 name@example.cn 这样的英文地址。", field="email"
            ) from error
    found = subscription_of(actor)
    changes: dict[str, list[object]] = {"email": [found.email, email], "digest": [found.digest, digest]}
    found.email, found.digest = email, digest
    found.save()
    _journal(actor, now, "subscription_change", changes)
    return found


@transaction.atomic
def feed_make(*, actor: User, now: datetime) -> str:
    """The secret of a new feed address, told this once; the address before stops working."""
    found, token = subscription_of(actor), secrets.token_urlsafe(32)
    found.feed_digest, found.feed_made_at = feed_digest(token), now
    found.save()
    _journal(actor, now, "feed_make", {})
    return token


@transaction.atomic
def feed_revoke(*, actor: User, now: datetime) -> None:
    """The address stops working."""
    found = subscription_of(actor)
    if found.feed_digest:
        found.feed_digest, found.feed_made_at = "", None
        found.save()
        _journal(actor, now, "feed_revoke", {})


def feed_digest(token: str) -> str:
    """What is stored of a feed's secret."""
    return sha256(token.encode()).hexdigest()


def _journal(actor: User, now: datetime, action: str, changes: dict[str, list[object]]) -> None:
    journal_append(actor=actor, now=now, chain=HOUSE, action=action, thing=actor, changes=changes)
