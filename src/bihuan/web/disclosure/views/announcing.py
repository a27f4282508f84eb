"""The announcement: as a page, and as the very bytes to download."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.base.partials import render_page
from bihuan.web.disclosure import listing
from bihuan.web.disclosure.document import charset, document
from bihuan.web.disclosure.publications import standings
from bihuan.web.disclosure.queries import written
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.queries import case_totals
from bihuan.web.rectification.text import load_filed

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """Every case with how far its announcements have come; where there is one only, that one."""
    user = signed_in(request)
    words, which = request.GET.get("q", "").strip()[:60], request.GET.get("which", "")
    which = which if which in listing.WHICH else ""
    found = listing.cases_page(user, words=words, which=which, token=request.GET.get("page"))
    if len(found.rows) == 1 and not which and "page" not in request.GET:
        return redirect("disclosure:announcement", found.rows[0].pk)
    told = {name: value for name, value in (("q", words), ("which", which)) if value}
    context = {
        "page": found,
        "rows": listing.lines(found.rows),
        "words": words,
        "which": which,
        "choices": listing.WHICH,
        "more": f"{urlencode(told)}&" if told else "",
    }
    return render_page(request, "disclosure/cases.html", context)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The announcement as a well-set page."""
    user = signed_in(request)
    case = case_for(user, pk)
    totals, _ = case_totals(case, timezone.localdate())
    context = {
        "case": case,
        "document": document(case),
        "totals": totals,
        "standings": standings(user, case),
        "ledger": reverse("rectification:ledger", args=[pk]),
    }
    return render_page(request, "disclosure/announcement.html", context)


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as a file; for an untouched import of a text file its very bytes."""
    case = case_for(signed_in(request), pk)
    told, filing = load_filed(case)
    data = written(told, filing)
    answer = HttpResponse(data, content_type=f"text/plain; charset={charset(filing, data)}")
    answer.headers["Content-Disposition"] = content_disposition_header(True, _name(case)) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _name(case: Feedback) -> str:
    return f"{case.unit}{case.round}整改情况公示稿.txt"
