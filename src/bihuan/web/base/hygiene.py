"""What holds for every request and every answer, whatever the view: limits before a byte is read, nothing
private left in a browser, no empty page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

GENEROUS = 4
"""Up to so many times the limit the form itself says that a file is too large; beyond, nothing is read."""


class HygieneMiddleware:
    """Stands before the check of forms, which reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._wrong_verb: Callable[[HttpRequest], HttpResponseBase] = import_string(settings.WRONG_VERB_VIEW)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._get_response(request)
        if answer.status_code == 405:  # Django's own has no body: a blank page after a renewed log-in
            allowed, answer = answer.headers["Allow"], self._wrong_verb(request)
            answer.headers["Allow"] = allowed
        # Offices share computers: after the log-out the back button must not show what was on the screen.
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_: object
    ) -> HttpResponseBase | None:
        """Refuse what no page of ours sends.

        Django limits what stands in memory, but writes files to the temporary folder without end, and does
        so before it knows who asks. A view that checks its form itself also limits its uploads itself.
        """
        length = str(request.META.get("CONTENT_LENGTH") or "")
        announced = int(length[:18]) if length.isdecimal() else 0
        reads_itself = getattr(view, "csrf_exempt", False)
        if announced > settings.UPLOAD_LIMIT * GENEROUS and not reads_itself:
            raise RequestDataTooBig
        if b"\0" in unquote_to_bytes(request.META.get("QUERY_STRING", "")):  # PostgreSQL fails on it
            raise BadRequest
        return None
