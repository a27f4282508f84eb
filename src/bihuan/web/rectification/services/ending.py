"""Measures that come to an end: what upper apps do then. They register in ``AppConfig.ready``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from bihuan.web.accounts.models import User

    Follow = Callable[[User | None, datetime, list[int]], None]

MEASURES_ENDED: list[Follow] = []
"""Called with the ids of measures, within the transaction that ends them."""


def measures_ended(actor: User | None, now: datetime, measures: Iterable[int]) -> None:
    """Nobody works on these measures any more: carried out, turned into a duty, or their response has
    ended.
    """
    ids = list(measures)
    for follow in MEASURES_ENDED if ids else ():
        follow(actor, now, ids)
