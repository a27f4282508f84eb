"""What operations of the house ask for, like ``guarded`` of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import DENIED, Action, may

if TYPE_CHECKING:
    from django.http import HttpRequest

    from bihuan.web.accounts.models import User


def keeper(request: HttpRequest, *actions: Action) -> User:
    """The account, if one of the actions is granted in the house; else 403."""
    user = signed_in(request)
    if not any(may(user, action) for action in actions):
        raise PermissionDenied(DENIED)
    return user
