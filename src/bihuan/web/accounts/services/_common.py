"""What the services of this app share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.services import HOUSE, journal_append

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from bihuan.web.accounts.models import User


def allowed(actor: User | None, action: Action) -> None:
    """The command line (nobody) may do it: whoever has the machine has the data."""
    if actor is not None:
        require(actor, action)


def write_down(actor: User | None, now: datetime, action: str, thing: Model, /, **changes: Any) -> None:
    """One entry in the chain of the house; each change is ``[old, new]``."""
    journal_append(actor=actor, now=now, chain=HOUSE, action=action, thing=thing, changes=changes)
