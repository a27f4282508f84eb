"""The liaison hands over what a colleague holds."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bihuan.web.accounts import services
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.forms import choices
from bihuan.web.accounts.models import Person, User
from bihuan.web.accounts.permissions import DENIED, Action, Relation
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import worded


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Choose the colleague, see how much it is, choose who takes over."""
    user = signed_in(request)
    people = _people(user)
    giver = people.get(request.POST.get("person") or request.GET.get("person") or "")
    taker = people.get(request.POST.get("successor", ""))
    error = ""
    if request.method == "POST":
        try:
            if giver is None or taker is None:
                raise ServiceError("请选定移交人和接手人。")
            services.hand_over(actor=user, now=timezone.now(), person=giver, to=taker)
        except ServiceError as refused:
            error = worded(refused)
        else:
            messages.success(request, f"{giver.name}名下的工作已全部移交{taker.name}。")
            return redirect("accounts:handover")
    context = {
        "people": choices((key, f"{one.name}（{one.post or one.unit}）") for key, one in people.items()),
        "giver": giver,
        "taker": str(taker.pk) if taker else "",
        "holdings": [one for one in services.holdings_of(giver) if one[2]] if giver else [],
        "error": error,
    }
    return render_page(request, "accounts/handover.html", context)


def _people(user: User) -> dict[str, Person]:
    """Everybody of the units in which the account may hand over; 403 where there are none."""
    units = user.scope().units(Relation.OWN, Action.HAND_OVER)
    if not units:
        raise PermissionDenied(DENIED)
    rows = Person.objects.filter(unit__in=units).select_related("unit").order_by("left_on", "name", "id")
    return {str(one.pk): one for one in rows}
