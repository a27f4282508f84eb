"""Rounds of an inspection office: archived when finished, opened again with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import DENIED, Action, Relation
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell
from bihuan.web.inspections.archiving import round_archive, round_unarchive, rounds_page
from bihuan.web.inspections.models import Round


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """What is open in each round, and whether its books are closed."""
    user = signed_in(request)
    if not user.scope().units(Relation.OFFICE, Action.ARCHIVE):
        raise PermissionDenied(DENIED)
    return render_page(
        request, "inspections/rounds.html", {"found": rounds_page(user, request.GET.get("page"))}
    )


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or open the books, as ``do`` says."""
    user, reason = signed_in(request), request.POST.get("reason", "")[:200]
    found = Round.objects.visible_to(user).filter(pk=pk).distinct().first()
    if found is None:
        raise Http404
    opens = request.POST.get("do") == "open"
    service = round_unarchive if opens else round_archive
    try:
        service(actor=user, now=timezone.now(), round=found, reason=reason)
    except ServiceError as error:
        tell(request, error)
    else:
        messages.success(
            request, f"“{found.name}”{'已解除归档' if service is round_unarchive else '已归档，只能查阅'}。"
        )
    return redirect("inspections:rounds")
