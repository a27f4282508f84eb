"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bihuan.web.accounts"
    verbose_name = "单位与人员"

    def ready(self) -> None:
        """Every log-in, wherever it comes from, begins to be watched."""
        from django.contrib.auth.signals import user_logged_in

        from bihuan.web.accounts.sessions import watch_from_log_in

        user_logged_in.connect(watch_from_log_in, dispatch_uid="accounts.watch")
