"""Where a request comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The network address of the browser: what the trusted proxies say (``BIHUAN_PROXIES`` of them, counted
    from the right), else the peer's own. What a browser adds itself stands further left and is not believed.
    """
    trusted: int = settings.ENV.get("BIHUAN_PROXIES", 0)
    told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    if trusted and len(told) >= trusted:
        return told[-trusted][:60]
    return str(request.META.get("REMOTE_ADDR") or "")[:60]
