"""Commitments of a case: what its text promises, tied to the measure or response in which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.report.nodes import LeafKind
from bihuan.web.rectification.facts import Places
from bihuan.web.rectification.models import Commitment

if TYPE_CHECKING:
    from bihuan.report import Report
    from bihuan.web.rectification.text import CaseText


def commitments_write(case: CaseText, report: Report) -> None:
    """Replace the commitments of a case by those that its tree holds."""
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
    Commitment.objects.filter(feedback=case.feedback).delete()
    Commitment.objects.bulk_create(rows)
