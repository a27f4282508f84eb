"""A refusal that no view caught still reaches the user as its sentence, not as a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.refusals import tell

if TYPE_CHECKING:
    from collections.abc import Callable


class ServiceErrorMiddleware:
    """Turns a ``ServiceError`` into a message on the page the user came from, where that was only
    looked at on the one that puts it right; htmx gets the sentence, status 422.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """None lets Django go on with every other exception."""
        if not isinstance(error, ServiceError):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
        tell(request, error)
        return redirect(request.path if request.method == "POST" else error.href or "board:home")
