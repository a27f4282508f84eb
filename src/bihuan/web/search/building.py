"""The whole index from nothing, a piece at a time: whoever stops it loses one piece, and it goes on there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.search import grams
from bihuan.web.search.models import Building, Passage
from bihuan.web.search.registry import SOURCES
from bihuan.web.search.stores import store
from bihuan.web.search.writing import bundles_put

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


def wanted() -> bool:
    """Whether there is anything to build: it was never finished, texts get other tokens now, or nothing is
    there of what should be (a backup was restored: it does not hold what can be made again).
    """
    if not Building.objects.filter(version=grams.VERSION, done_at__isnull=False).exists():
        return True
    return not Passage.objects.exists() and _anything()


@transaction.atomic
def _anything() -> bool:
    return any(source.batch(0)[0] for source in SOURCES.values())


def unfinished() -> bool:
    """Whether somebody began and did not come to the end: something may not be found yet; one query."""
    return not Building.objects.filter(done_at__isnull=False).exists()


def forget() -> None:
    """A backup was restored: what can be found has to be built from nothing."""
    Building.objects.all().delete()


def build(
    now: Callable[[], datetime], *, anew: bool = False, tell: Callable[[int], None] | None = None
) -> int:
    """Go on where the last one stopped, or begin (``anew``: in any case); how many passages were written.

    Services go on writing meanwhile: each piece locks the objects that it tells of. Until the end a search
    finds what is there already, and its page says that something may be missing.
    """
    _begin(now(), anew=anew)
    while (written := _piece()) is not None:
        if tell:
            tell(written)
    store().finish()
    row = Building.objects.get()
    row.done_at = now()
    row.save(update_fields=["done_at"])
    return row.passages


@transaction.atomic
def _begin(now: datetime, *, anew: bool) -> None:
    row = Building.objects.select_for_update().first()
    if row and not anew and row.done_at is None and row.version == grams.VERSION:
        return
    store().clear()
    Building.objects.all().delete()
    Building.objects.create(version=grams.VERSION, source=min(SOURCES, default=""), begun_at=now)


@transaction.atomic
def _piece() -> int | None:
    """The next piece; how many were written so far, None at the end."""
    row = Building.objects.select_for_update().get()
    if not row.source:
        return None
    entries, last = SOURCES[row.source].batch(row.after)
    bundles_put({one.bundle for one in entries}, entries)
    row.passages += len(entries)
    if last is None:
        row.source, row.after = min((one for one in SOURCES if one > row.source), default=""), 0
    else:
        row.after = last
    row.save(update_fields=["source", "after", "passages"])
    return row.passages
