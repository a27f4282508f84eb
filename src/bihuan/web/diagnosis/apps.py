"""The app's name for Django."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig

from bihuan.web.base.journal_words import announce_file


class DiagnosisConfig(AppConfig):
    name = "bihuan.web.diagnosis"
    verbose_name = "来件与体检"

    def ready(self) -> None:
        """Name the journal's entries."""
        announce_file(Path(__file__).parent / "journal.toml")
