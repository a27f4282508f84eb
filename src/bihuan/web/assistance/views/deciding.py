"""What came by a link: its files, accepting it, sending it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.assistance import queries
from bihuan.web.assistance.forms import AcceptForm, ReturnForm
from bihuan.web.assistance.services import assistance_accept, assistance_return
from bihuan.web.assistance.services.deciding import Taken, who
from bihuan.web.assistance.services.finding import require_asking
from bihuan.web.assistance.views.requests import DAYS, asked_about, days_ahead
from bihuan.web.evidence.file_views import handed_out
from bihuan.web.evidence.models import EvidenceKind
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.rectification.loop.asking import Field, ask

PROGRESS = (
    Field("version", "", "hidden"),
    Field("on", "日期", "date"),
    Field("done", "登记为进展", rows=6, hint="可以修改；原来的答复照样留在协办请求里。"),
)
PROOF = (
    Field(
        "title",
        "佐证名称",
        "text",
        hint="所附文件成为这项措施的一份佐证，注明外部提交；留空时用第一个文件的名称。",
    ),
    Field("kind", "佐证类别", "pick"),
    Field("event_date", "事情发生的日期", "date", hint="说不准的可以空着。"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer becomes progress and evidence."""
    user = signed_in(request)
    one = queries.request_for(user, pk)
    require_asking(user, one.measure)
    answer = queries.last_answer(one)
    files = list(answer.files.all()) if answer else []

    def save(told: dict[str, Any]) -> str:
        facts = Facts(told["title"], told["kind"] or EvidenceKind.OTHER, told["event_date"])
        taken = Taken(told["on"], told["done"], facts)
        assistance_accept(actor=user, now=timezone.now(), request=one, taken=taken, version=told["version"])
        return f"已采纳：答复登记为进展{'，文件成为佐证' if files else ''}。"

    words = answer.text if answer else ""
    first = {
        "on": (timezone.localdate(answer.at) if answer else timezone.localdate()).isoformat(),
        "done": f"{who(one)}答复：{words}",
        "kind": EvidenceKind.OTHER,
        "version": one.version,
    }
    warned = tuple(text for each in files for text in each.warnings)
    asked = asked_about(
        one, "采纳答复", "采纳", *PROGRESS, *(PROOF if files else ()), about=(one.question, words, *warned)
    )
    onward = reverse("assistance:request", args=[pk])
    form = AcceptForm(request.POST if request.method == "POST" else None, initial=first)
    return ask(request, form, asked, save, onward=onward)


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be put right; the link lives on."""
    user = signed_in(request)
    one = queries.request_for(user, pk)
    require_asking(user, one.measure)

    def save(told: dict[str, Any]) -> str:
        assistance_return(actor=user, now=timezone.now(), request=one, **told)
        return "已退回，请告诉对方用原来的链接补正。"

    reason = Field("reason", "要补正什么", hint="对方打开链接就看到这段话。")
    asked = asked_about(one, "退回答复", "退回", Field("version", "", "hidden"), reason, *DAYS)
    first = {**days_ahead(one), "version": one.version}
    form = ReturnForm(request.POST if request.method == "POST" else None, initial=first)
    return ask(request, form, asked, save)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes as they came, always to be saved, never to be shown in place."""
    one = queries.file_for(signed_in(request), pk)
    return handed_out(one.blob, one.name)
