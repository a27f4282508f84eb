"""Measures, promises and regular duties among what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from bihuan.web.notices.duties import Duties, Duty, source
from bihuan.web.rectification.models import Commitment, Measure, MeasureState
from bihuan.web.rectification.workflow import WORKING

if TYPE_CHECKING:
    from datetime import date

    from bihuan.web.accounts.models import User

LONGEST = 60


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def owed() -> Q:
    """Measures that somebody still has to carry out: open, of an approved plan that is being worked on."""
    working = [one.value for one in WORKING]
    return Q(state=MeasureState.OPEN, response__state__in=working, response__withdrawn_at=None)


@source
def measures_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Open measures of approved plans that name the account's person as leading or responsible."""
    person = user.scope().person
    rows = Measure.objects.filter(Q(person=person) | Q(leader=person), owed(), due__lte=last)
    if first:
        rows = rows.filter(due__gte=first)
    columns = ("pk", "due", "text", "response_id", "feedback__unit__name")
    found = [
        Duty(
            uid=f"measure-{pk}",
            due=due,
            title=_short(text),
            where=f"{unit}，我负责的措施",
            link=f"{reverse('loop:response', args=[response])}#measure-{pk}",
        )
        for pk, due, text, response, unit in rows.order_by("due", "id").values_list(*columns)[:limit]
        if due
    ]
    return Duties(found, rows.count() if len(found) == limit else len(found))


@source
def commitments_due(user: User, *, first: date | None, last: date, limit: int) -> Duties:
    """Promises with a day that nobody has said to be kept."""
    rows = Commitment.objects.visible_to(user).filter(kept_on=None, due__lte=last)
    if first:
        rows = rows.filter(due__gte=first)
    columns = ("pk", "due", "text", "feedback__unit__name")
    found = [
        Duty(
            uid=f"commitment-{pk}",
            due=due,
            title=f"承诺：{_short(text)}",
            where=unit,
            link=reverse("loop:commitments"),
        )
        for pk, due, text, unit in rows.order_by("due", "id").values_list(*columns)[:limit]
        if due
    ]
    return Duties(found, rows.count() if len(found) == limit else len(found))
