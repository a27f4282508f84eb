"""Passwords: how good they must be, changing one's own, and the one-time code for whoever forgot theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from bihuan.web.accounts.models import OldPassword, ResetCode, User
from bihuan.web.accounts.permissions import Action
from bihuan.web.accounts.seals import new_code, plain_code
from bihuan.web.accounts.services._common import allowed, write_down
from bihuan.web.accounts.services.policy import policy_now
from bihuan.web.base.errors import ServiceError

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import LoginPolicy

# Django's own catalogue has gaps in Chinese.
WEAK = {
    "password_too_short": "密码太短，至少要 8 个字符。",
    "password_too_similar": "密码与登录名太接近，请换一个。",
    "password_too_common": "这个密码太常见，容易被猜到，请换一个。",
    "password_entirely_numeric": "密码不能全是数字，请加上文字或字母。",
}
CODE_TRIES = 5
WRONG_CODE = "登录名或重设码不对，或者重设码已经用过、过期。请核对，或请系统管理员重新发一个。"


def classes(password: str) -> int:
    """How many of: small letters, capitals, digits, everything else (Chinese characters count there)."""
    tests = (
        lambda one: one.isascii() and one.islower(),
        lambda one: one.isascii() and one.isupper(),
        lambda one: one.isascii() and one.isdigit(),
        lambda one: not (one.isascii() and one.isalnum()),
    )
    return sum(any(test(one) for one in password) for test in tests)


def weakness(user: User, password: str, policy: LoginPolicy) -> str:
    """Why the password will not do, as sentences; empty when it will."""
    told = []
    if len(password) < policy.min_length:
        told.append(f"密码太短，至少要 {policy.min_length} 个字符。")
    if classes(password) < policy.min_classes:
        told.append(f"密码至少要有大写字母、小写字母、数字、其他字符中的 {policy.min_classes} 类。")
    try:
        validate_password(password, user)
    except ValidationError as error:
        codes = [one.code or "" for one in error.error_list]
        told += [WEAK.get(one, "密码不合要求，请换一个。") for one in codes if not told or "short" not in one]
    if not told and user.pk and _used_before(user, password, policy.history):
        told.append(f"不能与最近 {policy.history} 次用过的密码相同，请换一个。")
    return "".join(told)


def _used_before(user: User, password: str, count: int) -> bool:
    if not count:
        return False
    old = OldPassword.objects.filter(user=user).order_by("-id").values_list("password", flat=True)
    return any(check_password(password, one) for one in [user.password, *old[: count - 1]])


def set_password(user: User, password: str, now: datetime) -> None:
    """Give an unsaved or loaded account a password that is good enough; ``ServiceError`` says why not."""
    policy = policy_now()
    if told := weakness(user, password, policy):
        raise ServiceError(told, field="password")
    if user.pk and user.has_usable_password():
        OldPassword.objects.create(user=user, password=user.password, at=now)
        kept = OldPassword.objects.filter(user=user).order_by("-id").values_list("pk", flat=True)
        OldPassword.objects.filter(user=user).exclude(pk__in=list(kept[: max(policy.history, 1)])).delete()
    user.set_password(password)
    user.password_at = now


@transaction.atomic
def password_change(*, actor: User, now: datetime, old: str, new: str) -> None:
    """One's own password; the old one is asked for."""
    if not actor.check_password(old):
        raise ServiceError("现用密码不对，请重新输入。", field="old")
    password_replace(user=actor, now=now, new=new)


@transaction.atomic
def password_replace(*, user: User, now: datetime, new: str) -> None:
    """A new password for somebody who has just proved who they are."""
    set_password(user, new, now)
    user.save(update_fields=["password", "password_at"])
    write_down(user, now, "password_change", user)


def password_expired(user: User, now: datetime, policy: LoginPolicy) -> bool:
    """Whether the policy asks for a new one; a password of unknown age counts as old."""
    if not policy.max_days:
        return False
    return user.password_at is None or now - user.password_at >= timedelta(days=policy.max_days)


@transaction.atomic
def reset_code_issue(*, actor: User | None, now: datetime, user: User) -> str:
    """A code, shown once, with which the person sets a new password; an earlier one is void.

    The old password goes on working until the code is used: a code handed out by mistake locks nobody out.
    """
    allowed(actor, Action.MANAGE_ACCOUNTS)
    if not user.is_active:
        raise ServiceError("账户已停用，请先启用再发重设码。")
    code, hours = new_code(), policy_now().code_hours
    ResetCode.objects.update_or_create(
        user=user,
        defaults={
            "code": make_password(plain_code(code)),
            "until": now + timedelta(hours=hours),
            "tries": 0,
        },
    )
    write_down(actor, now, "reset_code_issue", user, hours=["", hours])
    return code


def reset_code_use(*, now: datetime, username: str, code: str, new: str) -> User:
    """Set the new password; the code is gone afterwards. Every reason of failure reads the same."""
    user = User.objects.filter(username__iexact=username.strip(), is_active=True).first()
    found = ResetCode.objects.filter(user=user).first() if user else None
    if user is None or found is None or found.until < now:
        make_password(code)  # as long as a real comparison
        raise ServiceError(WRONG_CODE, field="code")
    with transaction.atomic():
        # Counted before it is compared: parallel guesses cannot share a try.
        counted = ResetCode.objects.filter(pk=found.pk, tries__lt=CODE_TRIES).update(tries=F("tries") + 1)
    if not counted or not check_password(plain_code(code), found.code):
        raise ServiceError(WRONG_CODE, field="code")
    with transaction.atomic():
        set_password(user, new, now)
        user.save(update_fields=["password", "password_at"])
        if not ResetCode.objects.filter(pk=found.pk, code=found.code).delete()[0]:
            raise ServiceError(WRONG_CODE, field="code")
        write_down(user, now, "reset_code_use", user)
    return user
