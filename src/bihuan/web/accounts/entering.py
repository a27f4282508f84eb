"""From a right password to a session: second factor, worn-out password, then in.

Until the last step is done the browser's session only remembers who is entering; it opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import login as sign_in
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from bihuan.web.accounts.addresses import client_address
from bihuan.web.accounts.models import User
from bihuan.web.accounts.services.factors import factor_of, factor_required
from bihuan.web.accounts.services.kept import form_kept
from bihuan.web.accounts.services.logins import login_done
from bihuan.web.accounts.services.passwords import password_expired
from bihuan.web.accounts.services.policy import policy_now

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

KEY = "entering"
SECONDS = 600
"""How long the steps may take."""
BACKEND = "bihuan.web.accounts.backends.AccountBackend"


@dataclass(frozen=True, slots=True)
class Entering:
    """Who is entering, where they want to go, how they proved who they are."""

    user: User
    onward: str
    way: str
    coded: bool


def onward(request: HttpRequest, wanted: str) -> str:
    """Where to go after the log-in; never to another site."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else ""  # anything else could be the name of a view


def begin(request: HttpRequest, user: User, wanted: str, way: str, now: datetime) -> HttpResponse:
    """The first proof was right: on to the next step."""
    fresh = {"user": user.pk, "onward": wanted, "way": way, "coded": False, "at": int(now.timestamp())}
    request.session.cycle_key()
    request.session[KEY] = fresh
    return advance(request, Entering(user, wanted, way, coded=False), now)


def entering(request: HttpRequest, now: datetime) -> Entering | None:
    """Who is between the steps; None for nobody, or too long ago."""
    told: dict[str, Any] = request.session.get(KEY) or {}
    if not told or now.timestamp() - told["at"] > SECONDS:
        return None
    user = User.objects.select_related("person__unit").filter(pk=told["user"], is_active=True).first()
    return Entering(user, told["onward"], told["way"], told["coded"]) if user else None


def coded(request: HttpRequest, one: Entering, way: str) -> Entering:
    """The second factor was right."""
    ways = f"{one.way}、{way}"
    request.session[KEY] = {**request.session[KEY], "coded": True, "way": ways}
    return Entering(one.user, one.onward, ways, coded=True)


def advance(request: HttpRequest, one: Entering, now: datetime) -> HttpResponse:
    """To the next step that is still to be done, or in."""
    policy = policy_now()
    if not one.coded and factor_of(one.user):
        return redirect("accounts:login_code")
    if one.way.startswith("密码") and password_expired(one.user, now, policy):
        return redirect("accounts:login_password")
    if not one.coded and factor_required(one.user, policy):
        return redirect("accounts:login_factor")
    return enter(request, one, now)


def enter(request: HttpRequest, one: Entering, now: datetime) -> HttpResponse:
    """Begin the session; a form that was kept is offered first."""
    request.session.pop(KEY, None)
    sign_in(request, one.user, backend=BACKEND)
    login_done(now=now, user=one.user, address=client_address(request), way=one.way)
    if form_kept(one.user.pk, now):
        return redirect("accounts:kept")
    return redirect(one.onward or settings.LOGIN_REDIRECT_URL)
