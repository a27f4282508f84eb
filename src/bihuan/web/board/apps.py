"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "bihuan.web.board"
    verbose_name = "首页"
