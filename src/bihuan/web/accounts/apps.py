"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bihuan.web.accounts"
    verbose_name = "单位与人员"

    def ready(self) -> None:
        """Watch every log-in, wherever it comes from; name the journal's entries."""
        from django.contrib.auth.signals import user_logged_in

        from bihuan.web.accounts.registry import announce_actions
        from bihuan.web.accounts.sessions import watch_from_log_in
        from bihuan.web.accounts.words import words

        user_logged_in.connect(watch_from_log_in, dispatch_uid="accounts.watch")
        announce_actions(words()["actions"])
