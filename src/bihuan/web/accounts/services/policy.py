"""What the security administrator asks of log-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction

from bihuan.web.accounts.models import LoginPolicy, User
from bihuan.web.accounts.permissions import Action
from bihuan.web.accounts.rights import Role
from bihuan.web.accounts.services._common import allowed, write_down
from bihuan.web.base.errors import ServiceError, StaleError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LIMITS = {
    "min_length": (8, 64),
    "min_classes": (1, 4),
    "history": (0, 24),
    "max_days": (0, 730),
    "max_failures": (3, 20),
    "max_address_failures": (10, 1000),
    "lock_minutes": (1, 1440),
    "idle_minutes": (5, 720),
    "code_hours": (1, 168),
}
"""What each number may be; below 8 characters and above 20 tries nothing is safe."""


def policy_now() -> LoginPolicy:
    """The policy in force; its defaults while nobody has changed it."""
    return LoginPolicy.objects.filter(pk=1).first() or LoginPolicy(pk=1)


@transaction.atomic
def policy_set(
    *, actor: User | None, now: datetime, version: int, factor_roles: list[str], **numbers: int
) -> LoginPolicy:
    """Change the policy; it holds from each person's next log-in on."""
    allowed(actor, Action.MANAGE_POLICY)
    LoginPolicy.objects.get_or_create(pk=1)
    policy = LoginPolicy.objects.select_for_update().get(pk=1)
    if policy.version != version:
        raise StaleError("登录要求")
    wanted: dict[str, Any] = {**numbers, "factor_roles": sorted(Role(one).value for one in factor_roles)}
    refuse_beyond(LIMITS, numbers)
    changes = rewrite(policy, wanted)
    if changes:
        write_down(actor, now, "login_policy_set", policy, **changes)
    return policy


class Policy(Protocol):
    """The one row of a policy of the house."""

    version: int

    def save(self) -> None: ...


def refuse_beyond(limits: Mapping[str, tuple[int, int]], numbers: Mapping[str, int]) -> None:
    """``ServiceError`` at the first number that is not within its limits."""
    for name, number in numbers.items():
        low, high = limits[name]
        if not low <= number <= high:
            raise ServiceError(f"应在{low}到{high}之间。", field=name)


def rewrite(policy: Policy, wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Store what is wanted of a policy of the house, one version on; old and new of what differs."""
    changes = {
        name: [getattr(policy, name), value]
        for name, value in wanted.items()
        if getattr(policy, name) != value
    }
    for name, value in wanted.items():
        setattr(policy, name, value)
    policy.version += 1
    policy.save()
    return changes
