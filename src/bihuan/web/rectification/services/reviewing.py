"""The co-review: who takes part, who has it on the desk, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, Relation, Role, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import HOUSE, journal_append
from bihuan.web.inspections.models import Feedback, Round
from bihuan.web.rectification.models import Response, ReviewParty, ReviewSeat
from bihuan.web.rectification.workflow import REVIEW_RIGHTS, ResponseState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User

LEASE = timedelta(hours=24)
"""How long a claim lasts; afterwards anybody of the party may take over."""


class Party(NamedTuple):
    """A party as a round sets it, or as it is where a round sets none."""

    title: str
    role: str
    approvals: int
    severe_approvals: int


DEFAULT = (
    Party("巡察办", Role.INSPECTION_OFFICE.value, 1, 2),
    Party("纪检监察机关", Role.SUPERVISOR_DISCIPLINE.value, 1, 1),
    Party("组织部门", Role.SUPERVISOR_ORGANISATION.value, 0, 1),
)
"""Nobody set the parties of the round: office and discipline always, organisation for severe findings."""


def parties_of(round_: Round) -> list[Party]:
    """Parties of a round, the default ones where nothing was set; one query."""
    rows = ReviewParty.objects.filter(round=round_).order_by("id")
    columns = ("title", "role", "approvals", "severe_approvals")
    return [Party(*row) for row in rows.values_list(*columns)] or list(DEFAULT)


def seats_set(case: Feedback, response: Response, now: datetime) -> None:
    """Places for this submission, stricter for severe findings."""
    severe = response.severe
    ReviewSeat.objects.bulk_create(
        ReviewSeat(
            feedback=case,
            unit_id=case.unit_id,
            office_id=case.office_id,
            response=response,
            submission=response.submission,
            waits_since=timezone.localdate(now),
            title=one.title,
            role=one.role,
            needed=one.severe_approvals if severe else one.approvals,
        )
        for one in parties_of(case.round)
        if (one.severe_approvals if severe else one.approvals)
    )


def seat_agree(seat: ReviewSeat) -> None:
    """One more agreement; whoever of the party comes next takes the seat anew."""
    seat.agreed += 1
    seat.claimed_by = seat.claimed_until = None
    if seat.agreed == seat.needed:
        seat.waits_since = None
    seat.save(update_fields=["agreed", "claimed_by", "claimed_until", "waits_since"])


def seats_leave(response: Response) -> None:
    """The co-review is over: nothing waits for anybody's seat any more."""
    ReviewSeat.objects.filter(response=response, waits_since__isnull=False).update(waits_since=None)


def seats_of(response: Response) -> QuerySet[ReviewSeat]:
    """Seats of the running submission."""
    rows = ReviewSeat.objects.filter(response=response, submission=response.submission)
    return rows.select_related("claimed_by__person").order_by("id")


def seats_open(response: Response) -> list[ReviewSeat]:
    """Those that have not agreed yet."""
    return [one for one in seats_of(response) if one.agreed < one.needed]


def sits(actor: User, case: Feedback, seat: ReviewSeat) -> bool:
    """Whether a seat is the person's: its role, held in the office of the case."""
    return any(one.role == seat.role and one.unit_id == case.office_id for one in actor.roles())


def held_by_other(seat: ReviewSeat, actor: User, now: datetime) -> bool:
    """Whether somebody else has it on the desk and the term is not over."""
    return bool(
        seat.claimed_by_id
        and seat.claimed_by_id not in actor.stands_for()
        and seat.claimed_until
        and seat.claimed_until > now
    )


def seat_for(actor: User, case: Feedback, response: Response, now: datetime) -> ReviewSeat:
    """The seat that the person takes: their own claim first, else one that nobody holds."""
    mine = [one for one in seats_open(response) if sits(actor, case, one)]
    if not mine:
        raise ServiceError("您所在的会审方已经提出意见，或不在这项整改的会审方之列。")
    free = [one for one in mine if not held_by_other(one, actor, now)]
    if not free:
        one = mine[0]
        until = timezone.localtime(one.claimed_until) if one.claimed_until else now
        name = one.claimed_by.name if one.claimed_by else ""
        raise ServiceError(
            f"{one.title}的审核正由{name}办理，{until.month}月{until.day}日{until:%H:%M}以前不能由他人办理；到时可以接手。"
        )
    return min(free, key=lambda one: one.claimed_by_id != actor.pk)


@transaction.atomic
def seat_claim(*, actor: User, now: datetime, response: Response) -> ReviewSeat:
    """Take the review on the desk for a day; who holds it already gets a new day."""
    case = (
        Feedback.objects.select_for_update(of=("self",))
        .select_related("round", "unit")
        .get(pk=response.feedback_id)
    )
    found = Response.objects.get(pk=response.pk)
    if not any(may(actor, right, case) for right in REVIEW_RIGHTS):
        require(actor, Action.REVIEW, case)
    if found.state != ResponseState.UNDER_REVIEW:
        raise ServiceError("这项整改不在会审环节，不能承办审核。")
    seat = seat_for(actor, case, found, now)
    old = seat.claimed_by.name if seat.claimed_by else ""
    seat.claimed_by, seat.claimed_until = actor, now + LEASE
    seat.save(update_fields=["claimed_by", "claimed_until"])
    changes = {"claimed_by": [old, actor.name], "party": ["", seat.title]}
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="seat_claim", thing=found, changes=changes
    )
    return seat


@transaction.atomic
def parties_write(*, actor: User, now: datetime, round: Round, parties: Sequence[Party]) -> list[Party]:
    """Who takes part in the co-reviews of a round from now on; running ones keep their seats."""
    if round.office_id not in actor.scope().units(Relation.OFFICE, Action.REVIEW):
        raise PermissionDenied("会审方由主办这一轮次的巡察办设定。")
    old = [tuple(one) for one in parties_of(round)]
    if not any(one.role == Role.INSPECTION_OFFICE and one.approvals for one in parties):
        raise ServiceError("会审方里至少要有巡察办，并且一般问题也要一人同意。")
    if len({one.title for one in parties}) != len(parties):
        raise ServiceError("会审方的名称不能重复。")
    ReviewParty.objects.filter(round=round).delete()
    ReviewParty.objects.bulk_create(ReviewParty(round=round, **one._asdict()) for one in parties)
    changes = {"parties": [old, [tuple(one) for one in parties]]}
    chain = round.office_id or HOUSE
    journal_append(actor=actor, now=now, chain=chain, action="parties_write", thing=round, changes=changes)
    return list(parties)
