"""Tokens made and revoked, and what the security administrator allows of them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.accounts.services.policy import refuse_beyond, rewrite
from bihuan.web.api.areas import Area
from bihuan.web.api.models import ApiPolicy, Token
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.services import HOUSE, journal_append

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import User

PREFIX = "bh_"
"""So that scanners for lost secrets, and people, know what they found."""
MOST = 20
"""Live tokens of one account."""
LIMITS = {"longest_days": (1, 365), "per_minute": (10, 6_000)}


def digest_of(told: str) -> str:
    """What is stored of a token; it is random enough that no slow hash is needed."""
    return sha256(told.encode()).hexdigest()


def api_policy_now() -> ApiPolicy:
    """The policy in force; its defaults while nobody has changed it."""
    return ApiPolicy.objects.filter(pk=1).first() or ApiPolicy(pk=1)


@transaction.atomic
def token_make(
    *, actor: User, now: datetime, name: str, days: int, writes: bool = False, areas: Sequence[str] = ()
) -> tuple[Token, str]:
    """A token of one's own account, and its secret, which is told this once.

    A program makes no tokens: one that leaked would live on in its children. Nor does a deputy.
    """
    if actor.acting_for or actor.through:
        raise ServiceError("令牌由本人在账户页建立，代理人和程序都不能代为建立。", code="not_in_person")
    name = " ".join(name.split())
    _check(actor, now, name, days)
    chosen = [one.value for one in Area if one.value in areas]
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(
        user=actor,
        name=name,
        digest=digest_of(secret),
        hint=secret[-4:],
        writes=writes,
        areas=chosen,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    until = made.expires_at.date().isoformat()
    _journal(
        actor, now, "token_make", made, name=["", name], writes=[False, writes], areas=[[], chosen],
        until=["", until],
    )  # fmt: skip
    return made, secret


def _check(actor: User, now: datetime, name: str, days: int) -> None:
    policy = api_policy_now()
    if not policy.enabled:
        raise ServiceError("接口已由安全管理员停用，不能建立令牌。", code="api_off")
    if not name or len(name) > 40:
        raise ServiceError("请写明令牌给哪个程序用，最多 40 个字。", field="name")
    if not name.isprintable():
        raise ServiceError("名称里有不能显示的字符，请重新填写。", field="name")
    if not 1 <= days <= policy.longest_days:
        raise ServiceError(f"有效期应在 1 到 {policy.longest_days} 天之间。", field="days")
    live = Token.objects.filter(user=actor, revoked_at=None)
    if live.filter(name=name).exists():
        raise ServiceError(f"已经有名为“{name}”的令牌，请换一个名称，或先吊销它。", field="name")
    if live.filter(expires_at__gt=now).count() >= MOST:
        raise ServiceError(f"一个账户最多 {MOST} 个令牌，请先吊销不用的。", field="name")


@transaction.atomic
def token_revoke(*, actor: User, now: datetime, token: Token) -> None:
    """It works no more from this moment; revoking what is revoked changes nothing."""
    if token.user_id != actor.pk or actor.acting_for:
        require(actor, Action.MANAGE_POLICY)
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        _journal(actor, now, "token_revoke", token, name=[token.name, ""])


@transaction.atomic
def tokens_revoke(*, actor: User, now: datetime, user: User) -> int:
    """Every token of an account, by the security administrator; how many there were."""
    require(actor, Action.MANAGE_POLICY)
    live = Token.objects.filter(user=user, revoked_at=None)
    names = list(live.order_by("pk").values_list("name", flat=True))
    live.update(revoked_at=now)
    if names:
        _journal(actor, now, "tokens_revoke", user, name=[names, []])
    return len(names)


@transaction.atomic
def api_policy_set(*, actor: User, now: datetime, version: int, enabled: bool, **numbers: int) -> ApiPolicy:
    """Switch the interface on or off, limit lifetimes and pace; a shorter lifetime holds for living tokens
    too.
    """
    require(actor, Action.MANAGE_POLICY)
    ApiPolicy.objects.get_or_create(pk=1)
    policy = ApiPolicy.objects.select_for_update().get(pk=1)
    if policy.version != version:
        raise StaleError("接口设置")
    refuse_beyond(LIMITS, numbers)
    changes = rewrite(policy, {"enabled": enabled, **numbers})
    _shorten(now, policy.longest_days)
    if changes:
        _journal(actor, now, "api_policy_set", policy, **changes)
    return policy


def _shorten(now: datetime, days: int) -> None:
    edge = now + timedelta(days=days)
    Token.objects.filter(revoked_at=None, expires_at__gt=edge).update(expires_at=edge)


def _journal(actor: User, now: datetime, action: str, thing: Any, **changes: Any) -> None:
    journal_append(actor=actor, now=now, chain=HOUSE, action=action, thing=thing, changes=changes)
