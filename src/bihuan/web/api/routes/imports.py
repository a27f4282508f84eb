"""Import: a document, its draft, corrections, and the case that it becomes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form
from ninja.files import UploadedFile

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit, User
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.seen import seen_version, show_version
from bihuan.web.api.shapes import imports as shapes
from bihuan.web.api.shapes.common import Id
from bihuan.web.api.shapes.ledger import CaseLine, case_line
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.diagnosis.models import Filing, ImportDraft
from bihuan.web.diagnosis.queries import draft_report, open_drafts
from bihuan.web.diagnosis.services import draft_create, draft_discard, draft_edit, draft_undo_edit
from bihuan.web.inspections.cases import case_for
from bihuan.web.inspections.queries import rounds_for
from bihuan.web.rectification.services import draft_confirm, feedback_replace, import_undo
from bihuan.web.rectification.services.replacing import replacement
from bihuan.web.rectification.wizard.choices import may_import, units_for
from bihuan.web.rectification.wizard.forms import BOTH, NOTHING

operations = Operations(Area.IMPORTS)
DENIED = "导入由整改联络员或巡察办工作人员办理，您的角色没有这项权限。"
FILE = "以 multipart/form-data 交文件，或只交 text；读出的内容先成草稿，入账以前不动台账。"


@operations.get("/imports", "待核对的草稿", list[shapes.DraftLine], about="新的在前，最多 200 份。")
def drafts_list(request: HttpRequest) -> Any:
    """Drafts that the account may go on with."""
    return [shapes.draft_line(one) for one in open_drafts(signed_in(request))[:200]]


@operations.get("/filings", "已入账的材料", list[shapes.FilingLine], about="新的在前，最多 200 份。")
def filings_list(request: HttpRequest) -> Any:
    """Documents under cases."""
    seen = Filing.objects.visible_to(signed_in(request)).filter(feedback__isnull=False)
    rows = seen.select_related("unit", "received_by__person").order_by("-id")
    return [shapes.filing_line(one) for one in rows[:200]]


@operations.post("/imports", "交材料", shapes.DraftShown, status=201, about=FILE)
def draft_create_(
    request: HttpRequest, told: Form[shapes.ImportTold], file: File[UploadedFile | None] = None
) -> Any:
    """A file or pasted text becomes a draft."""
    user = signed_in(request)
    if not may_import(user):
        raise PermissionDenied(DENIED)
    if request.content_type not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise Refused(415, detail="材料应以 multipart/form-data 交。")
    replaces = case_for(user, told.replaces) if told.replaces else None
    if replaces:
        require(user, Action.IMPORT, replaces)
    unit = replaces.unit if replaces else unit_for(user, told.unit)
    round_ = rounds_for(user).filter(pk=told.round).first() if told.round else None
    if told.round and round_ is None:
        raise ServiceError("没有这个轮次，请核对编号。", field="round")
    content, name = _content(told.text, file)
    made = draft_create(
        actor=user, now=timezone.now(), unit=unit, content=content, name=name, round=round_, replaces=replaces
    )
    return shapes.draft_shown(made, draft_report(made))


def unit_for(user: User, wanted: int | None) -> Unit:
    """The unit that is meant: the one named, or the only one that the account may import for."""
    rows = units_for(user)
    found = list((rows.filter(pk=wanted) if wanted else rows)[:2])
    if len(found) != 1:
        raise ServiceError("请填写这份材料属于哪个单位。", field="unit")
    return found[0]


def _content(text: str, file: UploadedFile | None) -> tuple[bytes | str, str]:
    if file is not None and text.strip():
        raise ServiceError(BOTH, field="text")
    if file is None and not text.strip():
        raise ServiceError(NOTHING, field="file")
    return (file.read(), file.name or "") if file is not None else (text, "")


def _draft(user: User, pk: int) -> ImportDraft:
    rows = ImportDraft.objects.select_related(
        "filing__unit", "owner__person", "replaces__unit", "replaces__round"
    )
    return get_for_user(rows, user, pk=pk)


@operations.get("/imports/{int:draft}", "一份草稿", shapes.DraftShown)
def draft_get(request: HttpRequest, answer: HttpResponse, draft: Id) -> Any:
    """How the document is read, and what is not sure."""
    found = _draft(signed_in(request), draft)
    show_version(answer, found.version)
    return shapes.draft_shown(found, draft_report(found))


@operations.post("/imports/{int:draft}/corrections", "更正读法", shapes.DraftLine, seen=True)
def draft_edit_(request: HttpRequest, draft: Id, told: shapes.CorrectionTold) -> Any:
    """Turn a leaf into something else, join, split, or take the last correction back."""
    user, now = signed_in(request), timezone.now()
    found = _draft(user, draft)
    version = seen_version(request, told.version)
    if told.change == "undo":
        draft_undo_edit(actor=user, now=now, draft=found, version=version)
    elif told.leaf is None:
        raise ServiceError("请写明哪一项（leaf）。", field="leaf")
    else:
        draft_edit(actor=user, now=now, draft=found, leaf=told.leaf, action=told.change, version=version)
    return shapes.draft_line(_draft(user, draft))


@operations.post("/imports/{int:draft}/confirm", "入账", CaseLine, status=201, seen=True)
def draft_confirm_(request: HttpRequest, draft: Id, told: shapes.ConfirmTold) -> Any:
    """The draft becomes a case, examined at once."""
    user = signed_in(request)
    found = _draft(user, draft)
    version = seen_version(request, told.version)
    now = timezone.now()
    made = draft_confirm(actor=user, now=now, draft=found, given_on=told.given_on, version=version)
    return case_line(case_for(user, made.pk))


@operations.delete("/imports/{int:draft}", "放弃草稿", about="没有改动任何台账；材料一并删去。")
def draft_discard_(request: HttpRequest, draft: Id) -> None:
    """Throw a draft away."""
    user = signed_in(request)
    draft_discard(actor=user, now=timezone.now(), draft=_draft(user, draft))


def _replacing(user: User, pk: int) -> ImportDraft:
    found = _draft(user, pk)
    if found.replaces is None or found.confirmed_at:
        raise Refused(422, "replaces_nothing", "这份草稿不是用来更正反馈的，或者已经入账。")
    return found


@operations.get("/imports/{int:draft}/comparison", "与现行反馈比较", shapes.ComparisonShown)
def comparison_get(request: HttpRequest, draft: Id) -> Any:
    """A corrected feedback beside the one in force."""
    return shapes.comparison_shown(replacement(_replacing(signed_in(request), draft)))


@operations.post("/imports/{int:draft}/replace", "替换反馈", CaseLine, seen=True)
def feedback_replace_(request: HttpRequest, draft: Id, told: shapes.ReplaceTold) -> Any:
    """The corrected feedback takes the place of the one in force; the work stays with its findings."""
    user = signed_in(request)
    found = _replacing(user, draft)
    version = seen_version(request, told.version)
    case, _ = feedback_replace(actor=user, now=timezone.now(), draft=found, version=version)
    return case_line(case_for(user, case.pk))


@operations.post("/cases/{int:case}/undo", "撤销入账", shapes.DraftLine, about="台账没有改动以前才能撤销。")
def import_undo_(request: HttpRequest, case: Id) -> Any:
    """Take a whole import back; the draft is open again with its corrections."""
    user = signed_in(request)
    found = case_for(user, case)
    require(user, Action.IMPORT, found)
    draft = import_undo(actor=user, now=timezone.now(), feedback=found)
    return shapes.draft_line(_draft(user, draft.pk))
