"""Addresses of log-in and account."""

from __future__ import annotations

from django.urls import path

from bihuan.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("account/", views.account, name="account"),
]
