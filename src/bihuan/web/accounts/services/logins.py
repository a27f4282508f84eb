"""Checking who logs in: failures are counted by name and by address, known names and unknown alike."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import authenticate
from django.db import transaction

from bihuan.web.accounts.models import FailureCount, User
from bihuan.web.accounts.permissions import Action
from bihuan.web.accounts.services._common import allowed, write_down
from bihuan.web.accounts.services.policy import policy_now
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import HOUSE, journal_append

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

WRONG = "账号或密码不对。请核对后再试；忘记密码，请系统管理员重设。"
"""One sentence for every reason why it fails, lest anybody learn which was wrong."""
_PURGE = timedelta(days=2)


def name_key(username: str) -> str:
    """The key under which a typed name is counted."""
    return "name:" + hashlib.sha256(username.strip().casefold().encode()).hexdigest()[:40]


def address_key(address: str) -> str:
    """The key of a network address."""
    return f"address:{address}"


def login_check(*, now: datetime, username: str, password: str, address: str) -> User:
    """The account whose name and password these are; ``ServiceError`` otherwise, also while locked."""
    refuse_locked(now, username, address)
    user = authenticate(None, username=username, password=password)
    if not isinstance(user, User):
        login_failed(now=now, username=username, address=address)
        refuse_locked(now, username, address)  # whoever locks it must not believe that one more try may do
        raise ServiceError(WRONG)
    return user


def refuse_locked(now: datetime, username: str, address: str) -> None:
    """``ServiceError`` with the minutes to wait while the name or the address is locked."""
    if minutes := minutes_locked([name_key(username), address_key(address)], now):
        raise ServiceError(f"连续失败次数过多，请过{minutes}分钟再试；急用时请系统管理员解除锁定。")


def minutes_locked(keys: Sequence[str], now: datetime) -> int:
    """How many minutes the longest lock of these keys still holds; 0 where none is locked."""
    ends = FailureCount.objects.filter(key__in=keys, locked_until__gt=now).values_list(
        "locked_until", flat=True
    )
    latest = max((end for end in ends if end), default=now)
    return -(-int((latest - now).total_seconds()) // 60)


def login_failed(*, now: datetime, username: str, address: str) -> None:
    """Count a failure against the name and the address; lock what has had too many."""
    policy = policy_now()
    user = User.objects.filter(username__iexact=username.strip()).first()
    pause = timedelta(minutes=policy.lock_minutes)
    locked = [
        count_up(name_key(username), now, pause, policy.max_failures),
        count_up(address_key(address), now, pause, policy.max_address_failures),
    ]
    with transaction.atomic():
        journal_append(
            actor=None,
            now=now,
            chain=HOUSE,
            action="login_locked" if any(locked) else "login_failed",
            thing=user,
            label="" if user else "没有这个登录名",
            changes={"address": ["", address]},
        )


def count_up(key: str, now: datetime, pause: timedelta, most: int) -> bool:
    """One more of what may happen ``most`` times; True when it locks. A pause without any begins a new
    count.
    """
    with transaction.atomic():
        FailureCount.objects.get_or_create(key=key, defaults={"last_at": now})
        row = FailureCount.objects.select_for_update().get(key=key)
        row.count = 1 if now - row.last_at >= pause else row.count + 1
        row.last_at = now
        locks = row.count >= most
        row.locked_until = now + pause if locks else None
        row.save()
    return locks


@transaction.atomic
def login_done(*, now: datetime, user: User, address: str, way: str) -> None:
    """Forget the failures of the name and write the log-in down; ``way`` is 密码, 动态码 and so on."""
    FailureCount.objects.filter(key=name_key(user.username)).delete()
    FailureCount.objects.filter(last_at__lt=now - _PURGE).delete()
    write_down(user, now, "login", user, address=["", address], way=["", way])


@transaction.atomic
def logout_done(*, now: datetime, user: User) -> None:
    """Write it down."""
    write_down(user, now, "logout", user)


@transaction.atomic
def unlock(*, actor: User | None, now: datetime, user: User) -> None:
    """Let a locked name try again."""
    allowed(actor, Action.MANAGE_ACCOUNTS)
    FailureCount.objects.filter(key=name_key(user.username)).delete()
    write_down(actor, now, "login_unlock", user)


def locked_until(user: User, now: datetime) -> datetime | None:
    """Until when the name is locked."""
    row = FailureCount.objects.filter(key=name_key(user.username), locked_until__gt=now).first()
    return row.locked_until if row else None
