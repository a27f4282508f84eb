"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "bihuan.web.disclosure"
    verbose_name = "公开"
