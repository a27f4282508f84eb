"""The versions of a case: its ledger as it stands, and the documents that were filed, the newest first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from bihuan.checks.versions.report import Comparison, compare
from bihuan.checks.versions.trend import Seen, Trend, trend
from bihuan.web.base.errors import ServiceError
from bihuan.web.diagnosis.models import Filing, ImportDraft
from bihuan.web.diagnosis.queries import diagnostics_of, draft_report
from bihuan.web.diagnosis.snapshots import seen_of, seen_then
from bihuan.web.diagnosis.tree import KINDS
from bihuan.web.rectification import text

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.report import Report
    from bihuan.web.inspections.models import Feedback

NOW = "now"
MOST = 20
"""Filings shown of a case."""
LONGEST = 300_000
"""Characters of both texts that are compared on a page (a second or two); longer ones on the command line."""
TOO_LONG = "两份材料合起来超过30万字，页面上不作对照；请下载两份材料，用 bihuan compare 对照。"


@dataclass(slots=True)
class Version:
    """The ledger or a filing; ``counts`` by weight, None where nothing was kept."""

    key: str
    name: str
    kind: str
    at: datetime | None
    counts: tuple[int, int, int] | None
    seen: list[Seen] | None
    moved: Trend | None = None
    """Since the version before."""


@dataclass(slots=True)
class Side:
    """One of two texts that are compared."""

    key: str
    name: str
    report: Report
    links: dict[int, int] = field(default_factory=dict)
    """Finding by leaf, of the ledger."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions beside each other."""

    old: Side
    new: Side
    comparison: Comparison
    choices: tuple[tuple[str, str, datetime | None], ...]
    """Key, name and day of what can be compared."""


def key_of(filing: Filing) -> str:
    """How an address names a filing."""
    return f"filing-{filing.pk}"


def versions(case: Feedback) -> list[Version]:
    """Each with what moved since the one before it; four queries."""
    found = diagnostics_of(case)
    weights = Counter(one.severity for one in found)
    counts = weights["error"], weights["warning"], weights["info"]
    listed = [Version(NOW, "现在的台账", "台账", case.checked_at, counts, seen_of(found))]
    for filing in _filings(case):
        kept = getattr(filing, "snapshot", None)
        told = (kept.errors, kept.warnings, kept.infos) if kept else None
        kind = KINDS[next(one for one in KINDS if one.value == filing.kind)]
        seen = seen_then(kept) if kept else None
        listed.append(Version(key_of(filing), filing.name, kind, filing.received_at, told, seen))
    for newer, older in pairwise(listed):
        if newer.seen is not None and older.seen is not None:
            newer.moved = trend(older.seen, newer.seen)
    return listed


def _filings(case: Feedback) -> list[Filing]:
    rows = Filing.objects.filter(feedback=case).select_related("snapshot")
    return list(rows.order_by("-received_at", "-pk")[:MOST])


def compared(case: Feedback, old: str, new: str) -> Compared:
    """Two versions by their keys; the newest document and the ledger where nothing (known) is asked for."""
    drafts = {key_of(one.filing): one for one in _drafts(case)}
    newest = next(iter(drafts), NOW)
    before = old if old in drafts or old == NOW else newest
    after = new if new in drafts or new == NOW else NOW
    sides = _side(case, before, drafts), _side(case, after, drafts)
    if sum(len(line) for side in sides for line in side.report.lines) > LONGEST:
        raise ServiceError(TOO_LONG)
    choices = ((key, one.filing.name, one.filing.received_at) for key, one in drafts.items())
    every = ((NOW, "现在的台账", case.checked_at), *choices)
    return Compared(*sides, compare(sides[0].report, sides[1].report), every)


def _drafts(case: Feedback) -> list[ImportDraft]:
    rows = ImportDraft.objects.filter(filing__feedback=case).select_related("filing").defer("text")
    return list(rows.order_by("-filing__received_at", "-filing_id")[:MOST])


def _side(case: Feedback, key: str, drafts: dict[str, ImportDraft]) -> Side:
    if key == NOW:
        stands = text.load(case)
        links = {at: row.pk for at, row in enumerate(stands.rows) if row.kind == "finding"}
        return Side(key, "现在的台账", text.to_report(stands), links)
    draft = drafts[key]
    if len(draft.text) > LONGEST:
        raise ServiceError(TOO_LONG)
    return Side(key, draft.filing.name, draft_report(draft))
