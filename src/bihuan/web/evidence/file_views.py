"""A file: previewed in the browser, downloaded with headers that let it do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.partials import render_page
from bihuan.web.evidence.contexts import size
from bihuan.web.evidence.looking.filetypes import types
from bihuan.web.evidence.models import BlobText, EvidenceFile, Preview
from bihuan.web.evidence.services import previews_make
from bihuan.web.evidence.store import open_kept, pictures

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Blob

SANDBOX = "default-src 'none'; sandbox"
"""What a file may do in a browser that opens it in spite of all: nothing."""
SHOWN = 40_000
"""Characters of a preview."""
MISSING = "原件在存储里找不到，请告诉系统管理员执行 bihuan verify --evidence 核查。"


def _file(user: User, pk: int) -> EvidenceFile:
    rows = EvidenceFile.objects.select_related("blob", "version__evidence__unit", "added_by__person")
    return get_for_user(rows, user, pk=pk)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Pages, a picture or words; pictures are drawn by a part of the page that comes after it."""
    one = _file(signed_in(request), pk)
    kind = types().get(one.blob.kind)
    context: dict[str, Any] = {
        "file": one,
        "entry": one.version.evidence,
        "word": kind.word if kind else one.blob.kind,
        "size": size(one.blob.size),
        "text": _text(one) if one.blob.preview == Preview.TEXT else "",
        "cut": False,
    }
    wants = request.headers.get("HX-Target") == "pages" or request.GET.get("draw") == "1"
    if one.blob.preview == Preview.WAITING and wants:
        previews_make(one.blob)
    context["pages"] = range(1, one.blob.pages + 1) if one.blob.preview == Preview.READY else ()
    context["cut"] = len(context["text"]) > SHOWN
    context["text"] = context["text"][:SHOWN]
    return render_page(request, "evidence/file.html", context, block="pages")


def _text(one: EvidenceFile) -> str:
    found = BlobText.objects.filter(blob=one.blob_id).first()
    return found.text if found else ""


@require_safe
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """One page as a picture; number 0 is the thumbnail."""
    one = _file(signed_in(request), pk)
    name = "thumb" if number == 0 else str(number)
    path = pictures(one.blob.sha256) / f"{name}.webp"
    if one.blob.preview == Preview.WAITING or (one.blob.preview == Preview.READY and not path.exists()):
        previews_make(one.blob)
    if not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/webp")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes as they came, always to be saved, never to be shown in place."""
    one = _file(signed_in(request), pk)
    return handed_out(one.blob, one.name)


def handed_out(blob: Blob, name: str) -> HttpResponseBase:
    """Bytes of the store as a file to be saved, with headers that let it do nothing."""
    kind = types().get(blob.kind)
    try:
        file = open_kept(blob.sha256)
    except FileNotFoundError:
        return HttpResponse(MISSING, status=410, content_type="text/plain; charset=utf-8")
    mime = kind.mime if kind else "application/octet-stream"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=mime)
    answer.headers["Content-Length"] = str(blob.size)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
