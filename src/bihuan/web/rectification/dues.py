"""Measures, promises and regular duties among what falls due."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.links import url
from bihuan.web.notices.duties import NO_NUMBER, NOTHING, Duties, Duty, Listed, Row, source
from bihuan.web.rectification.models import Commitment, Measure, MeasureState, Occurrence, RegularDuty
from bihuan.web.rectification.periods import cells
from bihuan.web.rectification.workflow import WORKING

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope

LONGEST = 60
RUNNING = Q(feedback__round__archived_at=None)
"""Whoever can record nothing any more need not be reminded."""
MOST_DUTIES = 300
"""Regular duties of one person that are looked at; each is a few rows."""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def owed() -> Q:
    """Measures that somebody still has to carry out: open, of an approved plan that is being worked on."""
    working = [one.value for one in WORKING]
    return Q(state=MeasureState.OPEN, response__state__in=working, response__withdrawn_at=None)


def _measures(scope: Scope, last: date) -> QuerySet[Measure, tuple[Any, ...]]:
    """Open measures of approved plans that name the account's person as leading or responsible."""
    mine = Q(person=scope.person) | Q(leader=scope.person)
    rows = Measure.objects.filter(mine, owed(), RUNNING, due__lte=last)
    told = ("pk", "due", "text", "feedback__unit__name", NOTHING, "response_id")
    return rows.order_by("due", "id").values_list(*told)


def _measure(row: Row) -> Duty:
    return Duty(
        uid=f"measure-{row.pk}",
        due=row.due,
        title=_short(row.title),
        where=f"{row.where}，我负责的措施",
        link=f"{url('loop:response', row.ref)}#measure-{row.pk}",
    )


def _commitments(scope: Scope, last: date) -> QuerySet[Commitment, tuple[Any, ...]]:
    """Promises with a day that nobody has said to be kept."""
    rows = Commitment.objects.visible_to(scope).filter(RUNNING, kept_on=None, due__lte=last)
    told = ("pk", "due", "text", "feedback__unit__name", NOTHING, NO_NUMBER)
    return rows.order_by("due", "id").values_list(*told)


def _commitment(row: Row) -> Duty:
    title, link = f"承诺：{_short(row.title)}", url("loop:commitments")
    return Duty(uid=f"commitment-{row.pk}", due=row.due, title=title, where=row.where, link=link)


MEASURES_DUE = source(Listed("due", _measures, _measure))
COMMITMENTS_DUE = source(Listed("due", _commitments, _commitment))


@source
def regular_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Periods of regular duties that nobody has recorded, each by its last day: the person's own, and those
    of the unit that name nobody.
    """
    scope = user.scope()
    mine = Q(person=scope.person) | Q(person=None, unit__in=scope.units(Relation.OWN, Action.RECORD))
    rows = list(
        RegularDuty.objects.filter(mine, RUNNING, starts_on__lte=last)
        .select_related("feedback__unit")
        .order_by("id")[:MOST_DUTIES]
    )
    done: dict[int, dict[date, date]] = defaultdict(dict)
    for one in Occurrence.objects.filter(duty__in=[row.pk for row in rows]):
        done[one.duty_id][one.period] = one.done_on
    found = [
        Duty(
            uid=f"duty-{row.pk}-{cell.start}",
            due=cell.end,
            title=f"{cell.label}：{_short(row.title)}",
            where=f"{row.feedback.unit.name}，定期任务",
            link=url("loop:duty", row.pk),
        )
        for row in rows
        for cell in cells(row.every, row.starts_on, row.ends_on, done[row.pk], last)
        if cell.done_on is None and cell.end <= last and (first is None or cell.end >= first)
    ]
    found.sort(key=lambda one: (one.due, one.uid))
    return Duties(found[:limit], len(found))
