"""Addresses of documents."""

from __future__ import annotations

from django.urls import path

from bihuan.web.papers import views

app_name = "papers"
urlpatterns = [
    path("cases/<int:pk>/documents/", views.case, name="case"),
    path("cases/<int:pk>/documents/returned/", views.returned, name="returned"),
    path("responses/<int:pk>/documents/", views.response, name="response"),
    path("missives/<int:pk>/documents/", views.letter, name="letter"),
    path("supervision/sheets/<int:pk>/documents/", views.sheet, name="sheet"),
    path("rounds/<int:pk>/documents/", views.round_, name="round"),
]
