"""The app's name for Django, and what it announces to the apps below."""

from __future__ import annotations

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "bihuan.web.assistance"
    verbose_name = "外部协办"

    def ready(self) -> None:
        """Rights, holdings, words of the journal; requests end with their measure or round."""
        from bihuan.web.assistance.announcing import announce

        announce()
