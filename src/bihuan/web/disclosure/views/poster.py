"""A sheet for the notice board: where the announcement is read, as a QR code and written out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.qr import qr_svg
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.partials import render_page
from bihuan.web.disclosure import publications
from bihuan.web.disclosure.places import place
from bihuan.web.disclosure.workflow import Audience, State

NONE = "公开中的社会公开稿才有张贴页，请先发布。"


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """One A4 page to print, for a public announcement that is on show."""
    found = publications.announcement_for(signed_in(request), pk)
    shown = next((one for one in publications.editions_of(found) if one.state == State.PUBLISHED), None)
    if shown is None or found.audience != Audience.PUBLIC:
        raise ServiceError(NONE, href=reverse("disclosure:publication", args=[pk]))
    path = f"{reverse('public:index')}a/{found.pk}/"
    base = settings.ENV["BIHUAN_ADDRESS"].rstrip("/")
    address = f"{base}{path}" if base else request.build_absolute_uri(path)
    context = {
        "announcement": found,
        "edition": shown,
        "place": place(
            found.feedback, ("社会公开", reverse("disclosure:publication", args=[pk])), ("张贴页", None)
        ),
        "address": address,
        "local": not base,
        "qr": qr_svg(address, f"二维码：{address}"),
    }
    return render_page(request, "disclosure/poster.html", context)
