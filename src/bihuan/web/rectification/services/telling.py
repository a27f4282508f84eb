"""Telling those whose turn it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.accounts.models import Membership
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people
from bihuan.web.rectification.kinds import LOOP
from bihuan.web.rectification.models import Measure, ReviewSeat
from bihuan.web.rectification.workflow import WAITS_FOR, ResponseState, Step

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Response

SHOWN = 24
"""Letters of a finding that bears no number."""


def tell_step(now: datetime, case: Feedback, response: Response, step: Step, opinion: str) -> None:
    """One line to everybody whose turn it is now; to who asked, where it came back or ended."""
    state = ResponseState(response.state)
    said = f"{case.unit}{_what(response)}：{step.label}，现为“{state.label}”"
    notify_people(
        _next(case, response, state, step),
        now=now,
        kind=LOOP,
        text=f"{said}。{opinion}" if opinion else f"{said}。",
        link=reverse("loop:response", args=[response.pk]),
        about=response,
        key=f"step:{response.pk}:{response.submission}:{response.version}:{step}",
    )


def _what(response: Response) -> str:
    """问题2、3; the beginning of its words where a finding bears no number."""
    rows = list(response.findings.order_by("position").values_list("number", "title"))
    numbers = "、".join(number for number, _ in rows if number)
    title = rows[0][1] if rows else ""
    return f"问题{numbers}" if numbers else f"“{title if len(title) <= SHOWN else title[:SHOWN] + '……'}”"


def _next(case: Feedback, response: Response, state: ResponseState, step: Step) -> Iterable[int]:
    if state is ResponseState.UNDER_REVIEW:
        return _seats(case, response) if step is Step.TAKE_UP else []
    if state is ResponseState.SELF_ASSESSED and (leaders := leaders_of(response)):
        return leaders
    if state in WAITS_FOR:
        return _people(case, WAITS_FOR[state])
    if step is Step.REOPEN:
        return _people(case, Action.EDIT)
    return [response.asked_by.person_id] if response.asked_by else []


def leaders_of(response: Response) -> set[int]:
    """People whom the measures name as leading."""
    rows = Measure.objects.filter(response=response, leader__isnull=False)
    return {pk for pk in rows.values_list("leader_id", flat=True) if pk}


def _seats(case: Feedback, response: Response) -> list[int]:
    roles = ReviewSeat.objects.filter(response=response, submission=response.submission)
    rows = Membership.objects.filter(unit=case.office_id, role__in=roles.values("role"), user__is_active=True)
    return list(rows.values_list("user__person_id", flat=True))


def _people(case: Feedback, right: Action) -> list[int]:
    """Who holds the right towards the case: in the office, or in the unit itself."""
    if right is Action.REVIEW:
        return people_who(case.office, right, Relation.OFFICE) if case.office else []
    return people_who(case.unit, right, Relation.MINE if right is Action.ENDORSE else Relation.OWN)
