"""Full-text search, as its page answers it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Query

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.permissions import DENIED
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.shapes import searching as shapes
from bihuan.web.search.asking import Asked
from bihuan.web.search.queries import search

operations = Operations(Area.LEDGER)


@operations.get("/search", "全文检索", shapes.SearchShown, about="问题、整改、措施、佐证等；只找看得到的。")
def search_get(request: HttpRequest, asked: Query[shapes.SearchTold]) -> Any:
    """What holds every word, the most relevant first or the newest."""
    user = signed_in(request)
    if user.visible("unit_id", "office_id") is None:
        raise PermissionDenied(DENIED)
    words = Asked.read({name: str(value) for name, value in asked if value is not None})
    return shapes.search_shown(search(user, words), words)
