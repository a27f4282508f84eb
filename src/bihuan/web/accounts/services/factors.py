"""The second factor: TOTP and the codes for a lost phone."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts import totp
from bihuan.web.accounts.models import RecoveryCode, SecondFactor, User
from bihuan.web.accounts.permissions import Action
from bihuan.web.accounts.seals import keyed_hash, new_code, plain_code, seal, unseal
from bihuan.web.accounts.services._common import allowed, write_down
from bihuan.web.base.errors import ServiceError

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import LoginPolicy

CODES = 10
WRONG = "动态码不对或已经用过，请等手机上换一个新的再输入。"


def factor_required(user: User, policy: LoginPolicy) -> bool:
    """Whether one of the account's roles may not log in by password alone."""
    wanted = set(policy.factor_roles)
    return any(one.role in wanted for one in user.roles())


def factor_of(user: User) -> SecondFactor | None:
    """The factor in use; None while there is none."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()


def factor_begin(user: User) -> bytes:
    """The secret to be put into the phone: the one begun before, or a new one. Nothing counts yet."""
    begun = SecondFactor.objects.filter(user=user).first()
    if begun and begun.confirmed_at:
        raise ServiceError("已经在用动态码了；要换手机，请先停用。")
    known = unseal(begun.sealed) if begun else None
    if known:
        return known
    secret = secrets.token_bytes(20)
    SecondFactor.objects.update_or_create(user=user, defaults={"sealed": seal(secret), "last_step": 0})
    return secret


@transaction.atomic
def factor_confirm(*, actor: User, now: datetime, code: str) -> list[str]:
    """The phone shows the right code: the factor counts from now on. Returns the recovery codes, shown
    once.
    """
    begun = SecondFactor.objects.select_for_update().filter(user=actor, confirmed_at=None).first()
    if begun is None:
        raise ServiceError("请先用手机扫描二维码。", field="code")
    _spend(begun, code, now)
    begun.confirmed_at = now
    begun.save(update_fields=["confirmed_at", "last_step"])
    write_down(actor, now, "factor_confirm", actor)
    return _codes(actor)


@transaction.atomic
def recovery_codes_renew(*, actor: User, now: datetime) -> list[str]:
    """Ten new codes; the old ones are void."""
    if factor_of(actor) is None:
        raise ServiceError("还没有启用动态码。")
    write_down(actor, now, "recovery_codes_renew", actor)
    return _codes(actor)


def _codes(user: User) -> list[str]:
    made = [new_code(2, 5) for _ in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code=keyed_hash(plain_code(one), "recovery")) for one in made
    )
    return made


def _spend(factor: SecondFactor, code: str, now: datetime) -> None:
    secret = unseal(factor.sealed)
    if secret is None:
        raise ServiceError("系统密钥已更换，原来的动态码不能再用，请安全管理员解除后重新启用。", field="code")
    step = totp.matching_step(secret, code, now, factor.last_step)
    if step is None:
        raise ServiceError(WRONG, field="code")
    factor.last_step = step


@transaction.atomic
def factor_check(*, now: datetime, user: User, code: str) -> str:
    """Accept a code of the phone or one of the recovery codes, once; which of the two it was, as words."""
    factor = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
    if factor is None:
        raise ServiceError(WRONG, field="code")
    if len(plain := plain_code(code)) == 10:
        used, _ = RecoveryCode.objects.filter(user=user, code=keyed_hash(plain, "recovery")).delete()
        if not used:
            raise ServiceError("恢复码不对或已经用过，请换一个。", field="code")
        write_down(user, now, "recovery_code_use", user)
        return "恢复码"
    _spend(factor, code, now)
    factor.save(update_fields=["last_step"])
    return "动态码"


@transaction.atomic
def factor_remove(*, actor: User, now: datetime, user: User) -> None:
    """Stop using the factor: one's own, or by the security administrator for somebody who lost the phone.

    The system administrator gives out new passwords and the security administrator takes factors off: neither
    of them alone can get into somebody's account.
    """
    if actor.pk != user.pk:
        allowed(actor, Action.MANAGE_ROLES)
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    write_down(actor, now, "factor_remove", user)
