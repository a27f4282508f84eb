"""The app's name for Django, and what it announces to the apps below."""

from __future__ import annotations

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "bihuan.web.enquiries"
    verbose_name = "群众意见"

    def ready(self) -> None:
        """Rights, holdings, words of the journal; what stands below a public announcement."""
        from bihuan.web.enquiries.announcing import announce

        announce()
