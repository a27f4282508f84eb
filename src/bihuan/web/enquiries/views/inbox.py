"""The list of enquiries, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.base.partials import render_page
from bihuan.web.enquiries import contexts, queries


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
    context = contexts.enquiry_page(user, found, queries.trace_of(found), timezone.localdate())
    return render_page(request, "enquiries/enquiry.html", context)
