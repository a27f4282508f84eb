"""Filters that people keep under a name."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import User
from bihuan.web.api.areas import Area
from bihuan.web.api.operations import Operations
from bihuan.web.api.shapes import saved as shapes
from bihuan.web.api.shapes.common import Id
from bihuan.web.base.errors import ServiceError
from bihuan.web.saved import services
from bihuan.web.saved.models import SavedFilter
from bihuan.web.saved.pages import PAGES
from bihuan.web.saved.queries import filters_for

operations = Operations(Area.LEDGER)
QUERY = "query 是列表地址里 ? 后面的部分，如 late=1&kind=limited。"


@operations.get("/filters", "常用筛选", list[shapes.FilterShown])
def filters_list(request: HttpRequest) -> Any:
    """One's own, and those shared in one's units; two hundred at most."""
    user = signed_in(request)
    found = filters_for(user).order_by("page", "name", "id")[:200]
    return [shapes.filter_shown(one, user) for one in found]


@operations.post("/filters", "保存筛选", shapes.FilterShown, status=201, about=QUERY)
def filter_save_(request: HttpRequest, told: shapes.FilterTold) -> Any:
    """Keep a filter under a name; the same name again keeps the new one in its place."""
    user = signed_in(request)
    page = PAGES.get(told.list)
    if page is None:
        raise ServiceError(f"没有这个列表，可以是：{'、'.join(PAGES)}。", field="list")
    words = told.model_dump(exclude={"list"})
    return shapes.filter_shown(services.filter_save(actor=user, now=timezone.now(), page=page, **words), user)


def _filter(user: User, pk: int) -> SavedFilter:
    found = filters_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@operations.patch("/filters/{int:saved}", "修改常用筛选", shapes.FilterShown)
def filter_change(request: HttpRequest, saved: Id, told: shapes.FilterChange) -> Any:
    """Rename, share or keep for oneself, open the list with it; what is left out stays."""
    user, now = signed_in(request), timezone.now()
    found = _filter(user, saved)
    if told.name is not None:
        found = services.filter_rename(actor=user, now=now, saved=found, name=told.name)
    if told.shared is not None:
        found = services.filter_share(actor=user, now=now, saved=found, shared=told.shared)
    if told.default is not None:
        services.filter_default(actor=user, saved=found, default=told.default)
    return shapes.filter_shown(found, user)


@operations.delete("/filters/{int:saved}", "删除常用筛选")
def filter_delete_(request: HttpRequest, saved: Id) -> None:
    """Forget it."""
    user = signed_in(request)
    services.filter_delete(actor=user, now=timezone.now(), saved=_filter(user, saved))
