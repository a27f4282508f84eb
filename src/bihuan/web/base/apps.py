"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "bihuan.web.base"
    verbose_name = "基础"
