"""What the time line of a case shows: five queries, whatever the size of the case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.web.base.keyset import Page, page
from bihuan.web.inspections.models import Deadline
from bihuan.web.rectification.loop.queries import numbers_of
from bihuan.web.rectification.models import Decision, Measure, Response
from bihuan.web.rectification.workflow import Step

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback, Finding

RESPONSES, MEASURES = 20, 600
TOLD = (Step.ASSESS.value, Step.RETURN.value)


@dataclass(frozen=True, slots=True)
class Line:
    """A response with everything that its part of the time line needs."""

    response: Response
    findings: list[Finding]
    measures: list[Measure]
    decisions: list[Decision]


def lines(case: Feedback, token: str | None) -> Page[Line]:
    """Responses in the order of the text, twenty a page, with at most 600 measures."""
    rows = Response.objects.filter(feedback=case, withdrawn_at=None).defer("outcome", "evaluation", "target")
    found = page(rows, ("position", "id"), lambda one: (one.position, one.pk), token=token, size=RESPONSES)
    ids = [one.pk for one in found.rows]
    numbers = numbers_of(ids)
    measures: dict[int, list[Measure]] = defaultdict(list)
    for one in Measure.objects.filter(response__in=ids).defer("dates").order_by("position")[:MEASURES]:
        measures[one.response_id].append(one)
    decisions: dict[int, list[Decision]] = defaultdict(list)
    for step in Decision.objects.filter(response__in=ids, step__in=TOLD).defer("opinion").order_by("id"):
        decisions[step.response_id].append(step)
    return Page(
        [Line(one, numbers[one.pk], measures[one.pk], decisions[one.pk]) for one in found.rows],
        found.next,
        found.previous,
    )


def deadlines(case: Feedback) -> list[Deadline]:
    """Those in force, soonest first; one query."""
    return list(Deadline.objects.filter(feedback=case, superseded_at=None).order_by("due"))
