"""Log in, log out, the own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.contrib.auth import logout as sign_out
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.forms import LoginForm, PasswordForm
from bihuan.web.accounts.models import User
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import password_change
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page, wants_part
from bihuan.web.base.refusals import refuse


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """The log-in page; a part of a page whose session is over sends the browser here as a whole."""
    onward = _onward(request)
    if wants_part(request):
        return HttpResponseClientRedirect(request.get_full_path())
    if request.user.is_authenticated:
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    form = LoginForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_in(request, form.get_user())
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    return render_page(request, "accounts/login.html", {"form": form, "next": onward})


def _onward(request: HttpRequest) -> str:
    """Where to go after the log-in; never to another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else ""  # anything else could be the name of a view


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    sign_out(request)
    return redirect(resolve_url(settings.LOGOUT_REDIRECT_URL))


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def account(request: HttpRequest) -> HttpResponse:
    """Who am I here, and a new password."""
    user = signed_in(request)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(user, form):
        update_session_auth_hash(request, user)
        messages.success(request, "密码已修改，下次登录请用新密码。")
        return redirect("accounts:account")
    roles = [(str(one.unit), Role(one.role).label) for one in user.roles()]
    context = {"form": form, "username": user.username, "roles": roles}
    return render_page(request, "accounts/account.html", context)


def _changed(user: User, form: PasswordForm) -> bool:
    old, new = form.cleaned_data["old"], form.cleaned_data["new"]
    try:
        password_change(actor=user, now=timezone.now(), old=old, new=new)
    except ServiceError as error:
        refuse(form, error if error.field != "password" else ServiceError(str(error), field="new"))
        return False
    return True
