"""Log in at the organisation's own service, and tie an account to it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bihuan.web.accounts import entering
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.accounts.oidc import from_service, to_service
from bihuan.web.accounts.services.subjects import subject_link, subject_user
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page

ONWARD, LINK = "oidc_onward", "oidc_link"
"""Session keys: where to go after the log-in; which account asked to be tied."""
UNKNOWN = (
    "您的统一身份还没有关联本系统的账户。请先用账号和密码登录，在“账户与密码”页关联；"
    "没有账户，请找系统管理员。"
)


def _offered() -> None:
    if not settings.OIDC:
        raise Http404


@login_not_required
@never_cache
@require_safe
def oidc(request: HttpRequest) -> HttpResponse:
    """To the service."""
    _offered()
    request.session[ONWARD] = entering.onward(request, request.GET.get("next", ""))
    try:
        return to_service(request)
    except ServiceError as error:
        return _told(request, str(error))


def _told(request: HttpRequest, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect("accounts:account" if isinstance(request.user, User) else "accounts:login")


@login_not_required
@never_cache
@require_safe
def oidc_back(request: HttpRequest) -> HttpResponse:
    """Back from the service: in, where the subject is known; tied, where the account asked for it."""
    _offered()
    onward, wanted = request.session.pop(ONWARD, ""), request.session.pop(LINK, None)
    now, user = timezone.now(), request.user
    try:
        issuer, subject = from_service(request)
        if isinstance(user, User):
            if wanted != user.pk:
                return redirect(onward or settings.LOGIN_REDIRECT_URL)
            subject_link(actor=user, now=now, issuer=issuer, subject=subject)
            messages.success(request, f"已关联{settings.ENV['BIHUAN_OIDC_NAME']}，以后可以用它登录。")
            return redirect("accounts:account")
    except ServiceError as error:
        return _told(request, str(error))
    found = subject_user(issuer, subject)
    if found is None:
        return _told(request, UNKNOWN)
    return entering.begin(request, found, onward, "统一身份认证", now)


@require_POST
def oidc_link(request: HttpRequest) -> HttpResponse:
    """Ask to be tied; the way to the service is a link of its own, because forms lead nowhere else (CSP)."""
    _offered()
    request.session[LINK] = signed_in(request).pk
    context = {"oidc": settings.ENV["BIHUAN_OIDC_NAME"]}
    return render_page(request, "accounts/oidc_link.html", context)
