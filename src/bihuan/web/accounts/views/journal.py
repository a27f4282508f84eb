"""The journal, read and verified by the audit administrator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, guarded
from bihuan.web.accounts.queries.journal import Filters, journal_page, journal_size
from bihuan.web.accounts.registry import ACTION_WORDS
from bihuan.web.accounts.services.audit import VERIFIED_HERE, journal_check
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell


@require_safe
@guarded(Action.READ_JOURNAL)
def journal(request: HttpRequest) -> HttpResponse:
    """Fifty entries, the newest first, by who, what and when."""
    filters, before = Filters.read(request.GET), request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    entries, onward = journal_page(filters, number)
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "entries": entries,
        "onward": onward,
        "filters": filters,
        "words": sorted(ACTION_WORDS.items(), key=lambda one: one[1]),
        "query": query.urlencode(),
        "first": number is None,
        "size": journal_size(),
        "at_most": VERIFIED_HERE,
    }
    return render_page(request, "accounts/journal.html", context)


@require_POST
@guarded(Action.READ_JOURNAL)
def journal_verify(request: HttpRequest) -> HttpResponse:
    """Recompute every chain and say what does not hold."""
    try:
        breaks = journal_check(actor=signed_in(request), now=timezone.now())
    except ServiceError as error:
        tell(request, error)
        return redirect("accounts:journal")
    return render_page(request, "accounts/journal_verify.html", {"breaks": breaks, "size": journal_size()})
