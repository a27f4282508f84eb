"""Workbooks handed in: compared row by row, then taken in as a whole or thrown away."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.routes.imports import DENIED, unit_for
from bihuan.web.api.seen import seen_version, show_version
from bihuan.web.api.shapes import workbooks as shapes
from bihuan.web.api.shapes.common import Id
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.inspections.cases import case_for
from bihuan.web.inspections.queries import rounds_for
from bihuan.web.rectification.models import Workbook
from bihuan.web.rectification.services.sheets_in import (
    sheet_again,
    sheet_confirm,
    sheet_create,
    sheet_discard,
)
from bihuan.web.rectification.services.sheets_undo import sheet_undo
from bihuan.web.rectification.wizard.choices import may_import

operations = Operations(Area.IMPORTS)
FILE = "以 multipart/form-data 交 xlsx、xls、et、csv；比对的结果先给您看，确认以前不动台账。"
SHOWN = 500
Start = Annotated[int, Field(ge=0, le=10_000_000)]


@operations.get("/workbooks", "待导入的表格", list[shapes.WorkbookLine], about="新的在前，最多 200 份。")
def workbooks_list(request: HttpRequest) -> Any:
    """Workbooks that wait to be taken in."""
    rows = Workbook.objects.visible_to(signed_in(request)).filter(confirmed_at=None)
    rows = rows.select_related("unit", "owner__person").defer("rows", "results", "seen")
    return [shapes.workbook_line(one) for one in rows.order_by("-created_at")[:200]]


@operations.post("/workbooks", "交表格", shapes.WorkbookShown, status=201, about=FILE)
def workbook_create(
    request: HttpRequest, told: Form[shapes.WorkbookTold], file: File[UploadedFile | None] = None
) -> Any:
    """A file is read and compared with the ledger."""
    user = signed_in(request)
    case = case_for(user, told.case) if told.case else None
    if case:
        require(user, Action.EDIT, case)
    elif not may_import(user):
        raise PermissionDenied(DENIED)
    if request.content_type != "multipart/form-data":
        raise Refused(415, detail="表格应以 multipart/form-data 交。")
    if file is None:
        raise ServiceError("请选一个文件。", field="file")
    unit = case.unit if case else unit_for(user, told.unit)
    found = None if case or not told.round else rounds_for(user).filter(pk=told.round).first()
    if told.round and not case and found is None:
        raise ServiceError("没有这个轮次，请核对编号。", field="round")
    made = sheet_create(
        actor=user, now=timezone.now(), unit=unit, content=file.read(), name=file.name or "", case=case,
        round=found, given_on=None if case else told.given_on,
    )  # fmt: skip
    return _shown(made)


def _workbook(user: User, pk: int) -> Workbook:
    rows = Workbook.objects.select_related("unit", "owner__person", "feedback__unit", "feedback__round")
    return get_for_user(rows, user, pk=pk)


def _shown(draft: Workbook, what: str = "", start: int = 0) -> shapes.WorkbookShown:
    rows = [one for one in draft.results if not what or one["what"] == what]
    end = start + SHOWN
    return shapes.workbook_shown(draft, rows[start:end], end if end < len(rows) else None)


@operations.get("/workbooks/{int:workbook}", "一份表格和各行的结果", shapes.WorkbookShown)
def workbook_get(
    request: HttpRequest, answer: HttpResponse, workbook: Id, what: shapes.RowFate = "", start: Start = 0
) -> Any:
    """What would become of each row, or what became of it; ``what`` narrows to one result."""
    found = _workbook(signed_in(request), workbook)
    show_version(answer, found.version)
    return _shown(found, what, start)


@operations.post("/workbooks/{int:workbook}/compare", "重新比对", shapes.WorkbookShown)
def workbook_compare(request: HttpRequest, workbook: Id) -> Any:
    """Compare with the ledger as it is now."""
    user = signed_in(request)
    sheet_again(actor=user, now=timezone.now(), draft=_workbook(user, workbook))
    return _shown(_workbook(user, workbook))


@operations.post("/workbooks/{int:workbook}/confirm", "导入表格", shapes.WorkbookShown, seen=True)
def workbook_confirm(request: HttpRequest, workbook: Id, told: shapes.WorkbookConfirm) -> Any:
    """Take it in; what changed since the comparison is left alone, and says so."""
    user = signed_in(request)
    found = _workbook(user, workbook)
    version = seen_version(request, told.version)
    words: dict[str, Any] = {"choice": told.choice, "over": told.over, "version": version}
    sheet_confirm(actor=user, now=timezone.now(), draft=found, **words)
    return _shown(_workbook(user, workbook))


@operations.post("/workbooks/{int:workbook}/undo", "撤销表格导入", shapes.WorkbookShown)
def workbook_undo(request: HttpRequest, workbook: Id) -> Any:
    """Take the whole import back, where nobody has touched anything of it since."""
    user = signed_in(request)
    sheet_undo(actor=user, now=timezone.now(), draft=_workbook(user, workbook))
    return _shown(_workbook(user, workbook))


@operations.delete("/workbooks/{int:workbook}", "放弃表格", about="没有改动任何台账。")
def workbook_discard(request: HttpRequest, workbook: Id) -> None:
    """Throw it away."""
    user = signed_in(request)
    sheet_discard(actor=user, now=timezone.now(), draft=_workbook(user, workbook))
