"""Where one may go back to: a page of the product that an address names, never another site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django.http import HttpRequest


def back_of(request: HttpRequest, otherwise: str) -> str:
    """The page that ``back`` names in the form or the address, else ``otherwise``."""
    wanted = request.POST.get("back") or request.GET.get("back") or ""
    if not wanted.startswith("/") or not url_has_allowed_host_and_scheme(wanted, None):
        return otherwise
    return wanted
