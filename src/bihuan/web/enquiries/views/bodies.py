"""What a page for everybody takes in: short texts, and files where the house wants them. A body that no form
of ours sends is refused unread, so that nobody's megabytes are taken in.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bihuan.web.accounts.addresses import client_address
from bihuan.web.disclosure.public.rendering import html
from bihuan.web.enquiries.limits import SENDINGS, TooManyError, take
from bihuan.web.enquiries.services.attaching import most_bytes, most_files
from bihuan.web.evidence.receiving import StagingHandler

if TYPE_CHECKING:
    from collections.abc import Callable

    View = Callable[..., HttpResponse]

ROOM = 64 * 1024
"""Bytes of a form: its texts at their longest, in Chinese, written out."""
TOO_BIG = "提交的内容太多，或者带了附件。这里只收文字，请删减以后再提交。"
TOO_BIG_WITH_FILES = "提交的内容太多。最多附{files}个文件，每个不超过{megabytes} MB，请删减以后再提交。"
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
MEGABYTE = 1024 * 1024


def small(inner: View) -> View:
    """Takes short texts only; keeps answers out of caches."""
    return _guarded(inner, files=False)


def small_with_files(inner: View) -> View:
    """The same, with files where the house wants them; what is not kept in the end leaves nothing behind."""
    return _guarded(inner, files=True)


def said(request: HttpRequest, title: str, told: str, status: int) -> HttpResponse:
    """One sentence, on a page of its own; ``/public/a/1/respond/`` stands three folders below the root."""
    return page("said", status, depth=request.path.count("/") - 2, title=title, told=told)


def page(name: str, status: int, *, depth: int = 3, **context: Any) -> HttpResponse:
    """A page in the frame of the public site."""
    made = html(f"enquiries/public/{name}.html", depth, True, **context)
    return HttpResponse(made.data, content_type=made.kind, status=status)


def _guarded(inner: View, *, files: bool) -> View:
    @wraps(inner)
    def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        most = most_files() if files else 0
        if request.method == "POST" and not _fits(request, most):
            return said(request, "内容太多", _too_big(most), 413)
        if request.method == "POST" and request.content_type == MULTIPART:
            return _quiet(_with_files(inner, request, most, *args, **kwargs))
        return _quiet(inner(request, *args, **kwargs))

    return outer


def _with_files(inner: View, request: HttpRequest, most: int, *args: Any, **kwargs: Any) -> HttpResponse:
    """Files go to the folder of incoming ones as they arrive; the store has a place of its own for each."""
    try:
        take(SENDINGS, client_address(request), timezone.now())
    except TooManyError as error:
        return said(request, "请稍后再试", str(error), 429)
    handler = StagingHandler(request, room=most * most_bytes())
    request.upload_handlers = [handler]
    try:
        return inner(request, *args, **kwargs)
    finally:
        handler.drop_all()


def _fits(request: HttpRequest, most: int) -> bool:
    size = str(request.META.get("CONTENT_LENGTH") or "")
    if not size.isdecimal() or len(size) > 9:
        return False
    if request.content_type == MULTIPART:
        return most > 0 and int(size) <= ROOM + most * most_bytes()
    return request.content_type == URLENCODED and int(size) <= ROOM


def _too_big(most: int) -> str:
    return TOO_BIG_WITH_FILES.format(files=most, megabytes=most_bytes() // MEGABYTE) if most else TOO_BIG


def _quiet(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    if settings.CSRF_COOKIE_NAME in answer.cookies:  # gone with the browser's window, not after a year
        answer.cookies[settings.CSRF_COOKIE_NAME].update({"max-age": "", "expires": ""})
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
