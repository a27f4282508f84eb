"""Reading pages of the public site are answered before sessions, accounts and messages are looked at: they
need none of it, and a visitor waits half as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.disclosure.public.views import kept_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

ROOT = "/public/"


class PublicPages:
    """What is no page of the site (search, verification, forms, what does not exist) goes the usual way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info.removeprefix(ROOT)
        if path != request.path_info and request.method in ("GET", "HEAD") and _is_page(path):
            found = kept_page(request, path)
            if found is not None:
                return found
        return self._get_response(request)


def _is_page(path: str) -> bool:
    """The index, a numbered folder, a file; what has a name and a slash at its end is asked of a view."""
    return not path.endswith("/") or path[:-1].rpartition("/")[2].isdigit()
