"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "bihuan.web.inspections"
    verbose_name = "轮次与问题"
