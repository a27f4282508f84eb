"""Log-in: the password is checked here, and an account comes with its roles in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend

from bihuan.web.accounts.models import Membership, User

if TYPE_CHECKING:
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
        rows = list(
            Membership.objects.filter(user_id=user_id, user__is_active=True).select_related(
                "user__person__unit", "unit"
            )
        )
        if not rows:
            return User.objects.select_related("person__unit").filter(pk=user_id, is_active=True).first()
        user = rows[0].user
        user.remember(rows)
        return user
