"""Writing the answer, and giving it: the receipt opens it from that moment on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.errors import ServiceError
from bihuan.web.enquiries.models import EnquiryState
from bihuan.web.enquiries.services.finding import may_handle, may_prepare, store, take_up, tell
from bihuan.web.enquiries.services.forgetting import keep_until
from bihuan.web.notices.queries import people_who

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.enquiries.models import Enquiry

SHORTEST, LONGEST = 5, 3_000


@transaction.atomic
def enquiry_draft(
    *, actor: User, now: datetime, enquiry: Enquiry, draft: str, version: int | None = None
) -> Enquiry:
    """Whoever it was given to hands in what might be answered."""
    granted = may_prepare(actor, enquiry)
    found = take_up(enquiry, version, granted=granted, states=(EnquiryState.OPEN,), what="拟答复")
    found.draft = _worded(draft, "draft")
    store(actor, now, found, "enquiry_draft", {"draft": ["", _size(found.draft)]})
    people = [one for one in people_who(found.unit, Action.PUBLISH, Relation.OWN) if one != actor.person_id]
    tell(people, now, found, "enquiry-draft", "一条群众意见的答复已经拟好，请审定后答复。")
    return found


@transaction.atomic
def enquiry_answer(
    *, actor: User, now: datetime, enquiry: Enquiry, answer: str, version: int | None = None
) -> Enquiry:
    """Answered; whoever wrote the enquiry reads it by the receipt."""
    granted = may_handle(actor, enquiry)
    found = take_up(enquiry, version, granted=granted, states=(EnquiryState.OPEN,), what="答复")
    found.answer, found.draft = _worded(answer, "answer"), ""
    found.state, found.done_by, found.done_at = EnquiryState.ANSWERED, actor, now
    found.keep_until = keep_until(now)
    changes = {"state": [EnquiryState.OPEN, found.state], "answer": ["", _size(found.answer)]}
    store(actor, now, found, "enquiry_answer", changes)
    return found


def _worded(text: str, field: str) -> str:
    text = text.strip()
    if len(text) < SHORTEST:
        raise ServiceError("请写明答复的内容。", field=field)
    if len(text) > LONGEST:
        raise ServiceError(f"答复最多{LONGEST}字，现在有{len(text)}字。", field=field)
    return text


def _size(text: str) -> str:
    """What the journal says of words that may call somebody of the public by name: it is for ever."""
    return f"{len(text)}字"
