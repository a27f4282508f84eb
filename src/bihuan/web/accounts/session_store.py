"""Sessions in the database as Django keeps them, fetched by a query that is compiled once: every page pays
for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from bihuan.web.base.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Hashable

    from django.db.models import QuerySet


def _session(shape: Hashable, key: str) -> QuerySet[AbstractBaseSession, tuple[Any, ...]]:
    del shape
    rows = SessionStore.get_model_class().objects.filter(session_key=key)
    return rows.values_list("session_key", "session_data", "expire_date")


class SessionStore(db.SessionStore):
    """Django's own, but for the way in which a session is found."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        for key, data, until in _SESSION.rows(None, self.session_key):
            if until > timezone.now():
                return self.model(session_key=key, session_data=data, expire_date=until)
        self._session_key = None
        return None


_SESSION = Prepared(_session)
