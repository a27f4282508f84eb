"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "bihuan.web.base"
    verbose_name = "基础"

    def ready(self) -> None:
        """Form fields speak as the house does."""
        from bihuan.web.base.refusal_words import put_in_our_words

        put_in_our_words()
