"""Addresses of the examination."""

from __future__ import annotations

from django.urls import path

from bihuan.web.diagnosis import views

app_name = "diagnosis"
urlpatterns = [
    path("checks/", views.checks, name="checks"),
    path("cases/<int:pk>/checks/", views.diagnostics, name="diagnostics"),
]
