"""Taking files away: what a page shows, as csv or xlsx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.ledger.book import LedgerTooLongError
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.models import SheetFile
from bihuan.web.rectification.services.sheets_out import scope_of, sheet_ask, sheet_take
from bihuan.web.rectification.sheets.asking import MEASURES, wanted
from bihuan.web.rectification.sheets.columns import CATALOGUE
from bihuan.web.rectification.sheets.files import TYPES, csv_stream, xlsx_file

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.sheets.files import Wanted

AT_ONCE = 20_000
"""Rows of an xlsx that are written while somebody waits; more of them the worker writes."""
FILES_SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
def case_files(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Files of one case."""
    return _files(request, case_for(signed_in(request), pk))


@require_http_methods(["GET", "HEAD", "POST"])
def all_files(request: HttpRequest) -> HttpResponseBase:
    """Files over everything that the user sees."""
    return _files(request, None)


def _files(request: HttpRequest, case: Feedback | None) -> HttpResponseBase:
    user = signed_in(request)
    if request.method == "POST":
        return _hand_out(request, case)
    here = reverse("sheets:case", args=[case.pk]) if case else reverse("sheets:all")
    query = request.META.get("QUERY_STRING", "")
    listed = case is None and request.GET.get("list") == MEASURES
    ledger = reverse("rectification:ledger", args=[case.pk]) if case else reverse("rectification:ledgers")
    ledger = reverse("desk:measures") if listed else ledger
    context = {
        "case": case,
        "listed": listed,
        "kinds": [(name, CATALOGUE[name]) for name in _offered(case, listed)],
        "said": wanted(user, case, "ledger", request.GET).said,
        "units": request.GET.get("units", ""),
        "action": f"{here}?{query}" if query else here,
        "whole": f"{here}?list={MEASURES}" if listed else here,
        "ledger": f"{ledger}?{query}" if query else ledger,
        "may_edit": case is not None and may(user, Action.EDIT, case),
        "files": SheetFile.objects.filter(owner=user).order_by("-id")[:FILES_SHOWN],
    }
    return render_page(request, "sheets/files.html", context)


def _offered(case: Feedback | None, listed: bool) -> list[str]:
    """Files of the page that one comes from."""
    if listed:
        return ["measures", "progress"]
    return [name for name in CATALOGUE if case is None or name != "cases"]


def _hand_out(request: HttpRequest, case: Feedback | None) -> HttpResponseBase:
    user, now = signed_in(request), timezone.now()
    kind, _, form = request.POST.get("file", "").partition(".")
    listed = case is None and request.GET.get("list") == MEASURES
    if kind not in _offered(case, listed) or form not in CATALOGUE[kind].formats:
        raise ServiceError("请从列出的文件中选择一种。")
    asked = wanted(user, case, kind, request.GET)
    query = request.META.get("QUERY_STRING", "")
    try:
        answer = _stream(asked) if form == "csv" else _workbook(asked)
    except LedgerTooLongError:
        sheet_ask(actor=user, now=now, case=case, kind=kind, format=form, query=query, name=asked.name(form))
        messages.info(request, f"行数较多（超过{AT_ONCE}行），已转到后台生成，完成后收件箱会通知您。")
        return redirect(request.get_full_path())
    sheet_take(actor=user, now=now, case=case, kind=kind, format=form, query=query)
    return answer


def _stream(asked: Wanted) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(csv_stream(asked), content_type=TYPES["csv"])
    answer.headers["Content-Disposition"] = content_disposition_header(True, asked.name("csv")) or ""
    return answer


def _workbook(asked: Wanted) -> FileResponse:
    file = xlsx_file(asked, most=AT_ONCE)
    return FileResponse(
        file, as_attachment=True, filename=asked.name("xlsx"), content_type=TYPES["xlsx"]
    )  # fmt: skip


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file that the worker wrote, for whoever asked and may still see what is in it."""
    user = signed_in(request)
    found = SheetFile.objects.filter(pk=pk, owner=user).first()
    if found is None:
        raise Http404
    if found.ready_at is None or found.scope != scope_of(user):
        return render_page(request, "sheets/not_ready.html", {"file": found})
    try:
        opened = storages["sheets"].open(found.token.hex, "rb")
    except FileNotFoundError:
        return render_page(request, "sheets/not_ready.html", {"file": found})
    return FileResponse(opened, as_attachment=True, filename=found.name, content_type=TYPES[found.format])
