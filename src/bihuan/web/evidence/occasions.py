"""One meeting or one training proved by several entries: other bytes of the same day are the same occasion.

What inspectors call 一会多用: the minutes and the sign-in sheet of one meeting, each cited for findings of
its own as if there had been several.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bihuan.web.evidence.models import Evidence, EvidenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

WORDS = {EvidenceKind.MINUTES.value: "同一天的会议", EvidenceKind.TRAINING.value: "同一天的培训"}
"""Kinds that tell of an occasion, and how pages call it."""


def occasions_beside(entries: Iterable[Evidence]) -> QuerySet[Evidence]:
    """Every entry of the units that tells of an occasion on one of the days on which these tell of one."""
    mine = _telling(entries)
    units, days = {one.unit_id for one in mine}, {one.event_date for one in mine}
    return Evidence.objects.filter(unit__in=units, kind__in=WORDS, event_date__in=days).order_by("id")


def others_among(entries: Iterable[Evidence], beside: Iterable[Evidence]) -> dict[int, list[int]]:
    """By entry: ids of the others of its unit that tell of the same kind of occasion on the same day, out of
    what ``occasions_beside`` finds.
    """
    held: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for one in beside:
        held[one.unit_id, one.kind, one.event_date].append(one.pk)
    return {
        one.pk: [pk for pk in held[one.unit_id, one.kind, one.event_date] if pk != one.pk]
        for one in _telling(entries)
    }


def _telling(entries: Iterable[Evidence]) -> list[Evidence]:
    return [one for one in entries if one.kind in WORDS and one.event_date]
