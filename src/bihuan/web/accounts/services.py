"""Units, people, accounts, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from bihuan.web.accounts.models import Membership, Person, Unit, UnitKind, User
from bihuan.web.accounts.permissions import ADMINISTRATORS, Action, Role, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import HOUSE, journal_append

if TYPE_CHECKING:
    from datetime import datetime

# Django's own catalogue has gaps in Chinese.
WEAK = {
    "password_too_short": "密码太短，至少要 8 个字符。",
    "password_too_similar": "密码与登录名太接近，请换一个。",
    "password_too_common": "这个密码太常见，容易被猜到，请换一个。",
    "password_entirely_numeric": "密码不能全是数字，请加上文字或字母。",
}


@transaction.atomic
def unit_create(
    *,
    actor: User | None,
    now: datetime,
    name: str,
    parent: Unit | None = None,
    kind: str = UnitKind.UNIT,
    short_name: str = "",
) -> Unit:
    """A new unit under its superior; ``actor`` None is the command line."""
    _administer(actor)
    name = name.strip()
    if not name:
        raise ServiceError("请填写单位名称。", field="name")
    if Unit.objects.filter(parent=parent, name=name).exists():
        raise ServiceError(f"已经有“{name}”了，请换一个名称。", field="name")
    unit = Unit.objects.create(
        parent=parent,
        kind=kind,
        name=name,
        short_name=short_name.strip(),
        path=f"new:{now.timestamp()}:{name}"[:200],
    )
    unit.path = f"{parent.path if parent else ''}{unit.pk:06}/"
    unit.save(update_fields=["path"])
    journal_append(
        actor=actor, now=now, chain=HOUSE, action="unit_create", thing=unit, changes={"name": ["", name]}
    )
    return unit


@transaction.atomic
def user_create(
    *,
    actor: User | None,
    now: datetime,
    unit: Unit,
    name: str,
    username: str,
    password: str,
    role: Role,
    post: str = "",
) -> User:
    """A person of a unit with an account and its first role; ``actor`` None is the command line."""
    _administer(actor)
    username, name = username.strip(), name.strip()
    if not name or not username:
        raise ServiceError("请填写姓名和登录名。", field="username")
    if User.objects.filter(username__iexact=username).exists():
        raise ServiceError(f"登录名“{username}”已被使用，请换一个。", field="username")
    user = User(person=Person.objects.create(unit=unit, name=name, post=post), username=username)
    set_password(user, password)
    user.save()
    journal_append(
        actor=actor, now=now, chain=HOUSE, action="user_create", thing=user, changes={"name": ["", name]}
    )
    membership_grant(actor=actor, now=now, user=user, unit=unit, role=role)
    return user


@transaction.atomic
def membership_grant(*, actor: User | None, now: datetime, user: User, unit: Unit, role: Role) -> Membership:
    """One more role; the three administrators exclude each other and every other role."""
    _administer(actor)
    held = set(user.memberships.values_list("role", flat=True))
    if held and (role in ADMINISTRATORS or held & ADMINISTRATORS) and held != {role}:
        raise ServiceError("系统、安全、审计三类管理员必须分设，不能与其他角色由同一账户兼任。", field="role")
    membership, made = Membership.objects.get_or_create(user=user, unit=unit, role=role)
    if not made:
        raise ServiceError(f"{user.name}在{unit}已经是{role.label}。", field="role")
    user.remember([*user.memberships.select_related("unit")])
    changes = {"role": ["", role.label], "unit": ["", str(unit)]}
    journal_append(actor=actor, now=now, chain=HOUSE, action="membership_grant", thing=user, changes=changes)
    return membership


@transaction.atomic
def password_change(*, actor: User, now: datetime, old: str, new: str) -> None:
    """One's own password; the old one is asked for."""
    if not actor.check_password(old):
        raise ServiceError("现用密码不对，请重新输入。", field="old")
    set_password(actor, new)
    actor.save(update_fields=["password"])
    journal_append(actor=actor, now=now, chain=HOUSE, action="password_change", thing=actor)


def set_password(user: User, password: str) -> None:
    """Give an unsaved or loaded account a password that is good enough."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        told = "".join(WEAK.get(one.code or "", "密码不合要求，请换一个。") for one in error.error_list)
        raise ServiceError(told, field="password") from error
    user.set_password(password)


def _administer(actor: User | None) -> None:
    """The command line (nobody) may do it: whoever has the machine has the data."""
    if actor is not None:
        require(actor, Action.MANAGE_ACCOUNTS)
