"""Addresses of the examination."""

from __future__ import annotations

from django.urls import path

from bihuan.web.diagnosis import views, waiver_views

app_name = "diagnosis"
urlpatterns = [
    path("checks/", views.checks, name="checks"),
    path("cases/<int:pk>/checks/", views.diagnostics, name="diagnostics"),
    path("cases/<int:pk>/waivers/", waiver_views.waivers, name="waivers"),
    path("diagnostics/<int:pk>/waive/", waiver_views.waive, name="waive"),
    path("waivers/<int:pk>/", waiver_views.answer, name="answer"),
]
