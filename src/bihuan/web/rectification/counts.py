"""Tallies, and with them every figure of the case: made here and nowhere else, always for a whole case,
always inside the transaction of the change.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count

from bihuan.web.inspections.models import FAR, Finding
from bihuan.web.rectification.figures import figures_write
from bihuan.web.rectification.models import Response, ResponseFinding, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bihuan.web.inspections.models import Feedback

FINDINGS, RESPONSES, MEASURES = range(3)


def tally_recount(feedback: Feedback) -> None:
    """Write the case's tallies anew from its rows: five queries, bounded by the size of one case."""
    findings = Finding.objects.filter(feedback=feedback, withdrawn_at=None)
    facts = {pk: (section, status, due or FAR) for pk, section, status, due in findings.values_list(
        "pk", "section_id", "status", "due"
    )}  # fmt: skip
    due_of: dict[int, date] = {}
    for response, finding in ResponseFinding.objects.filter(response__feedback=feedback).values_list(
        "response_id", "finding_id"
    ):
        if finding in facts:
            due_of[response] = min(facts[finding][2], due_of.get(response, FAR))
    responses = Response.objects.filter(feedback=feedback, withdrawn_at=None).annotate(
        count=Count("measures")
    )
    tally_write(
        feedback,
        facts.values(),
        (
            (section, status, due_of.get(pk, FAR), count)
            for pk, section, status, count in responses.values_list("pk", "section_id", "status", "count")
        ),
    )


def tally_write(
    feedback: Feedback,
    findings: Iterable[tuple[int, str, date]],
    responses: Iterable[tuple[int, str, date, int]],
) -> None:
    """Replace the case's tallies: findings as (section, status, due), responses with their number of
    measures.
    """
    counts: dict[tuple[int | None, str, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    for section, status, due in findings:
        for level in (section, None):
            counts[level, status, due][FINDINGS] += 1
    for section, status, due, measures in responses:
        for level in (section, None):
            counts[level, status, due][RESPONSES] += 1
            counts[level, status, due][MEASURES] += measures
    Tally.objects.filter(feedback=feedback).delete()
    Tally.objects.bulk_create(
        Tally(
            feedback=feedback,
            unit_id=feedback.unit_id,
            office_id=feedback.office_id,
            section_id=section,
            status=status,
            due_key=due,
            findings=found[FINDINGS],
            responses=found[RESPONSES],
            measures=found[MEASURES],
        )
        for (section, status, due), found in counts.items()
    )
    figures_write(feedback)
