"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    name = "bihuan.web.rectification"
    verbose_name = "整改"
