"""The app's name for Django."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "bihuan.web.papers"
    verbose_name = "文书"

    def ready(self) -> None:
        """The journal's words; which kinds an office makes with a template of its own."""
        from bihuan.web.base.journal_words import announce_file
        from bihuan.web.base.own_look import TOLD
        from bihuan.web.papers.template_queries import replacing

        TOLD.append(replacing)
        announce_file(Path(__file__).parent / "journal.toml")
