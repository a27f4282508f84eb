"""Addresses of saved filters."""

from __future__ import annotations

from django.urls import path

from bihuan.web.saved import views

app_name = "saved"
urlpatterns = [
    path("saved/", views.listing, name="list"),
    path("saved/new/", views.save, name="save"),
    path("saved/columns/", views.columns, name="columns"),
    path("saved/<int:pk>/", views.change, name="change"),
]
