"""看板: the responses of one case by stage, each with what is missing and whose turn it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.rectification.loop.contexts import BACK, FLOW, LOOKED_AT, called
from bihuan.web.rectification.loop.queries import case_measures, case_responses, numbers_of, steps_for
from bihuan.web.rectification.models import MeasureState, ReviewSeat
from bihuan.web.rectification.workflow import ENDED, ResponseState, Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.rectification.models import Measure, Response
    from bihuan.web.rectification.workflow import Transition

SHOWN = 60
"""Cards in a lane; the list of measures has all."""


@dataclass(frozen=True, slots=True)
class Card:
    """One response."""

    id: int
    called: str
    title: str
    state: str
    severe: bool
    settled: int
    measures: int
    unproved: int
    due: date | None
    late: bool
    leaders: str
    action: tuple[str, str] | None
    """Word and address of the step that this person may take now."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A stage with its cards."""

    word: str
    cards: list[Card]
    more: int


def lanes(user: User, case: Feedback, today: date) -> list[Lane]:
    """Five queries at most, however many responses the case has."""
    rows = case_responses(case)
    measures, findings = case_measures(case), numbers_of(one.pk for one in rows)
    seats: dict[int, list[ReviewSeat]] = defaultdict(list)
    reviewed = [one.pk for one in rows if one.state == ResponseState.UNDER_REVIEW]
    for seat in ReviewSeat.objects.filter(response__in=reviewed) if reviewed else ():
        seats[seat.response_id].append(seat)
    by_state: dict[str, list[Card]] = defaultdict(list)
    for one in rows:
        one.feedback = case
        held = [seat for seat in seats[one.pk] if seat.submission == one.submission]
        steps = steps_for(user, one, measures[one.pk], held)
        by_state[one.state].append(
            _card(one, measures[one.pk], called(findings[one.pk]), findings[one.pk], steps, today)
        )
    found = []
    for word, states in FLOW:
        cards = [card for state in states for card in by_state[state]]
        cards.sort(key=lambda card: (not card.late, card.due is None, card.due or today))
        found.append(Lane(word, cards[:SHOWN], max(0, len(cards) - SHOWN)))
    return found


def _card(
    one: Response,
    measures: Sequence[Measure],
    name: str,
    findings: Sequence[object],
    steps: Sequence[Transition],
    today: date,
) -> Card:
    open_ = [row.due for row in measures if row.state == MeasureState.OPEN and row.due]
    due = min(open_, default=max((row.due for row in measures if row.due), default=None))
    ended = one.state in ENDED
    return Card(
        id=one.pk,
        called=name,
        title=getattr(findings[0], "title", "") if findings else "",
        state=one.state,
        severe=one.severe,
        settled=sum(row.state != MeasureState.OPEN for row in measures),
        measures=len(measures),
        unproved=sum(row.state == MeasureState.DONE and not row.proof_count for row in measures),
        due=due,
        late=bool(open_ and min(open_) < today and not ended),
        leaders="、".join(dict.fromkeys(row.who("leader") for row in measures if row.who("leader"))),
        action=_action(one.pk, steps),
    )


def _action(pk: int, steps: Sequence[Transition]) -> tuple[str, str] | None:
    """The forward step of the table, taken where it is always taken."""
    quiet = (*BACK, Step.WITHDRAW, Step.REOPEN, Step.REVISE)
    for one in steps:
        if one.step in quiet:
            continue
        page = "loop:review" if one.step in LOOKED_AT else "loop:response"
        return one.step.label, reverse(page, args=[pk])
    return None
