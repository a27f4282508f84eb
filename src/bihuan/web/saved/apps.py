"""The app's name for Django."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig

from bihuan.web.base.journal_words import announce_file


class SavedConfig(AppConfig):
    name = "bihuan.web.saved"
    verbose_name = "常用筛选"

    def ready(self) -> None:
        """Name the journal's entries."""
        announce_file(Path(__file__).parent / "journal.toml")
