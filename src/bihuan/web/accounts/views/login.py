"""Log in step by step, log out."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import logout as sign_out
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from bihuan.web.accounts import entering, totp
from bihuan.web.accounts.addresses import client_address
from bihuan.web.accounts.forms import CodeForm, LoginForm, NewPasswordForm, ResetForm
from bihuan.web.accounts.models import User
from bihuan.web.accounts.qr import qr_svg
from bihuan.web.accounts.services.factors import factor_begin, factor_check, factor_confirm
from bihuan.web.accounts.services.logins import login_check, login_failed, logout_done, refuse_locked
from bihuan.web.accounts.services.passwords import password_replace, reset_code_use
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page, wants_part
from bihuan.web.base.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bihuan.web.accounts.entering import Entering

    View = Callable[[HttpRequest], HttpResponse]


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """The log-in page; a part of a page whose session is over sends the browser here as a whole."""
    onward = entering.onward(request, request.POST.get("next") or request.GET.get("next") or "")
    if wants_part(request):
        return HttpResponseClientRedirect(request.get_full_path())
    if request.user.is_authenticated:
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    form, now = LoginForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            user = login_check(now=now, **form.cleaned_data, address=client_address(request))
        except ServiceError as error:
            refuse(form, error)
        else:
            return entering.begin(request, user, onward, "密码", now)
    return _letter(request, "login", form, next=onward, kept="kept" in request.GET)


def _letter(request: HttpRequest, name: str, form: Any, **context: Any) -> HttpResponse:
    told = {"form": form, "oidc": settings.ENV["BIHUAN_OIDC_NAME"] if settings.OIDC else "", **context}
    return render_page(request, f"accounts/{name}.html", told)


def _half_way(step: Callable[[HttpRequest, Entering, datetime], HttpResponse]) -> View:
    """Decorator for a step between password and session: ``step`` gets who is entering; whoever is not, or
    waited too long, begins anew.
    """

    @login_not_required
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(step)
    def view(request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        one = entering.entering(request, now)
        return step(request, one, now) if one else redirect("accounts:login")

    return view


def _answered(
    request: HttpRequest, form: CodeForm, take: Callable[[str], HttpResponse]
) -> HttpResponse | None:
    """What ``take`` answers to the code of the form; None where none came, or it was refused on the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return take(form.cleaned_data["code"])
    except ServiceError as error:
        refuse(form, error)
        return None


@_half_way
def login_code(request: HttpRequest, one: Entering, now: datetime) -> HttpResponse:
    """The second step: a code of the phone or a recovery code; failures count like wrong passwords."""

    def take(code: str) -> HttpResponse:
        return entering.advance(request, entering.coded(request, one, _coded(request, one, code)), now)

    form = CodeForm(request.POST or None)
    return _answered(request, form, take) or _letter(request, "login_code", form)


def _coded(request: HttpRequest, one: Entering, code: str) -> str:
    now, address = timezone.now(), client_address(request)
    refuse_locked(now, one.user.username, address)
    try:
        return factor_check(now=now, user=one.user, code=code)
    except ServiceError:
        login_failed(now=now, username=one.user.username, address=address)
        refuse_locked(now, one.user.username, address)
        raise


@_half_way
def login_factor(request: HttpRequest, one: Entering, now: datetime) -> HttpResponse:
    """The role asks for a second factor and there is none yet: set it up now."""

    def take(code: str) -> HttpResponse:
        codes = factor_confirm(actor=one.user, now=now, code=code)
        answer = entering.enter(request, entering.coded(request, one, "动态码"), now)
        onward = answer.headers["Location"]
        return render_page(request, "accounts/codes.html", {"codes": codes, "onward": onward})

    form = CodeForm(request.POST or None)
    return _answered(request, form, take) or _letter(request, "login_factor", form, **enrolment(one.user))


def enrolment(user: User) -> dict[str, Any]:
    """What the phone needs: picture and spelled secret."""
    try:
        secret = factor_begin(user)
    except ServiceError as error:
        return {"qr": "", "secret": "", "why": str(error)}
    spelled = totp.spelled(secret)
    picture = qr_svg(totp.address(secret, user.username, "闭环"), "动态码二维码")
    parts = [spelled[at : at + 4] for at in range(0, len(spelled), 4)]
    return {"qr": picture, "secret": " ".join(parts), "why": ""}


@_half_way
@sensitive_post_parameters()
def login_password(request: HttpRequest, one: Entering, now: datetime) -> HttpResponse:
    """The password is worn out: a new one before anything else."""
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            password_replace(user=one.user, now=now, new=form.cleaned_data["new"])
        except ServiceError as error:
            refuse(form, ServiceError(str(error), field="new"))
        else:
            return entering.advance(request, one, now)
    return _letter(request, "login_password", form, username=one.user.username)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def login_reset(request: HttpRequest) -> HttpResponse:
    """A new password by the one-time code; failures count like wrong passwords."""
    form, now, address = ResetForm(request.POST or None), timezone.now(), client_address(request)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("username", "code", "new")}
        try:
            refuse_locked(now, told["username"], address)
            user = reset_code_use(now=now, **told)
        except ServiceError as error:
            if error.field == "code":
                login_failed(now=now, username=told["username"], address=address)
            refuse(form, ServiceError(str(error), field="new") if error.field == "password" else error)
        else:
            return entering.begin(request, user, "", "密码", now)
    return _letter(request, "login_reset", form)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, User):
        logout_done(now=timezone.now(), user=request.user)
    sign_out(request)
    return redirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
