"""After an edit: everything that follows from the text of a case is written anew, in the edit's transaction.

The tree is formed once from the rows; only rows whose facts differ are updated (a changed date may move the
year of those after it). Bounded by the size of one case.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count, F

from bihuan.report.nodes import LeafKind
from bihuan.web.inspections.models import NO_STATUS, Feedback, Finding, Subfinding
from bihuan.web.rectification import text
from bihuan.web.rectification.checking import diagnostics_write
from bihuan.web.rectification.commitments import commitments_write
from bihuan.web.rectification.counts import tally_recount
from bihuan.web.rectification.facts import joint_answers, measure_facts, status_of
from bihuan.web.rectification.models import Measure, Response, ResponseFinding
from bihuan.web.rectification.passages import case_found

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.report import Report
    from bihuan.web.rectification.text import CaseText

_FACTS = ("tense", "begun_on", "ended_on", "dates")


def case_refresh(feedback: Feedback, now: datetime) -> None:
    """Facts of measures and responses, columns of findings, commitments, tallies, diagnostics, what is
    found by its words, the case's version.
    """
    # What answers nothing and says nothing any more (its last measure was removed) is not a response.
    Response.objects.filter(feedback=feedback, links=None, measures=None, outcome="").delete()
    case = text.load(feedback)
    report = text.to_report(case)
    _measures(case, report)
    _responses(case, report)
    findings_recompute(feedback)
    commitments_write(case, report)
    tally_recount(feedback)
    diagnostics_write(case, report, now)
    Feedback.objects.filter(pk=feedback.pk).update(version=F("version") + 1)
    case_found(feedback)


def _measures(case: CaseText, report: Report) -> None:
    stored = {one.pk: one for one in Measure.objects.filter(feedback=case.feedback)}
    changed = []
    for section in report.sections:
        for response in section.responses:
            for node in response.measures:
                row = case.rows[node.leaf]
                one = stored.get(row.pk) if row.kind is LeafKind.MEASURE else None
                facts = measure_facts(node)
                if one and any(getattr(one, name) != facts[name] for name in _FACTS):
                    for name in _FACTS:
                        setattr(one, name, facts[name])
                    changed.append(one)
    Measure.objects.bulk_update(changed, _FACTS, batch_size=200)


def _responses(case: CaseText, report: Report) -> None:
    claimed = {}
    for section in report.sections:
        for node in section.responses:
            if node.outcome and (owner := case.rows[node.outcome.leaf].response) is not None:
                claimed[owner] = status_of(node)
    first: dict[int, int] = {}
    for row in case.rows:
        if row.response is not None:
            first.setdefault(row.response, row.position)
    changed = []
    for one in Response.objects.filter(feedback=case.feedback):
        status, position = claimed.get(one.pk, NO_STATUS), first.get(one.pk, one.position)
        if (one.status, one.position) != (status, position):
            one.status, one.position = status, position
            changed.append(one)
    Response.objects.bulk_update(changed, ["status", "position"], batch_size=200)


def findings_recompute(feedback: Feedback) -> None:
    """What every finding repeats of its responses (the least finished one speaks) and of its aspects."""
    counts = dict(
        Response.objects.filter(feedback=feedback).annotate(n=Count("measures")).values_list("pk", "n")
    )
    told: dict[int, list[tuple[str, int]]] = {}
    answered: dict[int, list[int]] = {}
    links = ResponseFinding.objects.filter(response__feedback=feedback, finding__withdrawn_at=None)
    in_order = links.order_by("finding__position")
    for finding, response, status in in_order.values_list("finding_id", "response_id", "response__status"):
        told.setdefault(finding, []).append((status, counts.get(response, 0)))
        answered.setdefault(response, []).append(finding)
    aspects = Counter(Subfinding.objects.filter(feedback=feedback).values_list("finding_id", flat=True))
    findings = list(Finding.objects.filter(feedback=feedback, withdrawn_at=None))
    joint = joint_answers(answered.values(), {one.pk: one.number for one in findings})
    changed = []
    for one in findings:
        answers = told.get(one.pk, [])
        now = (
            min((status for status, _ in answers), key=_weakest, default=NO_STATUS),
            sum(count for _, count in answers),
            aspects[one.pk],
            joint.get(one.pk, []),
        )
        if tuple(getattr(one, name) for name in _REPEATED) != now:
            for name, value in zip(_REPEATED, now, strict=True):
                setattr(one, name, value)
            changed.append(one)
    Finding.objects.bulk_update(changed, _REPEATED, batch_size=200)


_REPEATED = ("status", "measure_count", "aspect_count", "joint")


_ORDER = (
    NO_STATUS,
    "unknown",
    "not_started",
    "ongoing",
    "stage",
    "mostly_completed",
    "long_term",
    "completed",
)


def _weakest(status: str) -> int:
    return _ORDER.index(status)
