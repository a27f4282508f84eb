"""The audit administrator verifies the journal, and that is written down too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.accounts.queries.journal import journal_size
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.queries import journal_verify
from bihuan.web.base.services import HOUSE, journal_append

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.base.queries import Break

VERIFIED_HERE = 200_000
"""Entries that a page can verify while somebody waits."""


def journal_check(*, actor: User, now: datetime) -> list[Break]:
    """Every place where the journal does not hold."""
    require(actor, Action.READ_JOURNAL)
    if journal_size() > VERIFIED_HERE:
        raise ServiceError("日志很长，请在服务器上执行 bihuan verify --journal 核对。")
    breaks = journal_verify()
    with transaction.atomic():
        journal_append(
            actor=actor,
            now=now,
            chain=HOUSE,
            action="journal_verified",
            changes={"breaks": ["", len(breaks)]},
        )
    return breaks
