"""Tokens as their owner and the security administrator see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q
from django.http import Http404

from bihuan.web.accounts.models import User
from bihuan.web.api.models import Token
from bihuan.web.base.keyset import Page, page

if TYPE_CHECKING:
    from datetime import datetime


def tokens_of(user: User) -> list[Token]:
    """An account's own, living ones first, then the last revoked or expired; one query."""
    rows = list(Token.objects.filter(user=user).order_by("-id")[:60])
    return sorted(rows, key=lambda one: one.revoked_at is not None)


def token_for(user: User, pk: int) -> Token:
    """One of the account's own, or 404."""
    found = Token.objects.filter(user=user, pk=pk).select_related("user__person").first()
    if found is None:
        raise Http404
    return found


def holders(token: str | None, now: datetime) -> Page[Any]:
    """Accounts with living tokens: ``live`` how many, ``seen`` when one was last used; no names of tokens."""
    living = Q(tokens__revoked_at=None, tokens__expires_at__gt=now)
    rows = User.objects.filter(living).select_related("person__unit")
    rows = rows.annotate(live=Count("tokens"), seen=Max("tokens__last_used_at"))
    return page(rows, ("id",), lambda one: (one.pk,), token=token)


def account_for(pk: int) -> User:
    """An account by its id, or 404."""
    found = User.objects.select_related("person__unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
