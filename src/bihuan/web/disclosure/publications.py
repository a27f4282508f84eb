"""Reading announcements as people of the house see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.guards import get_for_user
from bihuan.web.disclosure.models import Announcement, Edition, EditionStep, MaskChoice, Omission
from bihuan.web.disclosure.workflow import AT_WORK, KNOWN, SHOWN, Audience, State, Step, steps_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.accounts.models import User
    from bihuan.web.disclosure.workflow import Transition
    from bihuan.web.inspections.models import Feedback

_CASE = ("feedback__round", "feedback__unit", "unit", "office")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an audience is served: the version at work, the one on show, whether one may begin."""

    audience: Audience
    announcement: Announcement | None
    work: Edition | None
    shown: Edition | None
    last: Edition | None
    may_begin: bool


def announcement_for(user: User, pk: int) -> Announcement:
    """The announcement with its case, or 404; one query."""
    found: Announcement = get_for_user(Announcement.objects.select_related(*_CASE), user, pk=pk)
    return found


def edition_for(user: User, pk: int) -> Edition:
    """The version with its announcement, or 404; one query."""
    rows = Edition.objects.select_related(*(f"announcement__{one}" for one in _CASE), "begun_by__person")
    found: Edition = get_for_user(rows, user, pk=pk)
    return found


def choice_for(user: User, pk: int) -> MaskChoice:
    """A decision on a mask, or 404."""
    found: MaskChoice = get_for_user(MaskChoice.objects.select_related("announcement__feedback"), user, pk=pk)
    return found


def omission_for(user: User, pk: int) -> Omission:
    """A wish to leave a finding out, or 404."""
    rows = Omission.objects.select_related(
        *(f"announcement__{one}" for one in _CASE), "finding", "asked_by__person"
    )
    found: Omission = get_for_user(rows, user, pk=pk)
    return found


def standings(user: User, case: Feedback) -> list[Standing]:
    """Both audiences of a case; two queries."""
    known = {one.audience: one for one in Announcement.objects.filter(feedback=case)}
    rows = Edition.objects.filter(announcement__feedback=case).order_by("number")
    editions = list(rows.only("announcement", "number", "state", "published_at", "until", "version"))
    allowed = may(user, Action.PUBLISH, case)
    found = []
    for audience in Audience:
        made = known.get(audience)
        mine = [one for one in editions if made and one.announcement_id == made.pk]
        work = next((one for one in mine if one.state in AT_WORK), None)
        shown = next((one for one in mine if one.state in SHOWN), None)
        last = mine[-1] if mine else None
        found.append(Standing(audience, made, work, shown, last, allowed and work is None))
    return found


def editions_of(announcement: Announcement) -> list[Edition]:
    """Every version, the newest first, without its text; one query."""
    rows = Edition.objects.filter(announcement=announcement).order_by("-number")
    return list(rows.defer("text", "body", "replaced").select_related("begun_by__person"))


def steps_of(editions: Sequence[Edition]) -> list[EditionStep]:
    """Who took which step, the newest first; one query."""
    rows = EditionStep.objects.filter(edition__in=[one.pk for one in editions]).order_by("-id")
    return list(rows.select_related("by__person", "edition"))


def steps_open(user: User, edition: Edition) -> list[Transition]:
    """What this user may do with the version now."""
    return [
        one
        for one in steps_from(edition.state)
        if any(
            may(
                user,
                right,
                edition.announcement if one.step is Step.WITHDRAW else edition.announcement.feedback,
            )
            for right in one.rights
        )
    ]


def omissions_of(announcement: Announcement) -> list[Omission]:
    """Every wish, in the order of the text; one query."""
    rows = Omission.objects.filter(announcement=announcement)
    return list(
        rows.select_related("finding", "asked_by__person", "decided_by__person").order_by(
            "finding__position", "id"
        )
    )


def flow(state: str) -> list[dict[str, Any]]:
    """The stages with what is past, present and ahead."""
    stages = (
        ("草拟", (State.DRAFT,)),
        ("法制、保密审查", (State.CHECKING,)),
        ("主要负责人批准", (State.VETTED,)),
        ("发布", (State.APPROVED,)),
        ("公开", (State.PUBLISHED,)),
        ("期满", (State.ARCHIVED,)),
    )
    at = next((n for n, (_, states) in enumerate(stages) if state in states), None)
    return [
        {"word": word, "here": n == at, "past": at is not None and n < at}
        for n, (word, _) in enumerate(stages)
    ]


def is_known(edition: Edition) -> bool:
    """Whether it was published once."""
    return edition.state in KNOWN
