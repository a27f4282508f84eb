"""Words of a sheet that name somebody of a measure, taken off once somebody else is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.rectification.models import Measure

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


def forget(rows: QuerySet[Measure], fields: Collection[str]) -> None:
    """In the caller's transaction: what the sheet said of these fields no longer holds. ``fields`` are
    ``leader``, ``department``, ``person``, with or without ``_id``. Two queries, one where nothing is named.
    """
    names = {one.removesuffix("_id") for one in fields} & {"leader", "department", "person"}
    held = list(rows.exclude(named={}).only("named")) if names else []
    for one in held:
        one.named = {field: words for field, words in one.named.items() if field not in names}
    Measure.objects.bulk_update(held, ["named"], batch_size=500)
