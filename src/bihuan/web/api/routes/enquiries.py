"""Enquiries of the public: what came in, who prepares the answer, the answer, whether both are shown.

A refusal of the right comes from the service itself, as on the pages; so does every sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.api.areas import Area
from bihuan.web.api.handing import as_bytes
from bihuan.web.api.operations import Operations
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.seen import seen_version, show_version
from bihuan.web.api.shapes import enquiries as shapes
from bihuan.web.api.shapes.common import Cursor, Id, Named, Rows
from bihuan.web.enquiries import queries, services
from bihuan.web.enquiries.masking import veiled
from bihuan.web.enquiries.services.finding import allow, may_handle
from bihuan.web.enquiries.views import inbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from bihuan.web.enquiries.models import Enquiry

operations = Operations(Area.ENQUIRIES)
WHO = "称呼、联系方式和附件只给经办这条意见的人。"
NO_NAMES = "答复里没有称呼和联系方式：带 Idempotency-Key 的答复要保存 48 小时，而它们有自己的期限。"


@operations.get("/enquiries", "群众意见", Rows[shapes.EnquiryLine], about="新的在前；筛选与页面相同。")
def enquiries_list(request: HttpRequest, which: shapes.Narrowed = "", cursor: Cursor = "") -> Any:
    """What came in, as far as the account sees it."""
    today = timezone.localdate()
    found = queries.enquiries_page(signed_in(request), which=which, today=today, token=cursor or None)
    return rows(found, [shapes.enquiry_line(one, today) for one in found.rows])


@operations.get("/enquiries/{int:enquiry}", "一条群众意见", shapes.EnquiryShown, about=WHO)
def enquiry_get(request: HttpRequest, answer: HttpResponse, enquiry: Id) -> Any:
    """What was written, what became of it, what the account can do now."""
    user = signed_in(request)
    found = queries.enquiry_for(user, enquiry)
    show_version(answer, found.version)
    files, trace = queries.files_of(found), queries.trace_of(found)
    return shapes.enquiry_shown(user, found, files, trace, timezone.localdate())


@operations.get(
    "/enquiries/files/{int:enquiry_file}/content", "下载附件", None, binary="*/*", refuses=(410,), about=WHO
)
def enquiry_file(request: HttpRequest, enquiry_file: Id) -> HttpResponseBase:
    """The bytes as they came."""
    return as_bytes(inbox.file(request, enquiry_file))


@operations.get("/enquiries/{int:enquiry}/people", "可以交办的人", list[Named])
def enquiry_people(request: HttpRequest, enquiry: Id) -> Any:
    """People of the unit who may prepare the answer."""
    user = signed_in(request)
    found = queries.enquiry_for(user, enquiry)
    allow(may_handle(user, found))
    return [Named(id=pk, name=word) for pk, word in queries.people_of(found)]


def _step(request: HttpRequest, pk: int, service: Callable[..., Enquiry], **words: Any) -> Any:
    """One service on an enquiry that the account sees; the words that it is given."""
    user = signed_in(request)
    found = queries.enquiry_for(user, pk)
    if "version" in words:
        words["version"] = seen_version(request, words["version"])
    made = service(actor=user, now=timezone.now(), enquiry=found, **words)
    return shapes.enquiry_line(made, timezone.localdate())


@operations.post("/enquiries/{int:enquiry}/release", "转入办理", shapes.EnquiryLine, about=NO_NAMES)
def enquiry_release_(request: HttpRequest, enquiry: Id) -> Any:
    """Let a held one in; its deadline runs since it came."""
    return _step(request, enquiry, services.enquiry_release)


@operations.post("/enquiries/{int:enquiry}/assign", "交办", shapes.EnquiryLine, seen=True, about=NO_NAMES)
def enquiry_assign_(request: HttpRequest, enquiry: Id, told: shapes.AssignTold) -> Any:
    """Somebody of the unit prepares the answer."""
    return _step(request, enquiry, services.enquiry_assign, **told.model_dump())


@operations.post("/enquiries/{int:enquiry}/draft", "拟答复", shapes.EnquiryLine, seen=True, about=NO_NAMES)
def enquiry_draft_(request: HttpRequest, enquiry: Id, told: shapes.DraftTold) -> Any:
    """Hand in what might be answered."""
    return _step(request, enquiry, services.enquiry_draft, **told.model_dump())


@operations.post("/enquiries/{int:enquiry}/answer", "答复", shapes.EnquiryLine, seen=True, about=NO_NAMES)
def enquiry_answer_(request: HttpRequest, enquiry: Id, told: shapes.AnswerTold) -> Any:
    """Whoever wrote it reads the answer by the receipt from now on."""
    return _step(request, enquiry, services.enquiry_answer, **told.model_dump())


@operations.post("/enquiries/{int:enquiry}/close", "不予答复", shapes.EnquiryLine, seen=True, about=NO_NAMES)
def enquiry_close_(request: HttpRequest, enquiry: Id, told: shapes.EnquiryReason) -> Any:
    """With a reason that whoever wrote it can read."""
    return _step(request, enquiry, services.enquiry_close, **told.model_dump())


@operations.post(
    "/enquiries/{int:enquiry}/reopen", "退回重新办理", shapes.EnquiryLine, seen=True, about=NO_NAMES
)
def enquiry_reopen_(request: HttpRequest, enquiry: Id, told: shapes.EnquiryReason) -> Any:
    """The inspection office wants it answered after all."""
    return _step(request, enquiry, services.enquiry_reopen, **told.model_dump())


@operations.get("/enquiries/{int:enquiry}/masking", "拟公开的文字", shapes.VeiledShown)
def enquiry_masking(request: HttpRequest, enquiry: Id) -> Any:
    """Both texts with their masks; to be read word by word before anybody asks to show them."""
    user = signed_in(request)
    found = queries.enquiry_for(user, enquiry)
    allow(may_handle(user, found))
    return shapes.veiled_shown(veiled(found))


@operations.post("/enquiries/{int:enquiry}/show", "申请公开", shapes.EnquiryLine, seen=True, about=NO_NAMES)
def enquiry_show_(request: HttpRequest, enquiry: Id, told: shapes.ShowTold) -> Any:
    """Refused where the words still name what must not be shown."""
    return _step(request, enquiry, services.enquiry_show, **told.model_dump())


@operations.post("/enquiries/{int:enquiry}/decide", "审定公开", shapes.EnquiryLine, seen=True, about=NO_NAMES)
def enquiry_show_decide_(request: HttpRequest, enquiry: Id, told: shapes.ShowDecision) -> Any:
    """By the first person responsible, never by whoever asked."""
    return _step(request, enquiry, services.enquiry_show_decide, **told.model_dump())


@operations.post("/enquiries/{int:enquiry}/stop", "停止公开", shapes.EnquiryLine, seen=True, about=NO_NAMES)
def enquiry_show_stop_(request: HttpRequest, enquiry: Id, told: shapes.StopTold) -> Any:
    """Taken away from the public page."""
    return _step(request, enquiry, services.enquiry_show_stop, **told.model_dump())
