"""From the rows of a case to its time line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bihuan.web.base.links import url
from bihuan.web.board import case_queries, gantt
from bihuan.web.board.gantt import Milestone, Span
from bihuan.web.rectification.loop.contexts import called
from bihuan.web.rectification.models import MeasureState
from bihuan.web.rectification.workflow import ENDED, LABELS, ResponseState, Step
from bihuan.zh.tense import Tense

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.board.case_queries import Line
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure

FOLD = 60
"""With more rows than this only what is late or due soon stands open."""
LONGEST = 48


def timeline(case: Feedback, token: str | None, today: date) -> dict[str, Any]:
    """The whole page."""
    page = case_queries.lines(case, token)
    told = [(one, _response(case, one), [_measure(case, one, m) for m in one.measures]) for one in page.rows]
    deadlines = [(one.due, one.get_purpose_display()) for one in case_queries.deadlines(case)]
    scale = gantt.axis(
        (span for _, head, spans in told for span in (head, *spans)),
        [*([(case.given_on, "反馈")] if case.given_on else []), *deadlines],
        today,
    )
    many = sum(1 + len(spans) for _, _, spans in told) > FOLD
    parts = [_part(one, head, spans, scale, today, many) for one, head, spans in told]
    return {
        "case": case,
        "today": today,
        "axis": scale,
        "parts": parts,
        "late": sum(1 for part in parts for row in part["rows"] if row["tone"] == "late"),
        "next": page.next,
        "previous": page.previous,
        "folded": many,
    }


def _part(
    one: Line, head: Span, spans: list[Span], scale: gantt.Axis, today: date, many: bool
) -> dict[str, Any]:
    response = one.response
    first = one.findings[0].title if one.findings else response.outcome
    rows = [
        _row(span, scale, today, measure.text, f"{url('loop:response', response.pk)}#measure-{measure.pk}")
        for span, measure in zip(spans, one.measures, strict=True)
    ]
    told = _row(head, scale, today, f"{called(one.findings)}　{first}", url("loop:response", response.pk))
    pressing = any(row["tone"] in ("late", "soon") for row in (told, *rows))
    return {**told, "state": f"stage_{response.state}", "rows": rows, "open": pressing or not many}


def _row(span: Span, scale: gantt.Axis, today: date, text: str, href: str) -> dict[str, Any]:
    return {
        "span": span,
        "bar": gantt.bar(span, scale, today),
        "tone": gantt.tone(span, today),
        "said": gantt.said(span, today),
        "text": text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…",
        "href": href,
    }


_STEPS = {Step.ASSESS.value: ("submitted", "提交自评"), Step.RETURN.value: ("returned", "被退回")}


def _response(case: Feedback, one: Line) -> Span:
    row = one.response
    marks = [Milestone(timezone.localdate(step.at), *_STEPS[step.step]) for step in one.decisions]
    if row.planned_at:
        marks.append(Milestone(timezone.localdate(row.planned_at), "planned", "方案批准"))
    if row.ended_at:
        marks.append(Milestone(timezone.localdate(row.ended_at), "ended", LABELS[ResponseState(row.state)]))
    planned = [m.due for m in one.measures if m.due]
    state = "lasting" if row.state == ResponseState.LONG_TERM else "done" if row.state in ENDED else "doing"
    told = sorted(marks, key=lambda mark: mark.day)
    ended = timezone.localdate(row.ended_at) if row.ended_at else None
    due = row.due or max(planned, default=None)
    return Span(case.given_on, due, None, state, ended, tuple(told))


def _measure(case: Feedback, one: Line, row: Measure) -> Span:
    """What the plan says; where there is none, what the text says was done when."""
    began = timezone.localdate(one.response.planned_at) if one.response.planned_at else case.given_on
    start, due = row.begun_on or (began if row.due else None), row.due or row.ended_on
    if row.due is None:
        done = row.tense == Tense.DONE or row.state == MeasureState.DONE
    else:
        done = row.state == MeasureState.DONE
    marks = [Milestone(row.done_on, "done", "落实")] if row.done_on else []
    state = "lasting" if row.state == MeasureState.LASTING else "done" if done else "doing"
    original = row.original_due if row.due else None
    return Span(start, due, original, state, row.done_on if done else None, tuple(marks))
