"""A whole round for its office: a unit a row, all numbers from the tallies and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from bihuan.documents import facts
from bihuan.web.inspections.cases import dues_of
from bihuan.web.inspections.models import Feedback
from bihuan.web.papers.facts.counts import counts_by_case, summed
from bihuan.web.rectification.models import Measure, MeasureState, Response
from bihuan.web.supervision.levels import LABELS
from bihuan.web.supervision.models import Missive, Supervision

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.inspections.models import Round


def round_facts(round: Round, today: date) -> facts.Round:
    """The round; seven queries, however many units it has."""
    cases = list(Feedback.objects.filter(round=round).select_related("unit").order_by("unit__path", "id"))
    ids = [one.pk for one in cases]
    counts, dues = counts_by_case(ids, today), dues_of(ids)
    done, closed = _done(ids), _closed(ids)
    units = tuple(
        facts.UnitLine(
            unit=one.unit.name,
            given_on=one.given_on,
            due=dues.get(one.pk),
            counts=counts[one.pk],
            measures_done=done.get(one.pk, 0),
            closed=closed.get(one.pk, 0),
            responses=0,
            errors=one.open_errors,
        )
        for one in cases
    )
    return facts.Round(
        office=round.office.name if round.office else "巡察工作领导小组办公室",
        name=round.name,
        on=today,
        starts_on=round.starts_on,
        ends_on=round.ends_on,
        units=units,
        counts=summed(counts.values()),
        letters=_letters(round),
        months=Supervision.objects.filter(round=round).values("month").distinct().count(),
    )


def _done(cases: list[int]) -> dict[int, int]:
    """Measures that are no longer open; grouped in the database."""
    rows = Measure.objects.filter(feedback__in=cases, response__withdrawn_at=None)
    settled = Count("pk", filter=~Q(state=MeasureState.OPEN))
    return dict(
        rows.order_by("feedback_id").values("feedback_id").annotate(n=settled).values_list("feedback_id", "n")
    )


def _closed(cases: list[int]) -> dict[int, int]:
    """Responses that have ended."""
    rows = Response.objects.filter(feedback__in=cases, withdrawn_at=None, ended_at__isnull=False)
    return dict(
        rows.order_by("feedback_id")
        .values("feedback_id")
        .annotate(n=Count("pk"))
        .values_list("feedback_id", "n")
    )


def _letters(round: Round) -> tuple[tuple[str, int], ...]:
    rows = Missive.objects.filter(about__feedback__round=round).order_by("level")
    found = dict(rows.values("level").annotate(n=Count("pk", distinct=True)).values_list("level", "n"))
    return tuple((word, found[level]) for level, word in LABELS.items() if found.get(level))
