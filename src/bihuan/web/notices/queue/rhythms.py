"""Work that comes by itself: each rhythm names the period of a moment, and a period has one job.

The job's key is the work and the period, so of several workers that tick one makes the job and the others
find it there. A period during which no worker ran at all is not made up for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from bihuan.web.notices.queue.enqueuing import enqueue

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Work that comes once a period."""

    work: str
    period: Callable[[datetime], str]
    """The name of the period in which a moment (office time) lies."""


RHYTHMS: dict[str, Rhythm] = {}


def daily(work: str, *, hour: Callable[[], int]) -> None:
    """Once a day, from this hour of the office's clock on."""
    RHYTHMS[work] = Rhythm(work, lambda local: (local - timedelta(hours=hour())).date().isoformat())


def every(work: str, minutes: int) -> None:
    """Once in so many minutes, counted from the epoch."""
    RHYTHMS[work] = Rhythm(work, lambda local: str(int(local.timestamp()) // (minutes * 60)))


class Ticker:
    """Remembers what it has made, so that an idle worker asks the database nothing."""

    def __init__(self) -> None:
        self._made: dict[str, str] = {}

    def tick(self, now: datetime) -> None:
        """Make the job of each rhythm whose period has not had one."""
        local = timezone.localtime(now)
        for one in RHYTHMS.values():
            period = one.period(local)
            if self._made.get(one.work) != period:
                enqueue(one.work, {"period": period}, now=now, key=f"{one.work}@{period}")
                self._made[one.work] = period
