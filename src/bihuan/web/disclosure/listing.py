"""The list of cases, each with how far its announcements have come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from bihuan.web.base.keyset import Page, page
from bihuan.web.disclosure.models import Edition
from bihuan.web.disclosure.workflow import AT_WORK, KNOWN, SHOWN, Audience, State
from bihuan.web.inspections.models import Feedback

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.accounts.models import User

WHICH = {"work": "正在办理的", "shown": "正在公开的", "none": "还没有公开过的"}
"""How a list may be narrowed, by what the public is told."""


@dataclass(frozen=True, slots=True)
class Line:
    """A case with the version of each audience that matters most, and the one on show beside it."""

    case: Feedback
    internal: Edition | None
    public: Edition | None


def cases_page(user: User, *, words: str, which: str, token: str | None) -> Page[Feedback]:
    """Fifty cases, the newest first; narrowed to units whose name holds the words. One query."""
    rows = Feedback.objects.visible_to(user).select_related("unit", "round").annotate(newest=-F("id"))
    if words:
        rows = rows.filter(Q(unit__name__contains=words) | Q(unit__short_name__contains=words))
    told = Edition.objects.filter(
        announcement__feedback=OuterRef("pk"), announcement__audience=Audience.PUBLIC
    )
    narrowed = {
        "work": Exists(told.filter(state__in=AT_WORK)),
        "shown": Exists(told.filter(state=State.PUBLISHED)),
        "none": ~Exists(told.filter(state__in=KNOWN)),
    }
    rows = rows.filter(narrowed[which]) if which in narrowed else rows
    return page(rows, ("newest", "id"), lambda case: (-case.pk, case.pk), token=token)


def lines(cases: Sequence[Feedback]) -> list[Line]:
    """The cases of one page with their versions; one query."""
    rows = Edition.objects.filter(announcement__feedback__in=[case.pk for case in cases])
    rows = rows.select_related("announcement").order_by("number")
    found: dict[tuple[int, str], Edition] = {}
    for one in rows.only("number", "state", "until", "announcement__feedback", "announcement__audience"):
        key = one.announcement.feedback_id, one.announcement.audience
        if key not in found or _weight(one) >= _weight(found[key]):
            found[key] = one
    return [
        Line(case, found.get((case.pk, Audience.INTERNAL)), found.get((case.pk, Audience.PUBLIC)))
        for case in cases
    ]


def _weight(edition: Edition) -> int:
    """What is at work comes before what is on show, and that before what is past."""
    return 2 if edition.state in AT_WORK else 1 if edition.state in SHOWN else 0
