"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path

from bihuan.web.disclosure.public import views

app_name = "public"
urlpatterns = [
    path("public/", views.page, name="index"),
    path("public/search/", views.search, name="search"),
    path("public/a/<int:pk>/verify/", views.verification, name="verify"),
    path("public/<path:path>", views.page, name="page"),
]
