"""The time line of a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.base.partials import render_page
from bihuan.web.board import case_contexts
from bihuan.web.inspections.cases import case_for


@require_safe
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Responses and measures of a unit over time."""
    case = case_for(signed_in(request), pk)
    context = case_contexts.timeline(case, request.GET.get("page"), timezone.localdate())
    return render_page(request, "board/timeline.html", context)
