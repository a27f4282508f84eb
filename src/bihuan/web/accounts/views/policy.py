"""What the security administrator asks of log-ins."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.forms_house import POLICY_FIELDS, PolicyForm
from bihuan.web.accounts.permissions import Action, guarded
from bihuan.web.accounts.services.policy import policy_now, policy_set
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_POLICY)
def policy(request: HttpRequest) -> HttpResponse:
    """Lengths, locks, time-outs, and who must use a second factor."""
    form = PolicyForm(policy_now(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            policy_set(actor=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except ServiceError as error:
            refuse(form, error)
        else:
            messages.success(request, "登录要求已保存，从各人下次登录起执行。")
            return redirect("accounts:policy")
    context = {
        "form": form,
        "fields": POLICY_FIELDS,
        "chosen": form["factor_roles"].value() or [],
    }
    return render_page(request, "accounts/policy.html", context)
