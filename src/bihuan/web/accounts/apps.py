"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bihuan.web.accounts"
    verbose_name = "单位与人员"
