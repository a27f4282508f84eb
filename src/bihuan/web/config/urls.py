"""Every address of the product."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from bihuan.web.config.gallery import gallery

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bihuan.web.board.urls")),
    path("", include("bihuan.web.accounts.urls")),
    path("", include("bihuan.web.rectification.urls")),
    path("", include("bihuan.web.rectification.wizard.urls")),
    path("", include("bihuan.web.rectification.loop.urls")),
    path("", include("bihuan.web.rectification.desk.urls")),
    path("", include("bihuan.web.rectification.sheets.urls")),
    path("", include("bihuan.web.rectification.examining.urls")),
    path("", include("bihuan.web.supervision.urls")),
    path("", include("bihuan.web.assistance.urls")),
    path("", include("bihuan.web.diagnosis.urls")),
    path("", include("bihuan.web.disclosure.urls")),
    path("", include("bihuan.web.papers.urls")),
    path("", include("bihuan.web.enquiries.urls")),
    path("", include("bihuan.web.disclosure.public.urls")),
    path("", include("bihuan.web.inspections.urls")),
    path("", include("bihuan.web.notices.urls")),
    path("", include("bihuan.web.evidence.urls")),
    path("", include("bihuan.web.api.urls")),
    path("", include("bihuan.web.saved.urls")),
    path("", include("bihuan.web.search.urls")),
]
if settings.DEBUG:
    urlpatterns += [path("gallery/", gallery)]

handler400 = "bihuan.web.config.errors.bad_request"
handler403 = "bihuan.web.config.errors.forbidden"
handler404 = "bihuan.web.config.errors.not_found"
handler500 = "bihuan.web.config.errors.broken"
