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

WORDS = {EvidenceKind.MINUTES.value: "同一天的会议", EvidenceKind.TRAINING.value: "同一天的培训"}
"""Kinds that tell of an occasion, and how pages call it."""


def others_of_the_day(entries: Iterable[Evidence]) -> dict[int, list[int]]:
    """By entry: ids of other entries of its unit that tell of the same kind of occasion on the same day. No
    query where none of them tells of one.
    """
    mine = [one for one in entries if one.kind in WORDS and one.event_date]
    if not mine:
        return {}
    units, days = {one.unit_id for one in mine}, {one.event_date for one in mine}
    same = Evidence.objects.filter(unit__in=units, kind__in=WORDS, event_date__in=days)
    held: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for pk, *occasion in same.order_by("id").values_list("pk", "unit", "kind", "event_date"):
        held[tuple(occasion)].append(pk)
    return {
        one.pk: [pk for pk in held[one.unit_id, one.kind, one.event_date] if pk != one.pk] for one in mine
    }
