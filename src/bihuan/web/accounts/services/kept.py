"""A form that came in after the session was over is kept for its owner."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.models import KeptForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

MOST = 400_000
"""Characters of one kept form."""
KEPT = timedelta(days=3)
NEVER = frozenset({"password", "secret", "csrfmiddlewaretoken"})
"""Fields that are secret on every page."""
SECRET_OF_LOGIN = frozenset({"old", "new", "again", "code"})
"""Fields that are secret where one logs in; elsewhere they are work: a plan has its measures in ``new``."""
LOGIN_PAGES = ("/account/", "/login/")


@transaction.atomic
def form_keep(
    *, now: datetime, user_id: int, path: str, back: str, fields: Sequence[tuple[str, str]]
) -> bool:
    """Keep the latest one of the account; False where there is nothing to keep, or too much. Passwords and
    codes are never kept.
    """
    secret = NEVER | SECRET_OF_LOGIN if path.startswith(LOGIN_PAGES) else NEVER
    told = [[name, value] for name, value in fields if name not in secret]
    if not told or sum(len(value) for _, value in told) > MOST or len(path) > 300:
        return False
    KeptForm.objects.update_or_create(
        user_id=user_id, defaults={"path": path, "back": back[:300], "fields": told, "at": now}
    )
    return True


def form_kept(user_id: int, now: datetime) -> KeptForm | None:
    """What is kept for the account; nothing older than three days."""
    return KeptForm.objects.filter(user_id=user_id, at__gt=now - KEPT).first()


@transaction.atomic
def form_forget(user_id: int) -> None:
    """It was sent again, or is not wanted."""
    KeptForm.objects.filter(user_id=user_id).delete()
