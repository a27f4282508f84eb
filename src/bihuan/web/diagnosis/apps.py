"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "bihuan.web.diagnosis"
    verbose_name = "来件与体检"
