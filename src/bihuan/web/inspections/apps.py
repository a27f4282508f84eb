"""The app's name for Django."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig

from bihuan.web.base.journal_words import announce_file


class InspectionsConfig(AppConfig):
    name = "bihuan.web.inspections"
    verbose_name = "轮次与问题"

    def ready(self) -> None:
        """Name the journal's entries; a search is narrowed to a round."""
        from bihuan.web.inspections.queries import round_choices
        from bihuan.web.search.registry import ROUNDS

        announce_file(Path(__file__).parent / "journal.toml")
        if round_choices not in ROUNDS:
            ROUNDS.append(round_choices)
