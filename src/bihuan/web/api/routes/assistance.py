"""Requests to people outside the house, and what came back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.api.areas import Area
from bihuan.web.api.handing import as_bytes
from bihuan.web.api.operations import Operations
from bihuan.web.api.routes.ledger import rows
from bihuan.web.api.seen import seen_version
from bihuan.web.api.shapes import assistance as shapes
from bihuan.web.api.shapes.common import Cursor, Id, Rows
from bihuan.web.assistance import queries
from bihuan.web.assistance.models import AssistanceRequest
from bihuan.web.assistance.services import (
    assistance_accept,
    assistance_ask,
    assistance_extend,
    assistance_renew,
    assistance_return,
    assistance_revoke,
)
from bihuan.web.assistance.services.asking import Issued, Question
from bihuan.web.assistance.services.deciding import Taken
from bihuan.web.assistance.services.finding import require_asking
from bihuan.web.assistance.views import deciding
from bihuan.web.assistance.views.requests import link_to
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.rectification.loop.queries import measure_for

operations = Operations(Area.WORK)


@operations.get("/assistance", "外部协办清单", Rows[shapes.AssistanceLine], about="新的在前。")
def assistance_list(request: HttpRequest, which: shapes.Which = "", cursor: Cursor = "") -> Any:
    """Requests that the account sees."""
    return _listed(request, None, which, cursor)


@operations.get("/measures/{int:measure}/assistance", "一项措施的协办请求", Rows[shapes.AssistanceLine])
def measure_assistance(
    request: HttpRequest, measure: Id, which: shapes.Which = "", cursor: Cursor = ""
) -> Any:
    """Those of one measure."""
    return _listed(request, measure_for(signed_in(request), measure).pk, which, cursor)


def _listed(request: HttpRequest, measure: int | None, which: str, cursor: str) -> Any:
    found = queries.requests_page(
        signed_in(request), which=which, today=timezone.localdate(), measure=measure, token=cursor or None
    )
    return rows(found, [shapes.assistance_line(one) for one in found.rows])


@operations.post(
    "/measures/{int:measure}/assistance", "发起外部协办", shapes.LinkShown, status=201, kept=False,
    about="链接和口令只在这次答复里有，系统里不留原文。",
)  # fmt: skip
def assistance_ask_(request: HttpRequest, measure: Id, told: shapes.AskTold) -> Any:
    """A request with its link."""
    user = signed_in(request)
    found = measure_for(user, measure)
    require_asking(user, found)
    words = told.model_dump(exclude={"with_code"})
    made = assistance_ask(
        actor=user, now=timezone.now(), measure=found, asked=Question(**words), with_code=told.with_code
    )
    return _link(request, made)


def _link(request: HttpRequest, made: Issued) -> shapes.LinkShown:
    return shapes.LinkShown(id=made.request.pk, link=link_to(request, made), code=made.code)


@operations.get("/assistance/{int:assistance}", "一项协办请求", shapes.AssistanceShown)
def assistance_get(request: HttpRequest, assistance: Id) -> Any:
    """What was asked, and what came."""
    return _shown(queries.request_for(signed_in(request), assistance))


def _shown(found: AssistanceRequest) -> shapes.AssistanceShown:
    return shapes.assistance_shown(found, queries.answers_of(found))


def _acted_on(request: HttpRequest, pk: int) -> AssistanceRequest:
    """The request, if the account may act on it."""
    user = signed_in(request)
    found = queries.request_for(user, pk)
    require_asking(user, found.measure)
    return found


@operations.post(
    "/assistance/{int:assistance}/renew", "更换协办链接", shapes.LinkShown, kept=False,
    about="原来的链接和口令立刻失效。",
)  # fmt: skip
def assistance_renew_(request: HttpRequest, assistance: Id, told: shapes.RenewTold) -> Any:
    """Another link."""
    found = _acted_on(request, assistance)
    made = assistance_renew(
        actor=signed_in(request), now=timezone.now(), request=found, with_code=told.with_code
    )
    return _link(request, made)


@operations.post("/assistance/{int:assistance}/extend", "延长协办链接", shapes.AssistanceShown)
def assistance_extend_(request: HttpRequest, assistance: Id, told: shapes.DaysTold) -> Any:
    """Later days."""
    found = _acted_on(request, assistance)
    days = told.model_dump()
    return _shown(assistance_extend(actor=signed_in(request), now=timezone.now(), request=found, **days))


@operations.post("/assistance/{int:assistance}/revoke", "撤回外部协办", shapes.AssistanceShown)
def assistance_revoke_(request: HttpRequest, assistance: Id, told: shapes.RevokeTold) -> Any:
    """The link opens nothing any more."""
    found = _acted_on(request, assistance)
    return _shown(
        assistance_revoke(actor=signed_in(request), now=timezone.now(), request=found, reason=told.reason)
    )


@operations.post("/assistance/{int:assistance}/accept", "采纳外部答复", shapes.AssistanceShown, seen=True)
def assistance_accept_(request: HttpRequest, assistance: Id, told: shapes.AcceptTold) -> Any:
    """The answer becomes progress and evidence."""
    found = _acted_on(request, assistance)
    taken = Taken(told.on, told.done, Facts(told.title, told.kind, told.event_date))
    version = seen_version(request, told.version)
    return _shown(
        assistance_accept(
            actor=signed_in(request), now=timezone.now(), request=found, taken=taken, version=version
        )
    )


@operations.post("/assistance/{int:assistance}/return", "退回外部答复", shapes.AssistanceShown, seen=True)
def assistance_return_(request: HttpRequest, assistance: Id, told: shapes.SendBackTold) -> Any:
    """What is to be put right; the link lives on."""
    found = _acted_on(request, assistance)
    words = {**told.model_dump(), "version": seen_version(request, told.version)}
    return _shown(assistance_return(actor=signed_in(request), now=timezone.now(), request=found, **words))


@operations.get(
    "/assistance/files/{int:answer_file}/content", "下载外部答复的文件", None, binary="*/*", refuses=(410,)
)
def assistance_file(request: HttpRequest, answer_file: Id) -> HttpResponseBase:
    """The bytes as they came."""
    return as_bytes(deciding.file(request, answer_file))
