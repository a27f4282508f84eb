"""Addresses of the operations; read when the first of them is asked for, see ``urls``."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver

from bihuan.web.api.interface import INTERFACE
from bihuan.web.api.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


def _served(inner: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """An operation as an address: no session opens it, HEAD is answered as GET, and what is far too large
    is refused before a byte of it is read. A part of a file is read as it comes.
    """

    @wraps(inner)
    def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.user = None  # type: ignore[assignment]  # only a token says who asks
        length = str(request.META.get("CONTENT_LENGTH") or "")[:18]
        parts = request.content_type == "application/octet-stream"
        if length.isdecimal() and int(length) > settings.UPLOAD_LIMIT + 100_000 and not parts:
            return problem(413)
        if request.method == "HEAD":
            request.method = "GET"
        return inner(request, *args, **kwargs)

    return login_not_required(outer)


def _operations() -> list[URLPattern | URLResolver]:
    patterns = INTERFACE.urls[0]
    for one in patterns:
        if isinstance(one, URLPattern):
            one.callback = _served(one.callback)
    return patterns


urlpatterns = _operations()
