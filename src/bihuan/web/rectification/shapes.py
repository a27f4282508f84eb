"""What the templates of the ledger and of a finding are given: plain shapes, no queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.base.words import day_words
from bihuan.web.diagnosis.listing import WEIGHTS
from bihuan.web.diagnosis.words import note
from bihuan.web.inspections.models import OPEN
from bihuan.web.rectification.manuscript import Day, Piece, Remark, days, pieces
from bihuan.zh.tense import Tense

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bihuan.web.diagnosis.models import Diagnostic
    from bihuan.web.diagnosis.words import Note
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.addresses import Address
    from bihuan.web.rectification.models import Commitment, Measure, Response
    from bihuan.web.rectification.queries import Row, SectionTotals, Totals

_KNOTS = {
    Tense.DONE: ("full", "done"),
    Tense.PLANNED: ("ring", "doing"),
    Tense.MIXED: ("half", "doing"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the ledger; ``joint`` is the class that draws the bracket of a joint response."""

    row: Row
    late: bool
    joint: str
    with_numbers: str
    href: str
    open_href: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section in the left pane."""

    number: str
    title: str
    findings: int
    here: bool
    href: str
    parts: tuple[tuple[str, int], ...]
    said: str


@dataclass(frozen=True, slots=True)
class Step:
    """A measure or an outcome in the thread, with its notes in the margin."""

    id: int
    tense: str
    shape: str
    tone: str
    days: list[Day]
    pieces: list[Piece]
    notes: list[Note]
    promises: list[str]


def bar_parts(totals: Totals) -> tuple[tuple[str, int], ...]:
    """A bar: done, lasting, under way; the rest stays empty."""
    return ("done", totals.completed), ("lasting", totals.long_term), ("doing", totals.doing)


def bar_said(totals: Totals) -> str:
    """The bar in words."""
    said = f"共{totals.findings}个，已完成{totals.completed}个，长期坚持{totals.long_term}个"
    said += f"，推进中{totals.doing}个"
    return f"{said}，逾期{totals.overdue}个" if totals.overdue else said


def section_parts(sections: Iterable[SectionTotals], address: Address) -> list[Part]:
    """The left pane."""
    return [
        Part(
            number=one.number,
            title=one.title or "全文",
            findings=one.totals.findings,
            here=address.filters.section == one.id,
            href=str(address.in_section(one.id)),
            parts=bar_parts(one.totals),
            said=bar_said(one.totals),
        )
        for one in sections
    ]


def case_parts(cases: Iterable[Feedback], totals: Mapping[int, Totals]) -> list[Part]:
    """The left pane of whoever sees several cases."""
    return [
        Part(
            number="",
            title=str(one.unit),
            findings=totals[one.pk].findings,
            here=False,
            href=reverse("rectification:ledger", args=[one.pk]),
            parts=bar_parts(totals[one.pk]),
            said=bar_said(totals[one.pk]),
        )
        for one in cases
    ]


def ledger_lines(
    rows: Sequence[Row],
    joint: Mapping[int, list[tuple[int, str]]],
    address: Address,
    finding_url: str,
    today: date,
) -> list[Line]:
    """The table; ``finding_url`` has ``%d`` for the id."""
    way_back = address.way_back()
    return [
        Line(
            row=row,
            late=row.due is not None and row.due < today and row.status in OPEN,
            joint=_bracket(rows, at, joint),
            with_numbers="、".join(number for pk, number in joint.get(row.id, ()) if pk != row.id),
            href=finding_url % row.id + way_back,
            open_href=str(address.opened(row.id)),
        )
        for at, row in enumerate(rows)
    ]


def _bracket(rows: Sequence[Row], at: int, joint: Mapping[int, list[tuple[int, str]]]) -> str:
    """Which part of the bracket stands at this row; none where the list does not show its neighbours."""
    mine = joint.get(rows[at].id)
    if mine is None:
        return ""
    above = at > 0 and joint.get(rows[at - 1].id) == mine
    below = at + 1 < len(rows) and joint.get(rows[at + 1].id) == mine
    return {(False, True): " row--first", (True, True): " row--mid", (True, False): " row--last"}.get(
        (above, below), ""
    )


def measure_step(
    measure: Measure, diagnostics: Iterable[Diagnostic], promises: Iterable[Commitment] = ()
) -> Step:
    """A measure in the thread."""
    told = _at(measure.position, diagnostics)
    shape, tone = _KNOTS[Tense(measure.tense)]
    return Step(
        id=measure.pk,
        tense=measure.tense,
        shape=shape,
        tone=tone,
        days=days(measure.dates),
        pieces=pieces(measure.text, _remarks(told)),
        notes=[note(one) for one in told],
        promises=[_promise(one) for one in promises],
    )


def outcome_step(response: Response, diagnostics: Iterable[Diagnostic]) -> Step:
    """The outcome at the end of the thread."""
    told = _at(response.outcome_position, diagnostics)
    return Step(
        id=response.pk,
        tense=response.status,
        shape="diamond",
        tone="ink",
        days=[],
        pieces=pieces(response.outcome, _remarks(told)),
        notes=[note(one) for one in told],
        promises=[],
    )


def _at(position: int | None, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What was remarked on this row, the heaviest first."""
    told = [one for one in diagnostics if one.position == position]
    return sorted(told, key=lambda one: WEIGHTS.index(one.severity))


def _remarks(diagnostics: Iterable[Diagnostic]) -> list[Remark]:
    return [Remark(one.quote, one.severity, -1) for one in diagnostics]


def _promise(commitment: Commitment) -> str:
    """When a promise falls due, in few words."""
    if commitment.due:
        return f"{day_words(commitment.due)}前"
    return commitment.get_every_display() if commitment.every else "未写期限"
