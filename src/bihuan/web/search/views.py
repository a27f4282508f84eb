"""The page of hits."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import DENIED
from bihuan.web.base.partials import render_page
from bihuan.web.search import contexts
from bihuan.web.search.asking import Asked
from bihuan.web.search.queries import search


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What holds the words, among what the account may read."""
    user = signed_in(request)
    if user.visible("unit_id", "office_id") is None:
        raise PermissionDenied(DENIED)
    asked = Asked.read(request.GET.dict())
    return render_page(request, "search/results.html", contexts.results(user, asked, search(user, asked)))
