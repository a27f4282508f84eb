"""Enquiries as a service finds them: locked, in the state that it needs, by somebody who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bihuan.web.accounts.permissions import DENIED, Action, may
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.guards import still_there
from bihuan.web.base.services import journal_append
from bihuan.web.enquiries.kinds import ENQUIRY
from bihuan.web.enquiries.models import Enquiry, EnquiryState
from bihuan.web.notices.services import notify_people

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import datetime
    from typing import Any

    from bihuan.web.accounts.models import User

WHAT = "这条群众意见"


def may_handle(user: User, enquiry: Enquiry) -> bool:
    """Whoever answers for the unit; the round may long be archived."""
    return may(user, Action.PUBLISH, enquiry)


def may_oversee(user: User, enquiry: Enquiry) -> bool:
    """The inspection office."""
    return may(user, Action.REVIEW, enquiry)


def may_prepare(user: User, enquiry: Enquiry) -> bool:
    """Whoever it was given to writes the draft; whoever answers may too."""
    mine = enquiry.person_id is not None and enquiry.person_id == user.person_id
    return (mine and may(user, Action.READ, enquiry)) or may_handle(user, enquiry)


def deals_with(user: User, enquiry: Enquiry) -> bool:
    """Whoever is told who wrote it and is handed its files."""
    return may_oversee(user, enquiry) or may_prepare(user, enquiry)


def allow(granted: bool) -> None:
    """403 where it is not."""
    if not granted:
        raise PermissionDenied(DENIED)


def locked(enquiry: Enquiry, version: int | None = None) -> Enquiry:
    """The row as it stands now, held until the transaction ends; ``StaleError`` where it has gone on."""
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("unit", "office", "announcement")
    found: Enquiry = still_there(rows.filter(pk=enquiry.pk), WHAT)
    if version is not None and version != found.version:
        raise StaleError(WHAT, href=page_of(found))
    return found


def refuse_unless(found: Enquiry, states: Container[str], what: str) -> None:
    """A sentence where the state does not let it."""
    if found.state not in states:
        word = EnquiryState(found.state).label
        raise ServiceError(f"{WHAT}现在是“{word}”，不能{what}。", href=page_of(found), code="wrong_state")


def take_up(
    enquiry: Enquiry, version: int | None, *, granted: bool, states: Container[str], what: str
) -> Enquiry:
    """What most services begin with: the right, the row, its version, its state; ``what`` is to be done."""
    allow(granted)
    found = locked(enquiry, version)
    refuse_unless(found, states, what)
    return found


def page_of(enquiry: Enquiry) -> str:
    """Where it is worked on."""
    return reverse("enquiries:enquiry", args=[enquiry.pk])


def tell(people: Sequence[int], now: datetime, found: Enquiry, action: str, text: str) -> None:
    """A message to these people, once for this version of the enquiry; its link is the enquiry."""
    notify_people(
        people, now=now, kind=ENQUIRY, text=text, link=page_of(found), about=found,
        key=f"{action}:{found.pk}:{found.version}",
    )  # fmt: skip


def store(actor: User | None, now: datetime, found: Enquiry, action: str, changes: dict[str, Any]) -> None:
    """Keep the row and write one entry."""
    found.version += 1
    found.save()
    journal_append(actor=actor, now=now, chain=found.unit_id, action=action, thing=found, changes=changes)
