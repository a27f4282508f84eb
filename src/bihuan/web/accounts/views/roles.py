"""Roles, given and taken by the security administrator after seeing what the change does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.web.accounts import services
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.forms import choices
from bihuan.web.accounts.permissions import Action, Role, guarded
from bihuan.web.accounts.queries.people import account_of, person_for, units_in_order
from bihuan.web.accounts.queries.rights import preview
from bihuan.web.accounts.services.roles import fingerprint
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refused_at, worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bihuan.web.accounts.models import User

ROWS = 3
"""Roles that can be added at a time."""


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(Action.MANAGE_ROLES)
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick what stays, choose what comes; first the preview, then the change."""
    account = _account(pk)
    held = [(Role(one.role), one.unit_id) for one in account.roles()]
    context: dict[str, Any] = {"error": "", "preview": None, "slots": [("", "")] * ROWS}
    shown = set(held)
    if request.method == "POST":
        slots = [(request.POST.get(f"role{at}", ""), request.POST.get(f"unit{at}", "")) for at in range(ROWS)]
        try:
            shown = {_pair(*one.partition("@")[::2]) for one in request.POST.getlist("keep")}
            wanted = shown | {_pair(*one) for one in slots if any(one)}
            if request.POST.get("do") == "save":
                return _save(request, account, wanted)
            context["preview"], shown = preview(account, sorted(wanted)), wanted
        except ServiceError as error:
            context |= {"error": worded(error), "slots": slots}
    seen = request.POST.get("seen") or fingerprint(held)
    return render_page(request, "accounts/roles.html", {**context, **_context(account, shown, seen)})


def _account(pk: int) -> User:
    account = account_of(person_for(pk))
    if account is None:
        raise Http404
    return account


def _pair(role: str, unit: str) -> tuple[Role, int]:
    if not role or not unit:
        raise ServiceError("每个新角色都要选定角色和单位。")
    if role not in list(Role) or not unit.isascii() or not unit.isdecimal() or len(unit) > 18:
        raise ServiceError("所选角色或单位不存在，请重新选择。")
    return Role(role), int(unit)


def _save(request: HttpRequest, account: User, wanted: set[tuple[Role, int]]) -> HttpResponse:
    seen = request.POST.get("seen", "")
    services.roles_set(actor=signed_in(request), now=timezone.now(), user=account, wanted=wanted, seen=seen)
    messages.success(request, f"{account.name}的角色已调整，下一次打开页面时生效。")
    return redirect("accounts:person", account.person_id)


def _context(account: User, wanted: set[tuple[Role, int]], seen: str) -> Mapping[str, Any]:
    units = {one.pk: one for one in units_in_order()}
    held = [(Role(one.role), one.unit_id, str(one.unit)) for one in account.roles()]
    known = {(role, unit) for role, unit, _ in held}
    more = [(role, unit, str(units.get(unit, ""))) for role, unit in sorted(wanted - known)]
    return {
        "person": account.person,
        "rows": [
            {
                "value": f"{role}@{unit}",
                "word": role.label,
                "unit": name,
                "kept": (role, unit) in wanted,
                "new": (role, unit) not in known,
            }
            for role, unit, name in [*held, *more]
        ],
        "role_choices": choices((role.value, role.label) for role in Role),
        "unit_choices": choices((one.pk, "　" * one.depth + one.name) for one in units.values()),
        "seen": seen,
    }


@require_POST
@guarded(Action.MANAGE_ROLES)
@refused_at("accounts:person")
def factor_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor off an account whose phone is lost."""
    services.factor_remove(actor=signed_in(request), now=timezone.now(), user=_account(pk))
    messages.success(request, "动态码已解除，本人下次登录可重新启用。")
    return redirect("accounts:person", pk)
