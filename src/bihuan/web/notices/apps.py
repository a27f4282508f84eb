"""The app's name for Django, and where the other apps tell it what they have for it."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from bihuan.web.base.journal_words import announce_file


class NoticesConfig(AppConfig):
    name = "bihuan.web.notices"
    verbose_name = "通知"

    def ready(self) -> None:
        """Any app may have ``jobs.py`` (background work), ``kinds.py`` (kinds of notices), ``dues.py``
        (what falls due) and ``desks.py`` (what waits on a desk): importing them registers what they hold.
        """
        autodiscover_modules("kinds", "dues", "desks", "jobs")
        announce_file(Path(__file__).parent / "journal.toml")
        from bihuan.web.accounts.registry import DEPUTY_CHANGED, announce_holding
        from bihuan.web.notices.holding import UNREAD
        from bihuan.web.notices.services.deputies import deputy_told

        announce_holding(UNREAD)
        if deputy_told not in DEPUTY_CHANGED:
            DEPUTY_CHANGED.append(deputy_told)
