"""How the examination of a case moved: what is new since the document in force was filed, what is gone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bihuan.checks.versions.trend import Seen, Trend, trend
from bihuan.web.diagnosis.models import Diagnostic, Snapshot
from bihuan.web.inspections.models import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.diagnosis.models import Filing
    from bihuan.web.inspections.models import Feedback


def seen_of(found: Sequence[Diagnostic]) -> list[Seen]:
    """Stored diagnostics with the titles of their findings, in the same order; one query."""
    wanted = {one.finding_id for one in found if one.finding_id}
    titles = dict(Finding.objects.filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}
    return [
        Seen(one.code, one.severity, one.line, one.quote, one.message, titles.get(one.finding_id or 0, ""))
        for one in found
    ]


def snapshot_take(feedback: Feedback, filing: Filing, now: datetime) -> None:
    """Keep what checking found in the case as it was filed; taken anew when the same filing comes again."""
    found = list(Diagnostic.objects.filter(feedback=feedback).order_by("line", "column", "code"))
    weights = Counter(one.severity for one in found)
    kept = {
        "taken_at": now,
        "errors": weights["error"],
        "warnings": weights["warning"],
        "infos": weights["info"],
        "marks": [list(one) for one in seen_of(found)],
    }
    Snapshot.objects.update_or_create(filing=filing, defaults=kept)


def seen_then(snapshot: Snapshot) -> list[Seen]:
    """What the filing was remarked on."""
    return [Seen(*one) for one in snapshot.marks]


def since_filing(feedback: Feedback, now: Sequence[Seen]) -> Trend | None:
    """New, gone, still there since the document in force was filed; None where nothing was kept of it."""
    kept = Snapshot.objects.filter(filing__feedback=feedback, filing__superseded_at=None).first()
    return trend(seen_then(kept), now) if kept else None
