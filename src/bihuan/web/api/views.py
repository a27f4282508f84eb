"""Pages: one's own tokens, what the security administrator allows, the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, guarded
from bihuan.web.api import contexts
from bihuan.web.api.forms import ApiPolicyForm, TokenForm
from bihuan.web.api.published import DOCUMENT
from bihuan.web.api.queries import account_for, holders, token_for, tokens_of
from bihuan.web.api.services import (
    api_policy_now,
    api_policy_set,
    token_make,
    token_revoke,
    tokens_revoke,
)
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and a new one; its secret is shown this once, so the page is not a redirect."""
    user, policy = signed_in(request), api_policy_now()
    form = TokenForm(request.POST or None, initial={"days": min(90, policy.longest_days), "writes": ""})
    made, secret = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = token_make(actor=user, now=timezone.now(), **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            form = TokenForm(initial={"days": min(90, policy.longest_days), "writes": ""})
    return render_page(request, "api/tokens.html", _tokens(user, form, made=made, secret=secret))


def _tokens(user: User, form: TokenForm, **more: Any) -> dict[str, Any]:
    policy, now = api_policy_now(), timezone.now()
    shown = [contexts.token(one, now) for one in tokens_of(user)]
    return {"form": form, "policy": policy, "acting": user.acting_for, **contexts.tokens(form, shown), **more}


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the own tokens works no more."""
    user = signed_in(request)
    found = token_for(user, pk)
    token_revoke(actor=user, now=timezone.now(), token=found)
    messages.success(request, f"令牌“{found.name}”已吊销，用它的程序立刻不能再办理。")
    return redirect("api:tokens")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_POLICY)
def policy(request: HttpRequest) -> HttpResponse:
    """On or off, how long, how often; and who holds tokens."""
    user = signed_in(request)
    form = ApiPolicyForm(api_policy_now(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            api_policy_set(actor=user, now=timezone.now(), **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, "接口设置已保存，立刻执行。")
            return redirect("api:policy")
    found = holders(request.GET.get("page"), timezone.now())
    return render_page(request, "api/policy.html", {"form": form, "found": found})


@require_POST
@guarded(Action.MANAGE_POLICY)
def revoke_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Every token of an account."""
    found = account_for(pk)
    count = tokens_revoke(actor=signed_in(request), now=timezone.now(), user=found)
    messages.success(request, f"{found.name}的{count}个令牌已吊销。")
    return redirect("api:policy")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The documentation, made from the same document that programs read."""
    return render_page(request, "api/docs.html", contexts.docs())


@require_safe
@login_not_required
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document; it tells of the program, not of any data."""
    del request
    answer = HttpResponse(DOCUMENT.read_bytes(), content_type="application/json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
