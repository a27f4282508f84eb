"""Addresses of what an examination shows."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification.examining import version_views, views

app_name = "examining"
urlpatterns = [
    path("cases/<int:pk>/checks/page/", views.page, name="page"),
    path("cases/<int:pk>/versions/", version_views.versions, name="versions"),
    path("cases/<int:pk>/compare/", version_views.compare, name="compare"),
    path("cases/<int:pk>/compare/page/", version_views.compare_page, name="compare_page"),
    path("cases/<int:pk>/coverage/", views.coverage, name="coverage"),
]
