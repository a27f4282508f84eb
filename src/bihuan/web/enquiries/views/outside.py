"""The two pages for everybody: the form, and the answer behind a receipt. The public site has one cookie,
against forged forms, and only the form sets it; the receipt changes nothing and needs none.

Both read their own bodies, so that nobody's megabytes are taken in.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from bihuan.policy.parameters import parameter
from bihuan.web.accounts.addresses import client_address
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.refusals import refuse
from bihuan.web.disclosure.public.entries import site
from bihuan.web.disclosure.public.rendering import html
from bihuan.web.disclosure.workflow import State
from bihuan.web.enquiries import effort, queries, receipts
from bihuan.web.enquiries.forms import EnquiryForm
from bihuan.web.enquiries.limits import CODES, FORMS, TooManyError, refuse_spent, take
from bihuan.web.enquiries.services import enquiry_receive
from bihuan.web.enquiries.services.receiving import LONGEST, SHORTEST
from bihuan.web.enquiries.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.disclosure.public.entries import Entry

ROOM = 64 * 1024
"""Bytes of a form: its texts at their longest, in Chinese, written out."""
TOO_BIG = "提交的内容太多，或者带了附件。这里只收文字，请删减以后再提交。"
URLENCODED = "application/x-www-form-urlencoded"


def _small(inner: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuses bodies that no form of ours sends, unread; keeps answers out of caches."""

    @wraps(inner)
    def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            size = str(request.META.get("CONTENT_LENGTH") or "")
            if (
                not size.isdecimal()
                or len(size) > 9
                or int(size) > ROOM
                or request.content_type != URLENCODED
            ):
                return _said(request, "内容太多", TOO_BIG, 413)
        answer = inner(request, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        if settings.CSRF_COOKIE_NAME in answer.cookies:  # gone with the browser's window, not after a year
            answer.cookies[settings.CSRF_COOKIE_NAME].update({"max-age": "", "expires": ""})
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    return outer


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@_small
@csrf_protect
def respond(request: HttpRequest, pk: int) -> HttpResponse:
    """The form below an announcement that is on show; once sent, the receipt."""
    entry = site().by_pk.get(pk)
    if entry is None or not settings.ENV["BIHUAN_ENQUIRIES"]:
        raise Http404
    if entry.now.state is not State.PUBLISHED:
        return _page("over", 410, entry=entry)
    address = client_address(request)
    form = EnquiryForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _form(request, entry, form, 200)
    return _sent(request, entry, form, address)


def _sent(request: HttpRequest, entry: Entry, form: EnquiryForm, address: str) -> HttpResponse:
    if not form.is_valid():
        return _form(request, entry, form, 422)
    told = form.cleaned_data
    proof = effort.proof_in(told["proof"], entry.pk)
    try:
        made = enquiry_receive(
            now=timezone.now(),
            announcement=entry.pk,
            text=told["text"],
            name=told["name"],
            contact=told["contact"],
            address=address,
            proof=proof,
        )
    except ServiceError as error:
        refuse(form, error)
        return _form(request, entry, form, 429 if isinstance(error, TooManyError) else 422)
    return _page("received", 200, entry=entry, enquiry=made.enquiry, code=made.code)


def _form(request: HttpRequest, entry: Entry, form: EnquiryForm, status: int) -> HttpResponse:
    """The form with new work to do: each is good once."""
    now = timezone.now()
    try:
        take(FORMS, client_address(request), now)
    except TooManyError as error:
        return _said(request, "请稍后再试", str(error), 429)
    return _page(
        "form",
        status,
        entry=entry,
        form=form,
        token=get_token(request),
        task=effort.task(entry.pk, now),
        shortest=SHORTEST,
        longest=LONGEST,
        days=parameter("answer.contact_days").whole(),
    )


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@_small
def receipt(request: HttpRequest) -> HttpResponse:
    """How an enquiry stands, for whoever has its code; any other code is not found."""
    if request.method != "POST":
        return _page("receipt", 200, depth=1, code="", told="", enquiry=None)
    code, now, address = (
        plain(request.POST.get("code", ""), lines=False)[:60],
        timezone.now(),
        client_address(request),
    )
    try:
        refuse_spent(CODES, address, now)
        found = queries.by_code(receipts.hash_in(code))
        if found is None:
            take(CODES, address, now)
    except TooManyError as error:
        return _page("receipt", 429, depth=1, code="", told=str(error), enquiry=None)
    if found is None:
        told = "没有这个回执码，请对照提交时给您的十六位回执码再输一次。"
        return _page("receipt", 404, depth=1, code=code, told=told, enquiry=None)
    return _page("receipt", 200, depth=1, code="", told="", enquiry=found)


def _said(request: HttpRequest, title: str, told: str, status: int) -> HttpResponse:
    """One sentence, on a page of its own; ``/public/a/1/respond/`` stands three folders below the root."""
    return _page("said", status, depth=request.path.count("/") - 2, title=title, told=told)


def _page(name: str, status: int, *, depth: int = 3, **context: Any) -> HttpResponse:
    made = html(f"enquiries/public/{name}.html", depth, True, **context)
    return HttpResponse(made.data, content_type=made.kind, status=status)
