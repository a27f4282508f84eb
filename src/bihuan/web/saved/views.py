"""Saving, keeping and using filters; choosing columns."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.base.refusals import tell
from bihuan.web.saved import services
from bihuan.web.saved.models import ListTaste
from bihuan.web.saved.pages import PAGES
from bihuan.web.saved.queries import filters_for, shares_in

if TYPE_CHECKING:
    from bihuan.web.accounts.models import User
    from bihuan.web.saved.models import SavedFilter
    from bihuan.web.saved.pages import ListPage


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every filter that one may use, by list."""
    user = signed_in(request)
    rows = list(filters_for(user).select_related("owner__person", "unit").order_by("page", "name"))
    liked = set(ListTaste.objects.filter(user=user.pk).values_list("default", flat=True))
    keeps = shares_in(user)
    groups = [
        (
            page,
            [
                {
                    "row": one,
                    "href": f"{reverse(page.view)}?{one.query}",
                    "liked": one.pk in liked,
                    "keeps": one.owner_id == user.pk or one.unit_id in keeps,
                }
                for one in rows
                if one.page == page.code
            ],
        )
        for page in PAGES.values()
    ]
    context = {"groups": [one for one in groups if one[1]], "may_share": bool(keeps), "count": len(rows)}
    return render_page(request, "saved/list.html", context)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the list one comes from."""
    user, told, page = signed_in(request), request.POST, _page(request)
    back = _back(request, page)
    try:
        made = services.filter_save(
            actor=user,
            now=timezone.now(),
            page=page,
            name=told.get("name", ""),
            query=told.get("query", ""),
            shared=told.get("shared") == "1",
        )
        if told.get("default") == "1":
            services.filter_default(actor=user, saved=made, default=True)
    except ServiceError as error:
        tell(request, error)
    else:
        messages.success(request, f"已存为“{made.name}”，以后一点就到。")
    return redirect(back)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, share, forget, open the list with it."""
    user = signed_in(request)
    saved = filters_for(user).filter(pk=pk).first()
    if saved is None:
        raise Http404
    try:
        said = _do(request.POST.get("do", ""), request, user, saved)
    except ServiceError as error:
        tell(request, error)
    else:
        messages.success(request, said)
    return redirect("saved:list")


def _do(what: str, request: HttpRequest, user: User, saved: SavedFilter) -> str:
    now = timezone.now()
    if what == "rename":
        services.filter_rename(actor=user, now=now, saved=saved, name=request.POST.get("name", ""))
        return "名称已改。"
    if what in ("share", "unshare"):
        services.filter_share(actor=user, now=now, saved=saved, shared=what == "share")
        return "已与同事共用。" if what == "share" else "已改为本人自用。"
    if what in ("default", "usual"):
        services.filter_default(actor=user, saved=saved, default=what == "default")
        return "以后打开这个列表，先按它筛选。" if what == "default" else "以后打开这个列表，先看全部。"
    if what == "delete":
        services.filter_delete(actor=user, now=now, saved=saved)
        return "已删除。"
    raise ServiceError("没有这个操作，请刷新页面后再试。")


@require_POST
def columns(request: HttpRequest) -> HttpResponse:
    """Which columns one wants to see; kept for the person, and in the address."""
    user, page = signed_in(request), _page(request)
    wanted = request.POST.getlist("column") if request.POST.get("do") != "usual" else ()
    chosen = services.columns_keep(actor=user, page=page, columns=wanted)
    path, _, query = _back(request, page).partition("?")
    parts = [(name, value) for name, value in parse_qsl(query) if name != "cols"]
    parts += [("cols", ",".join(chosen))] if chosen and not page.is_usual(chosen) else []
    return redirect(f"{path}?{urlencode(parts)}" if parts else path)


def _page(request: HttpRequest) -> ListPage:
    found = PAGES.get(request.POST.get("list", ""))
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, page: ListPage) -> str:
    """The list one came from, never another place."""
    told = request.POST.get("back", "")
    inside = told.startswith("/") and url_has_allowed_host_and_scheme(told, allowed_hosts=None)
    return told if inside and len(told) < 4000 else reverse(page.view)
