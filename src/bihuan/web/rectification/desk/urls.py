"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification.desk import bulk, measures

app_name = "desk"
urlpatterns = [
    path("measures/", measures.measures, name="measures"),
    path("measures/bulk/", bulk.bulk, name="bulk"),
    path("measures/bulk/<int:pk>/", bulk.bulk_done, name="bulk_done"),
    path("measures/bulk/<int:pk>/undo/", bulk.undo, name="bulk_undo"),
]
