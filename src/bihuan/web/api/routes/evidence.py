"""Evidence: files in parts, entries, links, versions, reviews, packages."""

from __future__ import annotations

import json
import uuid
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit, User
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.api.areas import Area
from bihuan.web.api.handing import as_bytes
from bihuan.web.api.operations import Operations
from bihuan.web.api.problems import Refused
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.seen import seen_version, show_version
from bihuan.web.api.shapes import evidence as shapes
from bihuan.web.api.shapes.common import Cursor, Id, Rows, Words
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.guards import get_for_user
from bihuan.web.evidence import file_views, targets
from bihuan.web.evidence.contexts import units_of
from bihuan.web.evidence.keys import published
from bihuan.web.evidence.models import BlobText, Evidence, EvidenceFile, Upload
from bihuan.web.evidence.packages import stream
from bihuan.web.evidence.queries import Filters, entries, entry_for, entry_page
from bihuan.web.evidence.services import (
    evidence_create,
    evidence_edit,
    evidence_link,
    evidence_review,
    evidence_supersede,
    evidence_unlink,
    package_make,
    upload_append,
    upload_begin,
    upload_discard,
    upload_finish,
)
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.evidence.upload_views import DENIED

operations = Operations(Area.EVIDENCE)
OCTETS = "application/octet-stream"
PARTS = "开始后用 PATCH 一段一段送字节，Upload-Offset 写从哪里接着，最后 finish；断了先问收到哪里。"
OFFSET = {
    "in": "header",
    "name": "Upload-Offset",
    "required": True,
    "schema": {"type": "integer", "minimum": 0, "maximum": 10**15 - 1},
    "description": "这一段从第几个字节开始，应等于已收字节数",
}


@operations.get("/evidence", "佐证清单", Rows[shapes.EvidenceLine], about="新的在前；筛选与佐证页相同。")
def evidence_list(
    request: HttpRequest,
    state: Literal["", "pending", "accepted", "rejected"] = "",
    kind: Literal[""] | shapes.Kind = "",
    q: Words = "",
    loose: bool = False,
    cursor: Cursor = "",
) -> Any:
    """Every entry that the account sees; ``loose`` shows those that prove nothing yet."""
    filters = Filters(state=state, kind=kind, words=q.strip(), loose=loose)
    found = entries(signed_in(request), filters, cursor or None)
    return rows(found, [shapes.evidence_line(one) for one in found.rows])


@operations.get("/evidence/{int:evidence}", "一份佐证", shapes.EvidenceShown)
def evidence_get(request: HttpRequest, answer: HttpResponse, evidence: Id) -> Any:
    """Its files, what it proves, what was said of it."""
    found = entry_for(signed_in(request), evidence)
    show_version(answer, found.version)
    return shapes.evidence_shown(entry_page(found))


@operations.post("/uploads", "开始上传", shapes.UploadShown, status=201, about=PARTS)
def upload_begin_(request: HttpRequest, told: shapes.UploadTold) -> Any:
    """Announce a file; its parts follow."""
    user = signed_in(request)
    unit = _unit(user, {told.unit} if told.unit else set())
    made = upload_begin(actor=user, now=timezone.now(), unit=unit, name=told.name, size=told.size)
    return shapes.upload_shown(made)


def _unit(user: User, wanted: set[int]) -> Unit:
    """The unit whose evidence it becomes; 403 for whoever may upload nowhere."""
    own = units_of(user)
    chosen = wanted or set(own[:1])
    if not chosen or not chosen <= set(own):
        raise PermissionDenied(DENIED)
    return Unit.objects.get(pk=min(chosen))


def _own(user: User, token: uuid.UUID) -> Upload:
    if not units_of(user):
        raise Http404
    return get_object_or_404(Upload.objects.select_related("unit").defer("text"), token=token, owner=user)


@operations.get("/uploads/{uuid:upload}", "上传到哪里了", shapes.UploadShown)
def upload_get(request: HttpRequest, upload: uuid.UUID) -> Any:
    """How far a file came."""
    return shapes.upload_shown(_own(signed_in(request), upload))


@operations.patch(
    "/uploads/{uuid:upload}", "送一段字节", shapes.UploadShown, sends=OCTETS, headers=[OFFSET], kept=False
)
def upload_append_(request: HttpRequest, upload: uuid.UUID) -> Any:
    """The next part; what arrived before a break is kept."""
    user = signed_in(request)
    found = _own(user, upload)
    offset = request.headers.get("Upload-Offset", "")
    if request.content_type != OCTETS:
        raise Refused(415, detail=f"一段字节的 Content-Type 写 {OCTETS}。")
    if not offset.isascii() or not offset.isdigit() or len(offset) > 15:
        raise ServiceError("没有写明从哪里续传。", code="offset_missing")
    try:
        upload_append(actor=user, now=timezone.now(), upload=found, offset=int(offset), source=request)
    except ServiceError as error:
        raise Refused(409, "offset_wrong", str(error), Upload_Offset=str(found.received)) from error
    return shapes.upload_shown(found)


@operations.post("/uploads/{uuid:upload}/finish", "传完", shapes.UploadShown)
def upload_finish_(request: HttpRequest, upload: uuid.UUID) -> Any:
    """Hash the file and look into it; what to confirm comes back."""
    user = signed_in(request)
    return shapes.upload_shown(upload_finish(actor=user, now=timezone.now(), upload=_own(user, upload)))


@operations.delete("/uploads/{uuid:upload}", "放弃上传")
def upload_discard_(request: HttpRequest, upload: uuid.UUID) -> None:
    """Throw a file away that no entry has taken."""
    user = signed_in(request)
    upload_discard(actor=user, now=timezone.now(), upload=_own(user, upload))


@operations.post("/evidence", "建立佐证", shapes.EvidenceShown, status=201)
def evidence_create_(request: HttpRequest, told: shapes.EvidenceTold) -> Any:
    """A new entry of whole files, linked to what it proves."""
    user = signed_in(request)
    found = [targets.find(user, one) for one in dict.fromkeys(told.targets)]
    unit = _unit(user, {one.unit_id for one in found} or ({told.unit} if told.unit else set()))
    made = evidence_create(
        actor=user,
        now=timezone.now(),
        unit=unit,
        facts=_facts(told),
        uploads=_uploads(user, unit, told.uploads),
        targets=found,
        confirmed=told.confirmed,
        again=told.again,
    )
    return shapes.evidence_shown(entry_page(entry_for(user, made.pk)))


def _facts(told: shapes.Facts) -> Facts:
    return Facts(**{name: getattr(told, name) for name in Facts._fields})


def _uploads(user: User, unit: Unit, tokens: list[uuid.UUID]) -> list[Upload]:
    """The account's own uploads in this order; one that is not there is told."""
    found = {one.token: one for one in Upload.objects.filter(token__in=tokens, owner=user, unit=unit)}
    if not set(tokens) <= found.keys():
        raise ServiceError("有的文件已经用过或已过期，请重新上传。", field="uploads")
    return [found[one] for one in dict.fromkeys(tokens)]


def _writable(user: User, pk: int) -> Evidence:
    found = entry_for(user, pk)
    require(user, Action.ADD_EVIDENCE, found)
    return found


@operations.put("/evidence/{int:evidence}", "修改佐证的说明", shapes.EvidenceLine, seen=True)
def evidence_edit_(request: HttpRequest, evidence: Id, told: shapes.EvidenceEdit) -> Any:
    """Correct title, kind, dates, description; its files do not change."""
    user = signed_in(request)
    found = _writable(user, evidence)
    version = seen_version(request, told.version)
    evidence_edit(actor=user, now=timezone.now(), evidence=found, facts=_facts(told), version=version)
    return shapes.evidence_line(entry_for(user, evidence))


@operations.post(
    "/evidence/{int:evidence}/versions", "上传新版本", shapes.EvidenceShown, status=201, seen=True
)
def evidence_supersede_(request: HttpRequest, evidence: Id, told: shapes.VersionTold) -> Any:
    """The old version stays as it was; the review begins anew."""
    user = signed_in(request)
    found = _writable(user, evidence)
    evidence_supersede(
        actor=user,
        now=timezone.now(),
        evidence=found,
        uploads=_uploads(user, found.unit, told.uploads),
        kept=told.kept,
        note=told.note,
        version=seen_version(request, told.version),
        confirmed=told.confirmed,
    )
    return shapes.evidence_shown(entry_page(entry_for(user, evidence)))


@operations.post("/evidence/{int:evidence}/links", "增加关联", shapes.EvidenceShown)
def evidence_link_(request: HttpRequest, evidence: Id, told: shapes.LinkTold) -> Any:
    """Let an entry prove more."""
    user = signed_in(request)
    found = _writable(user, evidence)
    wanted = [targets.find(user, one) for one in dict.fromkeys(told.targets)]
    evidence_link(actor=user, now=timezone.now(), evidence=found, targets=wanted)
    return shapes.evidence_shown(entry_page(entry_for(user, evidence)))


@operations.delete("/evidence/{int:evidence}/links/{target}", "取消关联", about="佐证本身仍保留。")
def evidence_unlink_(request: HttpRequest, evidence: Id, target: shapes.Target) -> None:
    """Let an entry prove one thing less."""
    user = signed_in(request)
    found = _writable(user, evidence)
    evidence_unlink(actor=user, now=timezone.now(), evidence=found, key=targets.parse(target))


@operations.post("/evidence/{int:evidence}/review", "审核佐证", shapes.EvidenceLine)
def evidence_review_(request: HttpRequest, evidence: Id, told: shapes.ReviewTold) -> Any:
    """Accept or reject the version that the reviewer saw."""
    user = signed_in(request)
    found = entry_for(user, evidence)
    require(user, Action.REVIEW_EVIDENCE, found)
    evidence_review(actor=user, now=timezone.now(), evidence=found, **told.model_dump())
    return shapes.evidence_line(entry_for(user, evidence))


@operations.get("/evidence/files/{int:file}", "一个文件", shapes.FileText)
def file_get(request: HttpRequest, file: Id) -> Any:
    """A file by its content, with the words that could be read."""
    held = EvidenceFile.objects.select_related("blob", "version")
    found = get_for_user(held, signed_in(request), pk=file)
    words = BlobText.objects.filter(blob=found.blob_id).first()
    shown = words.text[: file_views.SHOWN] if words else ""
    return {**shapes.file_facts(found), "evidence": found.version.evidence_id, "text": shown}


@operations.get("/evidence/files/{int:file}/content", "下载文件", None, binary="*/*", refuses=(410,))
def file_content(request: HttpRequest, file: Id) -> HttpResponseBase:
    """The bytes as they came."""
    return as_bytes(file_views.download(request, file))


@operations.get(
    "/evidence/files/{int:file}/pages/{int:number}",
    "一页的图片",
    None,
    binary="image/webp",
    about="0 是缩略图。",
)
def file_page(request: HttpRequest, file: Id, number: int) -> HttpResponseBase:
    """One page as a picture."""
    if number > 10_000:
        raise Http404
    return file_views.picture(request, file, number)


@operations.post(
    "/evidence/packages", "打包下载", None, binary="application/zip", kept=False, about="带签名，可离线核验。"
)
def package_make_(request: HttpRequest, told: shapes.PackageTold) -> HttpResponseBase:
    """The signed package of one object or of all that the account sees of a unit."""
    user = signed_in(request)
    target = targets.find(user, told.target) if told.target else None
    unit = Unit.objects.filter(pk=target.unit_id if target else told.unit or 0).first()
    one = Evidence.objects.visible_to(user).filter(unit=unit).first() if unit else None
    if unit is None or (target is None and one is None and user.unit != unit):
        raise Http404
    office = one.office_id if one else None
    made = package_make(actor=user, now=timezone.now(), unit=unit, office=office, target=target)
    answer = StreamingHttpResponse(stream(made), content_type="application/zip")
    answer.headers["Content-Disposition"] = content_disposition_header(True, made.name) or "attachment"
    return answer


@operations.get("/evidence/keys", "核验用的公钥", dict[str, Any])
def keys_get(request: HttpRequest) -> Any:
    """Public keys and their fingerprints, for whoever verifies a package."""
    if not signed_in(request).roles():
        raise PermissionDenied
    return json.loads(published())
