"""Commitments of a case: what its text promises, tied to the measure or response in which it stands."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bihuan.report.nodes import LeafKind
from bihuan.web.rectification.facts import Places
from bihuan.web.rectification.models import Commitment

if TYPE_CHECKING:
    from bihuan.report import Report
    from bihuan.web.rectification.text import CaseText


def commitments_write(case: CaseText, report: Report) -> None:
    """Make the commitments of a case those that its tree holds. One that stands as before keeps its row, so
    that what was recorded of it stays; one that was kept stays even when its words are gone.
    """
    places, rows = Places(report.leaves), []
    for node in report.commitments:
        leaf = places.leaf_at(node.line, node.column)
        if leaf is None:
            continue
        row = case.rows[leaf]
        rows.append(
            Commitment(
                feedback=case.feedback,
                unit_id=case.feedback.unit_id,
                response_id=row.response,
                measure_id=row.pk if row.kind is LeafKind.MEASURE else None,
                position=row.position,
                text=node.text,
                due=node.due,
                every=node.every or "",
                starts_on=node.from_,
            )
        )
    _merge(list(Commitment.objects.filter(feedback=case.feedback).order_by("id")), rows)


_TOLD = ("response_id", "measure_id", "position", "due", "every", "starts_on")


def _merge(old: list[Commitment], new: list[Commitment]) -> None:
    """Old rows take over what is said now, by their words; at most three queries."""
    by_words: dict[str, list[Commitment]] = defaultdict(list)
    for one in old:
        by_words[one.text].append(one)
    changed, made = [], []
    for row in new:
        same = by_words[row.text]
        if not same:
            made.append(row)
            continue
        held = next((one for one in same if one.measure_id == row.measure_id), same[0])
        same.remove(held)
        if any(getattr(held, name) != getattr(row, name) for name in _TOLD):
            for name in _TOLD:
                setattr(held, name, getattr(row, name))
            changed.append(held)
    gone = [one.pk for left in by_words.values() for one in left if one.kept_on is None]
    Commitment.objects.filter(pk__in=gone).delete()
    Commitment.objects.bulk_update(changed, [name.removesuffix("_id") for name in _TOLD], batch_size=200)
    Commitment.objects.bulk_create(made)
