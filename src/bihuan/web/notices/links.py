"""Complete addresses, for what is read outside the product."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """The path with the address of the product before it; empty when either is not known."""
    address: str = settings.ENV["BIHUAN_ADDRESS"].rstrip("/")
    return f"{address}{path}" if address and path else ""


def domain() -> str:
    """What stands after the @ of message and event ids: fixed for an installation."""
    address: str = settings.ENV["BIHUAN_ADDRESS"]
    return address.partition("://")[2].partition("/")[0].partition(":")[0] or "bihuan.invalid"
