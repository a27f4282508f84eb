"""文书: what can be made of a case or a round, what is missing before, and the documents themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.documents.fonts import FontsMissingError
from bihuan.documents.kinds import Scope
from bihuan.documents.making import TYPES
from bihuan.web.accounts.current import signed_in
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse, refused_at
from bihuan.web.inspections.cases import case_for
from bihuan.web.papers import contexts
from bihuan.web.papers.producing import produced, refuse_other_look
from bihuan.web.papers.queries import round_for
from bihuan.web.papers.returning import ReturnedForm, differing
from bihuan.web.papers.services import paper_ask, paper_make
from bihuan.web.papers.wanting import HEAVY, OF_CASE, Wanted, asked, size_of
from bihuan.web.rectification.loop.queries import response_for
from bihuan.web.supervision import queries

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@refused_at("papers:case")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Every document of a case."""
    user = signed_in(request)
    found = case_for(user, pk)
    if request.method == "POST":
        wanted = asked(request.POST.get("file", ""), OF_CASE, found, timezone.localdate())
        back = reverse("papers:case", args=[pk])
        return hand_out(request, user, wanted, back)
    return render_page(request, "papers/case.html", contexts.case_page(user, found, timezone.localdate()))


@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, pk: int) -> HttpResponse:
    """A document that was changed outside, beside the ledger; nothing of it is taken."""
    user = signed_in(request)
    found = case_for(user, pk)
    form = ReturnedForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    told: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            told = differing(found, file.read(), file.name or "", timezone.localdate())
        except ServiceError as error:
            refuse(form, error)
    return render_page(request, "papers/returned.html", {"case": found, "form": form, "found": told})


@require_http_methods(["GET", "HEAD", "POST"])
@refused_at("papers:round")
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """Documents of a whole round, for its office."""
    user = signed_in(request)
    found = round_for(user, pk)
    if request.method == "POST":
        wanted = asked(request.POST.get("file", ""), (Scope.ROUND,), found, timezone.localdate())
        back = reverse("papers:round", args=[pk])
        return hand_out(request, user, wanted, back)
    return render_page(request, "papers/round.html", contexts.round_page(user, found, timezone.localdate()))


@require_POST
@refused_at("loop:response")
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one response."""
    user = signed_in(request)
    return _one(request, user, response_for(user, pk), Scope.RESPONSE)


@require_POST
@refused_at("supervision:missive")
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter as a file."""
    user = signed_in(request)
    return _one(request, user, queries.missive_for(user, pk), Scope.LETTER)


@require_POST
@refused_at("supervision:sheet")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's month as a file."""
    user = signed_in(request)
    return _one(request, user, queries.sheet_for(user, pk), Scope.SHEET)


def _one(request: HttpRequest, user: User, thing: Any, scope: Scope) -> HttpResponse:
    wanted = asked(request.POST.get("file", ""), (scope,), thing, timezone.localdate())
    return hand_out(request, user, wanted, request.path)


def hand_out(request: HttpRequest, user: User, wanted: Wanted, back: str) -> HttpResponse:
    """The file, or a promise where it would take longer than a request should."""
    now = timezone.now()
    refuse_other_look(wanted)
    if size_of(wanted) > HEAVY[wanted.form]:
        asked_for = paper_ask(actor=user, now=now, wanted=wanted, name=f"{wanted.thing} {wanted.name}")
        messages.info(request, f"“{asked_for.name}”内容较多，已转到后台生成，完成后收件箱会通知您。")
        return redirect(back)
    try:
        made = produced(wanted)
    except FontsMissingError as error:
        raise ServiceError(str(error)) from error
    paper_make(actor=user, now=now, wanted=wanted)
    if made.notice:
        messages.warning(request, f"“{made.name}”：{made.notice}")
    answer = HttpResponse(made.data, content_type=TYPES[wanted.form])
    name = f"{made.name.replace('/', '／')[:100]}.{wanted.form}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
