"""Addresses of the working calendar."""

from __future__ import annotations

from django.urls import path

from bihuan.web.inspections import round_views, views

app_name = "inspections"
urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("rounds/", round_views.rounds, name="rounds"),
    path("rounds/<int:pk>/archive/", round_views.archive, name="archive"),
]
