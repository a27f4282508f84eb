"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification.desk import measures

app_name = "desk"
urlpatterns = [
    path("measures/", measures.measures, name="measures"),
]
