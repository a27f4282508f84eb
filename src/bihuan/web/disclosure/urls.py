"""Addresses of the announcement."""

from __future__ import annotations

from django.urls import path

from bihuan.web.disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("announcements/", views.announcements, name="announcements"),
    path("cases/<int:pk>/announcement/", views.show, name="announcement"),
    path("cases/<int:pk>/announcement.txt", views.download, name="text"),
]
