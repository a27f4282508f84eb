"""Home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.base.partials import render_page
from bihuan.web.board import contexts


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What I owe in order of time, and how things stand."""
    return render_page(request, "board/home.html", contexts.home(signed_in(request), timezone.localdate()))
