"""The app's name for Django."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig

from bihuan.web.base.journal_words import announce_file


class EvidenceConfig(AppConfig):
    name = "bihuan.web.evidence"
    verbose_name = "佐证材料"

    def ready(self) -> None:
        """Name the journal's entries; an entry has a history and is found by its words."""
        from bihuan.web.evidence.history import announce
        from bihuan.web.evidence.passages import KINDS, SOURCE
        from bihuan.web.search.registry import register

        announce()
        announce_file(Path(__file__).parent / "journal.toml")
        register(SOURCE, *KINDS)
