"""Documents made from the ledger: the same bytes as the page hands out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.responses import Status

from bihuan.documents.fonts import FontsMissingError
from bihuan.documents.kinds import Scope, kinds
from bihuan.documents.making import TYPES
from bihuan.web.accounts.current import signed_in
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.shapes import documents as shapes
from bihuan.web.api.shapes.sheets import SheetShown, sheet_shown
from bihuan.web.base.errors import ServiceError
from bihuan.web.inspections.cases import case_for
from bihuan.web.papers.producing import produced, refuse_other_look
from bihuan.web.papers.queries import round_for
from bihuan.web.papers.services import paper_ask, paper_make
from bihuan.web.papers.wanting import HEAVY, asked, size_of
from bihuan.web.rectification.loop.queries import response_for
from bihuan.web.supervision import queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.accounts.models import User

operations = Operations(Area.LEDGER)
LONG = "内容不多的直接答复文件；很多的答 202，由后台生成，做好后从 /sheets 取，收件箱也会通知。"
FETCH: dict[Scope, Callable[[User, int], Any]] = {
    Scope.RESPONSE: response_for,
    Scope.LETTER: queries.missive_for,
    Scope.SHEET: queries.sheet_for,
    Scope.ROUND: round_for,
}


@operations.get("/documents/kinds", "文书的种类", list[shapes.DocumentKind])
def document_kinds(request: HttpRequest) -> Any:
    """Every kind with its formats."""
    signed_in(request)
    return [shapes.document_kind(one) for one in kinds().values()]


@operations.post("/documents", "生成文书", None, binary="*/*", kept=False, later=SheetShown, about=LONG)
def document_make(request: HttpRequest, told: shapes.DocumentTold) -> Any:
    """A document of a thing that one sees."""
    user, now, today = signed_in(request), timezone.now(), timezone.localdate()
    kind = kinds().get(told.file.partition(".")[0])
    thing = (FETCH.get(kind.scope, case_for) if kind else case_for)(user, told.of)
    wanted = asked(told.file, (kind.scope,) if kind else (), thing, today)
    refuse_other_look(wanted)
    if size_of(wanted) > HEAVY[wanted.form]:
        made = paper_ask(actor=user, now=now, wanted=wanted, name=f"{wanted.thing} {wanted.name}")
        return Status(202, sheet_shown(made))
    try:
        data = produced(wanted).data
    except FontsMissingError as error:
        raise ServiceError(str(error)) from error
    paper_make(actor=user, now=now, wanted=wanted)
    return HttpResponse(data, content_type=TYPES[wanted.form])
