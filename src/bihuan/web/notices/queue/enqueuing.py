"""Promising work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.web.notices.models import Job

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

BATCH = 500


def enqueue(
    name: str,
    args: dict[str, Any] | None = None,
    *,
    now: datetime,
    key: str = "",
    after: datetime | None = None,
    priority: int = 5,
) -> None:
    """A job that exists if and only if the caller's transaction commits; a ``key`` that was used before
    makes this do nothing.
    """
    enqueue_many([(name, args or {}, key)], now=now, after=after, priority=priority)


def enqueue_many(
    jobs: Iterable[tuple[str, dict[str, Any], str]],
    *,
    now: datetime,
    after: datetime | None = None,
    priority: int = 5,
) -> None:
    """The same for many (name, args, key)."""
    rows = [
        Job(name=name, args=args, key=key, due_at=after or now, priority=priority, created_at=now)
        for name, args, key in jobs
    ]
    Job.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
