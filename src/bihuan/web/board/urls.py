"""Addresses of the home page, of the boards and of the time lines."""

from __future__ import annotations

from django.urls import path

from bihuan.web.board import case_views, round_views, views

app_name = "board"
urlpatterns = [
    path("", views.home, name="home"),
    path("boards/", round_views.rounds, name="rounds"),
    path("rounds/<int:pk>/board/", round_views.board, name="round"),
    path("rounds/<int:pk>/board/findings/", round_views.findings, name="findings"),
    path("rounds/<int:pk>/board/responses/", round_views.responses, name="responses"),
    path("cases/<int:pk>/timeline/", case_views.timeline, name="timeline"),
]
