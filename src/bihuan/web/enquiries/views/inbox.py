"""The list of enquiries, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.base.partials import render_page
from bihuan.web.enquiries import contexts, queries
from bihuan.web.enquiries.services.finding import allow, deals_with
from bihuan.web.evidence.file_views import handed_out


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What came in, the newest first."""
    user, today = signed_in(request), timezone.localdate()
    which = request.GET.get("which", "")
    which = which if which in queries.WHICH else ""
    page = queries.enquiries_page(user, which=which, today=today, token=request.GET.get("page"))
    context = {
        "place": contexts.place(user.unit, ("群众意见", None)),
        "page": page,
        "rows": [contexts.line(one, today) for one in page.rows],
        "which": which,
        "choices": queries.WHICH,
    }
    return render_page(request, "enquiries/list.html", context)


@require_safe
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: what was written, what became of it, what can be done now."""
    user = signed_in(request)
    found = queries.enquiry_for(user, pk)
    trace, files = queries.trace_of(found), queries.files_of(found)
    context = contexts.enquiry_page(user, found, trace, files, timezone.localdate())
    return render_page(request, "enquiries/enquiry.html", context)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file that came with one, for those who deal with it, always to be saved and never shown in place."""
    user = signed_in(request)
    one, found = queries.file_for(user, pk)
    allow(deals_with(user, one))
    return handed_out(found.blob, found.name)
