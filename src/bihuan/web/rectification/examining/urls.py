"""Addresses of what an examination shows."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification.examining import views

app_name = "examining"
urlpatterns = [
    path("cases/<int:pk>/checks/page/", views.page, name="page"),
    path("cases/<int:pk>/coverage/", views.coverage, name="coverage"),
]
