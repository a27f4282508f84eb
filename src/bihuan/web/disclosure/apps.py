"""The app's name for Django, and what it announces to the apps below."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "bihuan.web.disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        """What it tells people about, what the journal's entries are called, what runs every day."""
        from bihuan.web.base.journal_words import announce_file
        from bihuan.web.disclosure import desks, jobs, kinds

        del desks, jobs, kinds
        announce_file(Path(__file__).parent / "journal.toml")
