"""Addresses of tokens and of the documentation, and of every operation."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from bihuan.web.api import views
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


app_name = "api"
urlpatterns = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("api-policy/", views.policy, name="policy"),
    path("api-policy/accounts/<int:pk>/revoke/", views.revoke_all, name="revoke_all"),
    path("api/", views.docs, name="docs"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("api/v1/", include((_operations(), "ninja"), namespace="operations")),
]
