"""Excel and csv: what a page shows, taken away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja.responses import Status

from bihuan.ledger.book import LedgerTooLongError
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.shapes import sheets as shapes
from bihuan.web.api.shapes.common import Id
from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.cases import case_for
from bihuan.web.rectification.models import SheetFile
from bihuan.web.rectification.services.sheets_out import scope_of, sheet_ask, sheet_take
from bihuan.web.rectification.sheets.asking import wanted
from bihuan.web.rectification.sheets.files import TYPES, csv_stream, xlsx_file
from bihuan.web.rectification.sheets.taking import AT_ONCE

operations = Operations(Area.LEDGER)
LONG = "行数不多的直接答复文件；很长的答 202，由后台生成，做好后从 /sheets 取，收件箱也会通知。"


@operations.post(
    "/sheets", "导出 Excel、csv", None, binary="*/*", kept=False, later=shapes.SheetShown, about=LONG
)
def sheet_take_(request: HttpRequest, told: shapes.SheetTold) -> Any:
    """A file of what the page with these filters shows."""
    user, now = signed_in(request), timezone.now()
    case = case_for(user, told.case) if told.case else None
    kind, _, form = told.file.partition(".")
    if case and kind == "cases":
        raise ServiceError("各单位一览不分台账，请去掉 case。", field="case")
    query = _query(told)
    asked = wanted(user, case, kind, query)
    words: dict[str, Any] = {"case": case, "kind": kind, "format": form, "query": urlencode(query)}
    try:
        file = csv_stream(asked) if form == "csv" else xlsx_file(asked, most=AT_ONCE)
    except LedgerTooLongError:
        made = sheet_ask(actor=user, now=now, **words, name=asked.name(form))
        return Status(202, shapes.sheet_shown(made))
    sheet_take(actor=user, now=now, **words)
    answer = StreamingHttpResponse(file, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = content_disposition_header(True, asked.name(form)) or ""
    return answer


def _query(told: shapes.SheetTold) -> dict[str, str]:
    """As it stands in the address of the page."""
    found = {
        "section": str(told.section or ""),
        "status": told.status,
        "overdue": "1" if told.overdue else "",
        "q": told.q,
        "units": told.units,
    }
    return {name: value for name, value in found.items() if value}


def _own(user: User, pk: int) -> SheetFile:
    found = SheetFile.objects.filter(pk=pk, owner=user).first()
    if found is None:
        raise Http404
    return found


@operations.get("/sheets/{int:sheet}", "后台生成的文件", shapes.SheetShown)
def sheet_get(request: HttpRequest, sheet: Id) -> Any:
    """Whether a file that was asked for is ready."""
    return shapes.sheet_shown(_own(signed_in(request), sheet))


@operations.get("/sheets/{int:sheet}/content", "下载后台生成的文件", None, binary="*/*", refuses=(410,))
def sheet_content(request: HttpRequest, sheet: Id) -> HttpResponseBase:
    """For whoever asked and may still see what is in it."""
    user = signed_in(request)
    found = _own(user, sheet)
    if found.ready_at is None or found.scope != scope_of(user):
        raise ServiceError("文件还没有做好，或您的权限已经变了，请重新导出。", code="not_ready")
    try:
        opened = storages["sheets"].open(found.token.hex, "rb")
    except FileNotFoundError as error:
        raise Refused(410, "gone", "文件已经清理，请重新导出。") from error
    return FileResponse(opened, as_attachment=True, filename=found.name, content_type=TYPES[found.format])
