"""The app's name for Django, and what it announces to the apps below."""

from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "bihuan.web.supervision"
    verbose_name = "督导"

    def ready(self) -> None:
        """Objects that rights open, what a person holds, what the journal's entries are called."""
        from bihuan.web.search.registry import register as found_by_words
        from bihuan.web.supervision.announcing import announce
        from bihuan.web.supervision.passages import KINDS, SOURCES

        announce()
        for at, source in enumerate(SOURCES):
            found_by_words(source, *(KINDS if at == 0 else ()))
