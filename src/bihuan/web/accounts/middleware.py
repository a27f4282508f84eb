"""A session that was left alone ends, and what was typed meanwhile is kept; a deputy acts with the rights of
the one on leave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from bihuan.web.accounts.models import User
from bihuan.web.accounts.queries.deputies import deputyship
from bihuan.web.accounts.services.kept import form_keep
from bihuan.web.accounts.sessions import is_over, note_use

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

ACTING = "acting"
"""Session key: the deputyship in whose name the account acts."""
READ_AT_MOST = 5 * 1024 * 1024
"""Bytes of a request that are read to keep its form; files are not kept."""


class SessionWatch:
    """Ends sessions that are over, before any view is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY not in request.session:
            return self._get_response(request)
        now = timezone.now()
        if is_over(request.session, now):
            return self._end(request, now)
        note_use(request.session, now)
        if ACTING in request.session:
            _act(request)
        return self._get_response(request)

    def _end(self, request: HttpRequest, now: datetime) -> HttpResponseBase:
        user_id, kept = int(request.session[SESSION_KEY]), False
        back = _page(request)
        if request.method == "POST" and _readable(request):
            fields = [(name, value) for name, values in request.POST.lists() for value in values]
            kept = form_keep(now=now, user_id=user_id, path=request.path, back=back, fields=fields)
        request.session.flush()
        if request.method != "POST":
            return self._get_response(request)
        query = urlencode({"next": back, **({"kept": "1"} if kept else {})}, safe="/")
        return _to(request, f"{reverse('accounts:login')}?{query}")


def _to(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if "HX-Request" in request.headers else redirect(address)


def _readable(request: HttpRequest) -> bool:
    own = (reverse("accounts:login"), reverse("accounts:logout"))
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data")
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    return not request.path.startswith(own) and request.content_type in kinds and size <= READ_AT_MOST


def _page(request: HttpRequest) -> str:
    """The page that the form stands on: where the browser says it comes from, if that is here."""
    told = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if request.method == "POST" and told.netloc == request.get_host() and told.path.startswith("/"):
        return told.path + (f"?{told.query}" if told.query else "")
    return request.path


def _act(request: HttpRequest) -> None:
    user = request.user
    found = deputyship(user, request.session[ACTING]) if isinstance(user, User) else None
    if found is None or not isinstance(user, User):
        del request.session[ACTING]
        return
    user.act_for(found.absent, list(found.absent.memberships.select_related("unit")))
