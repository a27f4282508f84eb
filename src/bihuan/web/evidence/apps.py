"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "bihuan.web.evidence"
    verbose_name = "佐证材料"
