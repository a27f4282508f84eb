"""Who may come in by a link: the address itself, how often, and the access code."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bihuan.web.accounts.services.logins import count_up, minutes_locked
from bihuan.web.assistance import links
from bihuan.web.assistance.models import AssistanceRequest
from bihuan.web.assistance.services.answering import code_key

if TYPE_CHECKING:
    from datetime import datetime

TURNS, PAUSE = 120, timedelta(minutes=10)
"""So often a link may be asked for without a pause of ten minutes: nobody writes that fast."""
STRANGERS = 30
"""So many links that open nothing, from one address."""


def request_behind(token: str) -> AssistanceRequest | None:
    """The request whose link this is, with all that its page shows; one query, none for an address that
    this house never signed.
    """
    found = links.hash_in(token)
    if not found:
        return None
    near = ("unit", "person", "made_by__person", "feedback", "measure__response")
    row: AssistanceRequest | None = (
        AssistanceRequest.objects.filter(token_hash=found).select_related(*near).first()
    )
    return row


def minutes_to_wait(request: AssistanceRequest | None, address: str, now: datetime) -> int:
    """0, or the minutes for which this link, or links from this address, are not answered; counts the
    visit.
    """
    keys = [f"assistance:{request.pk}", code_key(request)] if request else [f"assistance-address:{address}"]
    minutes = minutes_locked(keys, now)
    if not minutes:
        count_up(keys[0], now, PAUSE, TURNS if request else STRANGERS)
    return minutes
