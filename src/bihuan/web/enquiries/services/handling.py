"""What comes before an answer: letting a held one in, giving it to somebody, closing what is none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.models import Person
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.words import day_words
from bihuan.web.enquiries.models import WAITING, EnquiryState
from bihuan.web.enquiries.services.finding import may_handle, may_oversee, store, take_up, tell
from bihuan.web.enquiries.services.forgetting import keep_until

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.enquiries.models import Enquiry

LONGEST = 1_000


@transaction.atomic
def enquiry_release(*, actor: User, now: datetime, enquiry: Enquiry) -> Enquiry:
    """A held one is worked on like any other; its deadline runs since it came."""
    granted = may_handle(actor, enquiry) or may_oversee(actor, enquiry)
    found = take_up(enquiry, None, granted=granted, states=(EnquiryState.HELD,), what="转入办理")
    found.state = EnquiryState.OPEN
    store(actor, now, found, "enquiry_release", {"state": [EnquiryState.HELD, found.state]})
    return found


@transaction.atomic
def enquiry_assign(
    *, actor: User, now: datetime, enquiry: Enquiry, person: int | None, version: int | None = None
) -> Enquiry:
    """Somebody of the unit prepares the answer; None takes it back."""
    granted = may_handle(actor, enquiry)
    found = take_up(enquiry, version, granted=granted, states=(EnquiryState.OPEN,), what="交办")
    new = Person.objects.filter(pk=person, unit=found.unit_id, left_on=None).first() if person else None
    if person and new is None:
        raise ServiceError("请从名单中选择本单位在岗的同志。", field="person")
    old = found.person.name if found.person else ""
    found.person = new
    store(actor, now, found, "enquiry_assign", {"person": [old, new.name if new else ""]})
    if new and new.pk != actor.person_id:
        asked = f"请拟一条群众意见的答复，{day_words(found.due)}前答复。"
        tell([new.pk], now, found, "enquiry-assign", asked)
    return found


@transaction.atomic
def enquiry_close(
    *, actor: User, now: datetime, enquiry: Enquiry, reason: str, version: int | None = None
) -> Enquiry:
    """Not answered, with a reason that whoever wrote it can read by the receipt."""
    granted = may_handle(actor, enquiry) or may_oversee(actor, enquiry)
    found = take_up(enquiry, version, granted=granted, states=WAITING, what="作不予答复办结")
    reason = reason.strip()
    if not reason:
        raise ServiceError("请写明不予答复的理由，提意见的群众凭回执码看得到。", field="reason")
    if len(reason) > LONGEST:
        raise ServiceError(f"理由最多{LONGEST}字，请写得简要些。", field="reason")
    before, found.state, found.reason = found.state, EnquiryState.CLOSED, reason
    found.done_by, found.done_at, found.keep_until = actor, now, keep_until(now)
    changes = {"state": [before, found.state], "reason": ["", reason]}
    store(actor, now, found, "enquiry_close", changes)
    return found


@transaction.atomic
def enquiry_reopen(
    *, actor: User, now: datetime, enquiry: Enquiry, reason: str, version: int | None = None
) -> Enquiry:
    """The inspection office finds that it has to be answered after all."""
    granted = may_oversee(actor, enquiry)
    found = take_up(enquiry, version, granted=granted, states=(EnquiryState.CLOSED,), what="退回重新办理")
    reason = reason.strip()[:LONGEST]
    if not reason:
        raise ServiceError("请写明为什么应当答复。", field="reason")
    found.state, found.reason, found.keep_until = EnquiryState.OPEN, "", None
    found.done_by = found.done_at = None
    changes = {"state": [EnquiryState.CLOSED, found.state], "reason": ["", reason]}
    store(actor, now, found, "enquiry_reopen", changes)
    return found
