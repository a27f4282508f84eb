"""The app's name for Django."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bihuan.web.accounts"
    verbose_name = "单位与人员"

    def ready(self) -> None:
        """Watch every log-in, wherever it comes from; name the journal's entries."""
        from django.contrib.auth.signals import user_logged_in

        from bihuan.web.accounts.persons_history import announce
        from bihuan.web.accounts.sessions import watch_from_log_in
        from bihuan.web.base.journal_words import announce_file

        user_logged_in.connect(watch_from_log_in, dispatch_uid="accounts.watch")
        announce_file(Path(__file__).parent / "journal.toml")
        announce()
