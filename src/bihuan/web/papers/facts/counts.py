"""Numbers: from the tallies, like those of every page."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bihuan.documents import facts
from bihuan.web.inspections.models import NO_STATUS, OPEN
from bihuan.web.rectification.models import Tally
from bihuan.web.rectification.sheets.columns import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

Row = tuple[str, "date", int, int]
"""Status, last day, findings, measures."""


def counts_by_case(cases: Sequence[int], today: date) -> dict[int, facts.Counts]:
    """Of each case; one query."""
    found: dict[int, list[Row]] = defaultdict(list)
    rows = Tally.objects.filter(feedback__in=cases, section=None).order_by("feedback_id", "id")
    columns = ("feedback_id", "status", "due_key", "findings", "measures")
    for case, status, due, findings, measures in rows.values_list(*columns):
        found[case].append((status, due, findings, measures))
    return {case: _counts(found[case], today) for case in cases}


def summed(several: Iterable[facts.Counts]) -> facts.Counts:
    """Of several cases together."""
    some = list(several)
    statuses: Counter[str] = Counter()
    for one in some:
        statuses.update(dict(one.statuses))
    return facts.Counts(
        findings=sum(one.findings for one in some),
        measures=sum(one.measures for one in some),
        overdue=sum(one.overdue for one in some),
        statuses=_in_order(statuses),
    )


def _counts(rows: Iterable[Row], today: date) -> facts.Counts:
    statuses: Counter[str] = Counter()
    findings = measures = overdue = 0
    for status, due, some, deeds in rows:
        findings += some
        measures += deeds
        overdue += some if status in OPEN and due < today else 0
        if status != NO_STATUS:
            statuses[STATUSES[status]] += some
    return facts.Counts(findings, measures, overdue, _in_order(statuses))


def _in_order(statuses: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((word, statuses[word]) for word in dict.fromkeys(STATUSES.values()) if statuses[word])
