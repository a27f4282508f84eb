"""The account behind a request, with its type."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from bihuan.web.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The signed-in account; the log-in middleware lets no other request through to a view that asks."""
    if not isinstance(request.user, User):
        raise PermissionDenied("请先登录。")
    return request.user
