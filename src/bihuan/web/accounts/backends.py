"""Log-in: the password is checked here, and an account comes with its roles in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend
from django.db import DEFAULT_DB_ALIAS

from bihuan.web.accounts.models import Membership, Person, Unit, User
from bihuan.web.base.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest


class AccountBackend(BaseBackend):
    """Accounts of the product itself."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The active account, or None; an unknown name costs as much time as a wrong password."""
        del request
        if not username or password is None:
            return None
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The active account with person, unit and roles: one query on every request."""
        rows = [_account(row) for row in _ACCOUNT.rows(None, user_id)]
        if not rows:
            return User.objects.select_related("person__unit").filter(pk=user_id, is_active=True).first()
        user = rows[0].user
        user.remember(rows)
        return user


_KINDS = (Membership, Unit, User, Person, Unit)
_PATHS = ("", "unit__", "user__", "user__person__", "user__person__unit__")
_FIELDS = [[field.attname for field in kind._meta.concrete_fields] for kind in _KINDS]


def _memberships(shape: Hashable, user_id: int) -> QuerySet[Membership, tuple[Any, ...]]:
    del shape
    columns = [f"{path}{name}" for path, names in zip(_PATHS, _FIELDS, strict=True) for name in names]
    return Membership.objects.filter(user=user_id, user__is_active=True).values_list(*columns)


_ACCOUNT = Prepared(_memberships)


def _account(row: Sequence[Any]) -> Membership:
    """A membership with its unit, account, person and the person's unit, as ``select_related`` gives it."""
    made: list[Any] = []
    for kind, names in zip(_KINDS, _FIELDS, strict=True):
        made.append(kind.from_db(DEFAULT_DB_ALIAS, names, row[: len(names)]))
        row = row[len(names) :]
    membership, membership.unit, user, user.person, user.person.unit = made
    membership.user = user
    found: Membership = membership
    return found
