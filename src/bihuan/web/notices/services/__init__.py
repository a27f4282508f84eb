"""Writes of the app. What other apps call: ``notify_people``, ``notify_unit``, ``notify_administrators``."""

from bihuan.web.notices.services.telling import notify_administrators, notify_people, notify_unit

__all__ = ["notify_administrators", "notify_people", "notify_unit"]
