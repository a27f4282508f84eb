"""The app's name for Django, and what a restored backup means for it."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "bihuan.web.search"
    verbose_name = "全文检索"

    def ready(self) -> None:
        """A backup does not hold the index; the next worker builds it."""
        from bihuan.web.base.restored import restored
        from bihuan.web.search.building import forget

        restored(forget)
