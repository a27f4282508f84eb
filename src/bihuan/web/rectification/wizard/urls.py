"""Addresses of the import wizard."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification.wizard import views

app_name = "imports"
urlpatterns = [
    path("imports/", views.filings, name="list"),
    path("imports/new/", views.new, name="new"),
    path("imports/<int:pk>/", views.reading, name="reading"),
    path("imports/<int:pk>/correct/", views.correct, name="correct"),
    path("imports/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("imports/<int:pk>/discard/", views.discard, name="discard"),
    path("imports/<int:pk>/replace/", views.replace, name="replace"),
    path("cases/<int:pk>/replace/", views.new, name="correct_case"),
    path("cases/<int:pk>/undo/", views.undo, name="undo"),
]
