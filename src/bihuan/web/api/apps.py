"""The app's name for Django."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "bihuan.web.api"
    verbose_name = "接口"

    def ready(self) -> None:
        """Name the journal's entries."""
        from bihuan.web.api.areas import Area
        from bihuan.web.base.journal_words import announce, announce_file

        announce_file(Path(__file__).parent / "journal.toml")
        announce("api", values={"areas": {one.value: one.label for one in Area}})
