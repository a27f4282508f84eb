"""Roles: given and taken by the security administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from bihuan.web.accounts.models import Membership, Unit, UnitKind, User
from bihuan.web.accounts.permissions import ADMINISTRATORS, OVERSIGHT, Action, Role
from bihuan.web.accounts.services._common import allowed, write_down
from bihuan.web.base.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

APART = "系统、安全、审计三类管理员必须分设，不能与其他角色由同一账户兼任。"


@transaction.atomic
def membership_grant(*, actor: User | None, now: datetime, user: User, unit: Unit, role: Role) -> Membership:
    """One more role; the three administrators exclude each other and every other role."""
    allowed(actor, Action.MANAGE_ROLES)
    return grant(actor, now, user, unit, role)


def grant(actor: User | None, now: datetime, user: User, unit: Unit, role: Role) -> Membership:
    """The same for services that have asked for the right themselves."""
    lock(user)
    held = set(user.memberships.values_list("role", flat=True))
    refuse_together({*held, role})
    refuse_misplaced(role, unit)
    membership, made = Membership.objects.get_or_create(user=user, unit=unit, role=role)
    if not made:
        raise ServiceError(f"{user.name}在{unit}已经是{role.label}。", field="role")
    user.remember([*user.memberships.select_related("unit")])
    write_down(actor, now, "membership_grant", user, role=["", role.label], unit=["", str(unit)])
    return membership


def lock(user: User) -> None:
    """Two changes of one account's roles wait for each other."""
    User.objects.select_for_update().filter(pk=user.pk).first()


def refuse_together(roles: Iterable[str]) -> None:
    """``ServiceError`` where an administrator's role would stand beside another."""
    kinds = set(roles)
    if len(kinds) > 1 and kinds & ADMINISTRATORS:
        raise ServiceError(APART, field="role")


def refuse_misplaced(role: Role, unit: Unit) -> None:
    """``ServiceError`` where a role makes no sense in the unit."""
    if role in OVERSIGHT and unit.kind != UnitKind.OFFICE:
        raise ServiceError(f"{role.label}须设在巡察办，请改选巡察办。", field="unit")


@transaction.atomic
def roles_set(
    *, actor: User | None, now: datetime, user: User, wanted: Iterable[tuple[Role, int]], seen: str
) -> None:
    """Make the account hold exactly these roles; ``seen`` is the fingerprint of those the form was made
    from.
    """
    allowed(actor, Action.MANAGE_ROLES)
    if actor is not None and actor.pk == user.pk:
        raise ServiceError("不能改自己的角色，请另一位安全管理员办理。")
    lock(user)
    held = {(Role(one.role), one.unit_id): one for one in user.memberships.select_related("unit")}
    if seen != fingerprint(held):
        raise ServiceError("这个账户的角色刚刚被别人改过，请看过现在的角色再改。")
    target = set(wanted)
    refuse_together(role for role, _ in target)
    units = {one.pk: one for one in Unit.objects.filter(pk__in={unit for _, unit in target})}
    for role, unit in target:
        if unit not in units:
            raise ServiceError("所选单位不存在，请重新选择。", field="unit")
        refuse_misplaced(role, units[unit])
    _replace(user, held, target)
    _keep_administrators({role for role, _ in held} - {role for role, _ in target})
    user.remember([*user.memberships.select_related("unit")])
    told = [_worded(held.values()), _worded(user.roles())]
    if told[0] != told[1]:
        write_down(actor, now, "roles_set", user, roles=told)


def _replace(user: User, held: dict[tuple[Role, int], Membership], target: set[tuple[Role, int]]) -> None:
    """Taken before given: an administrator's role may not stand beside another for a moment."""
    Membership.objects.filter(pk__in=[one.pk for key, one in held.items() if key not in target]).delete()
    Membership.objects.bulk_create(
        Membership(user=user, unit_id=unit, role=role) for role, unit in sorted(target - held.keys())
    )


def _worded(memberships: Iterable[Membership]) -> list[str]:
    return sorted(f"{one.unit}：{Role(one.role).label}" for one in memberships)


def fingerprint(held: Iterable[tuple[str, int]]) -> str:
    """Tells whether roles have changed since."""
    return ",".join(sorted(f"{role}@{unit}" for role, unit in held))


def _keep_administrators(lost: set[Role]) -> None:
    """The house never loses its last administrator of a kind."""
    for role in sorted(lost & ADMINISTRATORS):
        refuse_last(role, Q())


def refuse_last(role: Role, leaving_out: Q) -> None:
    """``ServiceError`` where nobody else who can log in holds the role."""
    rest = Membership.objects.filter(role=role, user__is_active=True).exclude(leaving_out)
    if not rest.exists():
        raise ServiceError(f"这是最后一位{role.label}，请先让另一个账户担任，再收回或停用。")


@transaction.atomic
def roles_end(actor: User | None, now: datetime, user: User) -> int:
    """Take every role, as part of moving or leaving; how many. The caller asks for the right and locks."""
    held = list(user.memberships.select_related("unit"))
    for role in {Role(one.role) for one in held} & ADMINISTRATORS:
        refuse_last(role, Q(user=user))
    user.memberships.all().delete()
    user.remember([])
    if held:
        write_down(actor, now, "roles_end", user, roles=[_worded(held), []])
    return len(held)
