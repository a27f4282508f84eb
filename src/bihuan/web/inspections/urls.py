"""Addresses of the working calendar."""

from __future__ import annotations

from django.urls import path

from bihuan.web.inspections import views

app_name = "inspections"
urlpatterns = [path("calendar/", views.calendar, name="calendar")]
