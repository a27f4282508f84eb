"""The own account: password, second factor, leave, acting for somebody, a form that was kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.forms import CodeForm, LeaveForm, PasswordForm
from bihuan.web.accounts.middleware import ACTING
from bihuan.web.accounts.models import Deputy, Subject, User
from bihuan.web.accounts.permissions import ADMINISTRATORS, Action, Relation, Role
from bihuan.web.accounts.queries.deputies import absences, deputyship, deputyships
from bihuan.web.accounts.services.deputies import deputy_appoint, deputy_end
from bihuan.web.accounts.services.factors import (
    factor_check,
    factor_confirm,
    factor_of,
    factor_remove,
    recovery_codes_renew,
)
from bihuan.web.accounts.services.kept import form_forget, form_kept
from bihuan.web.accounts.services.passwords import password_change
from bihuan.web.accounts.services.policy import policy_now
from bihuan.web.accounts.services.subjects import subject_unlink
from bihuan.web.accounts.views.login import enrolment
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, tell


class Again(HttpResponseRedirect):
    """The same request once more elsewhere: a POST stays a POST."""

    status_code = 307


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def account(request: HttpRequest) -> HttpResponse:
    """Who am I here, and a new password."""
    user = signed_in(request)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(user, form):
        update_session_auth_hash(request, user)
        messages.success(request, "密码已修改，下次登录请用新密码。")
        return redirect("accounts:account")
    return render_page(request, "accounts/account.html", {"form": form, **_context(user)})


def _changed(user: User, form: PasswordForm) -> bool:
    old, new = form.cleaned_data["old"], form.cleaned_data["new"]
    try:
        password_change(actor=user, now=timezone.now(), old=old, new=new)
    except ServiceError as error:
        refuse(form, error if error.field != "password" else ServiceError(str(error), field="new"))
        return False
    return True


def _context(user: User) -> dict[str, Any]:
    roles = [(str(one.unit), Role(one.role).label) for one in user.roles()]
    return {
        "username": user.username,
        "roles": roles,
        "policy": policy_now(),
        "factor": factor_of(user),
        "codes_left": user.recovery_codes.count(),
        "acting": user.acting_for,
        "deputyships": [] if user.acting_for else deputyships(user),
        "absences": absences(user),
        "may_leave": not user.acting_for and not any(one.role in ADMINISTRATORS for one in user.roles()),
        "may_hand_over": bool(user.scope().units(Relation.OWN, Action.HAND_OVER)),
        "oidc": settings.ENV["BIHUAN_OIDC_NAME"] if settings.OIDC else "",
        "linked": Subject.objects.filter(user=user).first() if settings.OIDC else None,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """Set up the second factor."""
    user = signed_in(request)
    if factor_of(user):
        return redirect("accounts:account")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = factor_confirm(actor=user, now=timezone.now(), code=form.cleaned_data["code"])
        except ServiceError as error:
            refuse(form, error)
        else:
            return _codes_page(request, codes)
    return render_page(request, "accounts/factor.html", {"form": form, **enrolment(user)})


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render_page(request, "accounts/codes.html", {"codes": codes, "onward": ""})


@never_cache
@require_POST
def factor_change(request: HttpRequest) -> HttpResponse:
    """New recovery codes, or no second factor any more; a code of the phone is asked for."""
    user, now = signed_in(request), timezone.now()
    try:
        factor_check(now=now, user=user, code=request.POST.get("code", ""))
        if request.POST.get("do") == "codes":
            return _codes_page(request, recovery_codes_renew(actor=user, now=now))
        factor_remove(actor=user, now=now, user=user)
    except ServiceError as error:
        tell(request, error)
    else:
        messages.success(request, "动态码已停用，以后只用密码登录。")
    return redirect("accounts:account")


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Appoint a deputy for a time."""
    user = signed_in(request)
    form = LeaveForm(user, request.POST or None, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = deputy_appoint(actor=user, now=timezone.now(), absent=user, **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, f"已请{made.deputy.name}代理，期满自动结束。")
            return redirect("accounts:account")
    return render_page(request, "accounts/leave.html", {"form": form})


@require_POST
def leave_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back earlier; only one's own leaves are known here."""
    user = signed_in(request)
    found = (
        Deputy.objects.select_related("deputy__person", "absent__person").filter(pk=pk, absent=user).first()
    )
    if found is None:
        raise Http404
    deputy_end(actor=user, now=timezone.now(), deputy=found)
    messages.success(request, "代理已结束。")
    return redirect("accounts:account")


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on in the name of the one on leave, until ended or over."""
    if deputyship(signed_in(request), pk) is None:
        raise Http404
    request.session[ACTING] = pk
    return redirect("board:home")


@require_POST
def act_end(request: HttpRequest) -> HttpResponse:
    """In one's own name again."""
    request.session.pop(ACTING, None)
    return redirect("board:home")


@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    """Cut the tie to the organisation's log-in service."""
    user = signed_in(request)
    subject_unlink(actor=user, now=timezone.now(), user=user)
    messages.success(request, "已解除关联，以后用本系统的密码登录。")
    return redirect("accounts:account")


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What was being saved when the session ended."""
    found = form_kept(signed_in(request).pk, timezone.now())
    if found is None:
        return redirect("board:home")
    texts = [value for _, value in found.fields if value.strip() and not value.strip().isascii()]
    context = {"texts": texts, "fields": found.fields, "back": found.back, "at": found.at}
    return render_page(request, "accounts/kept.html", context)


@require_POST
def kept_send(request: HttpRequest) -> HttpResponse:
    """Send it again, as it is in the form, to where it was going; or forget it."""
    user = signed_in(request)
    found = form_kept(user.pk, timezone.now())
    form_forget(user.pk)
    if found is None or "kept-drop" in request.GET:
        return redirect("board:home")
    return Again(found.path)
