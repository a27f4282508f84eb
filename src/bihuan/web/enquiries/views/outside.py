"""The two pages for everybody: the form, and the answer behind a receipt. The public site has one cookie,
against forged forms, and only the form sets it; the receipt changes nothing and needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from bihuan.web.disclosure.workflow import State
from bihuan.web.enquiries import effort, queries, receipts
from bihuan.web.enquiries.forms import EnquiryForm
from bihuan.web.enquiries.limits import CODES, FORMS, TooManyError, refuse_spent, take
from bihuan.web.enquiries.services import attached, enquiry_receive
from bihuan.web.enquiries.services.attaching import MEGABYTE, TYPES, most_bytes, most_files
from bihuan.web.enquiries.services.receiving import LONGEST, SHORTEST
from bihuan.web.enquiries.views.bodies import MULTIPART, page, said, small, small_with_files
from bihuan.web.enquiries.words import plain
from bihuan.web.evidence.looking.filetypes import types
from bihuan.web.evidence.receiving import handler_of, staged_files

if TYPE_CHECKING:
    from bihuan.web.disclosure.public.entries import Entry

CUT = "上传中断，文件没有收全，意见没有提交。请检查网络后重新选择文件再提交。"
AGAIN = "文件没有留下，请重新选择。"


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@small_with_files
@csrf_protect
def respond(request: HttpRequest, pk: int) -> HttpResponse:
    """The form below an announcement that is on show; once sent, the receipt."""
    entry = site().by_pk.get(pk)
    if entry is None or not settings.ENV["BIHUAN_ENQUIRIES"]:
        raise Http404
    if entry.now.state is not State.PUBLISHED:
        return page("over", 410, entry=entry)
    address = client_address(request)
    form = EnquiryForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _form(request, entry, form, 200)
    return _sent(request, entry, form, address)


def _sent(request: HttpRequest, entry: Entry, form: EnquiryForm, address: str) -> HttpResponse:
    if not form.is_valid() or not _whole(request, form):
        return _form(request, entry, _told_again(request, form), 422)
    told, now = form.cleaned_data, timezone.now()
    proof = effort.proof_in(told["proof"], entry.pk)
    try:
        files = attached(
            now=now, announcement=entry.pk, staged=staged_files(request), address=address, proven=bool(proof)
        )
        made = enquiry_receive(
            now=now,
            announcement=entry.pk,
            text=told["text"],
            name=told["name"],
            contact=told["contact"],
            address=address,
            proof=proof,
            files=files,
        )
    except ServiceError as error:
        refuse(form, error)
        status = 429 if isinstance(error, TooManyError) else 422
        return _form(request, entry, _told_again(request, form), status)
    return page("received", 200, entry=entry, enquiry=made.enquiry, code=made.code, files=len(files))


def _whole(request: HttpRequest, form: EnquiryForm) -> bool:
    """Whether every file came in: the last field of a form with files is ``whole``, so without it half a file
    came; what was too large was skipped.
    """
    if request.content_type != MULTIPART:
        return True
    handler = handler_of(request)
    told = list(handler.refused) if request.POST.get("whole") == "1" else [CUT]
    for one in told:
        form.add_error(None, one)
    return not told


def _told_again(request: HttpRequest, form: EnquiryForm) -> EnquiryForm:
    """Browsers do not choose files by themselves: whoever sends it again must."""
    if staged_files(request):
        form.add_error(None, AGAIN)
    return form


def _form(request: HttpRequest, entry: Entry, form: EnquiryForm, status: int) -> HttpResponse:
    """The form with new work to do: each is good once."""
    now = timezone.now()
    try:
        take(FORMS, client_address(request), now)
    except TooManyError as error:
        return said(request, "请稍后再试", str(error), 429)
    return page(
        "form",
        status,
        entry=entry,
        form=form,
        token=get_token(request),
        task=effort.task(entry.pk, now),
        shortest=SHORTEST,
        longest=LONGEST,
        days=parameter("answer.contact_days").whole(),
        files=most_files(),
        megabytes=most_bytes() // MEGABYTE,
        accept=",".join(f".{suffix}" for code in TYPES for suffix in types()[code].suffixes),
    )


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@small
def receipt(request: HttpRequest) -> HttpResponse:
    """How an enquiry stands, for whoever has its code; any other code is not found."""
    if request.method != "POST":
        return page("receipt", 200, depth=1, code="", told="", enquiry=None)
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
        return page("receipt", 429, depth=1, code="", told=str(error), enquiry=None)
    if found is None:
        told = "没有这个回执码，请对照提交时给您的十六位回执码再输一次。"
        return page("receipt", 404, depth=1, code=code, told=told, enquiry=None)
    return page("receipt", 200, depth=1, code="", told="", enquiry=found)
