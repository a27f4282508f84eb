"""The one page behind a link: what is asked, a text, files. It shows nothing else of the house.

The address is the only right there is: no cookie is set or read. So a form of another site could send nothing
that its sender does not know already, and the check of form tokens, which needs a cookie, is left out. That
lets the page forbid referrers altogether (with them forbidden browsers send ``Origin: null``).
"""

from __future__ import annotations

from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bihuan.web.accounts.addresses import client_address
from bihuan.web.assistance import contexts, links, queries
from bihuan.web.assistance.forms import AnswerForm, CodeForm
from bihuan.web.assistance.guarding import minutes_to_wait, request_behind
from bihuan.web.assistance.models import AssistanceRequest
from bihuan.web.assistance.services import (
    answer_send,
    code_told,
    draft_keep,
    enclosure_drop,
    file_enclose,
    link_open,
)
from bihuan.web.assistance.services.answering import MEGABYTE, MOST_MEGABYTES
from bihuan.web.assistance.standing import BUSY, TITLES, UNKNOWN, Door, door, sentence
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import refuse
from bihuan.web.evidence.receiving import StagingHandler, staged_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
}
CUT = "上传中断，文件没有收全。文字已经保存，请检查网络后重新选择文件。"
AGAIN = "为安全起见，请再输一次口令；您写的文字还在，文件请在输入口令后重新选择。"


def _quiet(inner: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No search engine, no cache and no other site learns of the address."""

    @wraps(inner)
    def outer(request: HttpRequest, token: str) -> HttpResponse:
        answer = inner(request, token)
        for name, value in HEADERS.items():
            answer.headers[name] = value
        return answer

    return outer


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@_quiet
def outside(request: HttpRequest, token: str) -> HttpResponse:
    """What the link opens today."""
    now, address = timezone.now(), client_address(request)
    found = request_behind(token)
    if minutes := minutes_to_wait(found, address, now):
        return _said(request, "请稍后再试", BUSY.format(minutes=minutes), status=429)
    if found is None:
        return _said(request, "链接打不开", UNKNOWN, status=404)
    if request.method == "POST":
        return _posted(request, found, now, address)
    link_open(now=now, request=found, address=address)
    opened = door(found, timezone.localdate(now))
    if opened not in (Door.OPEN, Door.WAITING):
        return _closed(request, found, opened)
    return _code(request, found) if found.code_hash else _page(request, found, opened)


# --- what came with the form


def _posted(request: HttpRequest, found: AssistanceRequest, now: datetime, address: str) -> HttpResponse:
    opened = door(found, timezone.localdate(now))
    handler = StagingHandler(request, room=MOST_MEGABYTES * MEGABYTE if opened is Door.OPEN else 0)
    request.upload_handlers = [handler]
    typed = _typed(request)
    if not links.is_pass(request.POST.get("pass", ""), found):
        handler.drop_all()
        return _enter(request, found, now, address, typed)
    if opened is not Door.OPEN:
        handler.drop_all()
        kept = bool(typed.strip()) and draft_keep(now=now, request=found, text=typed)
        shown = _page(request, found, opened) if opened is Door.WAITING else None
        return shown or _closed(request, found, opened, typed=typed, kept=kept)
    return _written(request, found, now, address, handler)


def _enter(
    request: HttpRequest, found: AssistanceRequest, now: datetime, address: str, typed: str
) -> HttpResponse:
    """The access code; what had been typed before it was asked again travels along."""
    if "code" not in request.POST:
        return _code(request, found, typed, AGAIN)
    form = CodeForm(request.POST)
    opened = door(found, timezone.localdate(now))
    try:
        told = form.is_valid() and form.cleaned_data["code"]
        passed = code_told(now=now, request=found, code=str(told or ""), address=address)
    except ServiceError as error:
        refuse(form, error)
        return _code(request, found, typed, form=form)
    if typed.strip():
        draft_keep(now=now, request=found, text=typed)
    if opened not in (Door.OPEN, Door.WAITING):
        return _closed(request, found, opened, typed=typed, kept=bool(typed.strip()))
    return _page(request, found, opened, passed=passed)


def _written(
    request: HttpRequest, found: AssistanceRequest, now: datetime, address: str, handler: StagingHandler
) -> HttpResponse:
    """Keep the words first, then the files; send only where everything was fine."""
    form = AnswerForm(request.POST)
    draft_keep(now=now, request=found, text=_typed(request))
    for one in request.POST.getlist("drop")[:1]:
        enclosure_drop(request=found, enclosure=_number(one))
    _enclose(request, found, now, form, handler)
    if request.POST.get("do") == "send" and form.is_valid():
        kept = [_number(one) for one in request.POST.getlist("kept")[:200]]
        try:
            answer_send(
                now=now, request=found, text=form.cleaned_data["text"], kept=kept, address=address,
                confirmed=form.cleaned_data["confirmed"],
            )  # fmt: skip
        except ServiceError as error:
            refuse(form, error)
        else:
            found.refresh_from_db(fields=["state", "draft"])
            return _page(request, found, Door.WAITING)
    return _page(request, found, Door.OPEN, form=form, saved="do" in request.POST and not form.errors)


def _enclose(
    request: HttpRequest, found: AssistanceRequest, now: datetime, form: Form, handler: StagingHandler
) -> None:
    """The last field is ``whole``: without it the request broke off, and the last file is half a file."""
    if request.POST.get("whole") != "1":
        handler.drop_all()
        form.add_error("file", CUT)
        return
    for told in handler.refused:
        form.add_error("file", told)
    for staged in staged_files(request):
        try:
            file_enclose(now=now, request=found, staged=staged)
        except ServiceError as error:
            form.add_error("file", str(error))


def _typed(request: HttpRequest) -> str:
    """Without the one character that PostgreSQL cannot keep."""
    return request.POST.get("text", "").replace("\0", "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


# --- what is shown


def _page(
    request: HttpRequest,
    found: AssistanceRequest,
    opened: Door,
    *,
    form: Form | None = None,
    passed: str = "",
    saved: bool = False,
) -> HttpResponse:
    """The request with its form; once answered, with what was sent."""
    last = queries.last_answer(found)
    enclosed = (
        [] if opened is Door.WAITING else [contexts.enclosed(one) for one in queries.enclosures_of(found)]
    )
    asked_back = last if last and last.accepted is False and opened is Door.OPEN else None
    context: dict[str, Any] = {
        "one": found,
        "opened": opened,
        "sentence": sentence(opened, found) if opened is Door.WAITING else "",
        "today": timezone.localdate(),
        "form": form or AnswerForm(initial={"text": found.draft}),
        "passed": passed or request.POST.get("pass", ""),
        "enclosed": enclosed,
        "warned": any(one["warnings"] for one in enclosed),
        "answer": last if opened is Door.WAITING else None,
        "asked_back": asked_back,
        "files": [contexts.kept(one) for one in last.files.all()] if last else [],
        "saved": saved,
        **contexts.limits(),
    }
    return render_page(request, "assistance/outside/form.html", context)


def _code(
    request: HttpRequest, found: AssistanceRequest, typed: str = "", told: str = "", form: Form | None = None
) -> HttpResponse:
    context = {"one": found, "form": form or CodeForm(), "typed": typed, "told": told}
    return render_page(request, "assistance/outside/code.html", context)


def _closed(
    request: HttpRequest, found: AssistanceRequest, opened: Door, *, typed: str = "", kept: bool = False
) -> HttpResponse:
    """One sentence; what had been typed is given back."""
    return _said(request, TITLES[opened], sentence(opened, found), status=410, typed=typed, kept=kept)


def _said(request: HttpRequest, title: str, text: str, *, status: int, **more: Any) -> HttpResponse:
    context = {"title": title, "text": text, "typed": "", "kept": False, **more}
    return render_page(request, "assistance/outside/said.html", context, status=status)
