"""沿革: what happened to an object, who did it, and what changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.histories import HISTORIES, lines
from bihuan.web.base.partials import render_page
from bihuan.web.base.queries import events


@require_safe
def history(request: HttpRequest, thing: str, pk: int) -> HttpResponse:
    """Fifty entries, the newest first, of an object that the user may read."""
    kind = HISTORIES.get(thing)
    if kind is None:
        raise Http404
    subject = kind.find(signed_in(request), pk)
    told = request.GET.get("before", "")
    before = int(told) if told.isascii() and told.isdecimal() and len(told) < 19 else None
    found, onward = events(subject.keys, before=before)
    context = {
        "kind": kind,
        "subject": subject,
        "lines": lines(found, subject.labels),
        "onward": onward,
        "first": before is None,
    }
    return render_page(request, "accounts/history.html", context)
