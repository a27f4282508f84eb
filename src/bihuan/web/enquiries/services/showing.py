"""Enquiry and answer beside the announcement: masked, asked for by one, agreed to by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.permissions import Action, Relation, may
from bihuan.web.base.errors import ServiceError
from bihuan.web.disclosure.services.stepping import stamp_forward
from bihuan.web.enquiries.masking import leaks
from bihuan.web.enquiries.models import EnquiryState, Showing
from bihuan.web.enquiries.services.finding import (
    WHAT,
    allow,
    locked,
    may_handle,
    may_oversee,
    page_of,
    store,
    take_up,
    tell,
)
from bihuan.web.notices.queries import people_who

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.enquiries.models import Enquiry

LONGEST = 3_000
BEGINNING = ("", Showing.REFUSED, Showing.STOPPED)


@transaction.atomic
def enquiry_show(
    *, actor: User, now: datetime, enquiry: Enquiry, text: str, answer: str, version: int | None = None
) -> Enquiry:
    """Ask that these words stand beside the announcement."""
    granted = may_handle(actor, enquiry)
    found = take_up(enquiry, version, granted=granted, states=(EnquiryState.ANSWERED,), what="申请公开")
    _refuse_showing(found, BEGINNING, "申请公开")
    found.shown_text, found.shown_answer = text.strip(), answer.strip()
    for field in ("shown_text", "shown_answer"):
        _refuse_words(found, field)
    before, found.showing, found.asked_by, found.opinion = found.showing, Showing.ASKED, actor, ""
    store(actor, now, found, "enquiry_show", {"showing": [before, found.showing]})
    people = people_who(found.unit, Action.APPROVE, Relation.OWN)
    tell(people, now, found, "enquiry-show", "一条群众意见和答复拟在公开稿下面公开，请批准。")
    return found


def _refuse_words(found: Enquiry, field: str) -> None:
    words = getattr(found, field)
    if not words or len(words) > LONGEST:
        raise ServiceError(f"公开的文字请写1到{LONGEST}字。", field=field)
    if here := leaks(found, words):
        told = "、".join(f"“{one}”" for one in here[:5])
        raise ServiceError(f"公开的文字里还有不能公开的：{told}，请改用代称。", field=field)


@transaction.atomic
def enquiry_show_decide(
    *,
    actor: User,
    now: datetime,
    enquiry: Enquiry,
    agreed: bool,
    opinion: str = "",
    version: int | None = None,
) -> Enquiry:
    """Agree or not, as the first person responsible; whoever asked cannot."""
    allow(may(actor, Action.APPROVE, enquiry))
    found = locked(enquiry, version)
    _refuse_showing(found, (Showing.ASKED,), "批准公开")
    if found.asked_by_id in actor.stands_for():
        raise ServiceError("申请和批准不能是同一人，请由其他同志批准。", code="same_person")
    opinion = opinion.strip()[:LONGEST]
    if not agreed and not opinion:
        raise ServiceError("不同意公开要写明理由。", field="opinion")
    found.showing, found.opinion = Showing.SHOWN if agreed else Showing.REFUSED, opinion
    changes = {"showing": [Showing.ASKED, found.showing], "opinion": ["", opinion]}
    store(actor, now, found, "enquiry_show_decide", changes)
    if agreed:
        stamp_forward(now)
    return found


@transaction.atomic
def enquiry_show_stop(
    *, actor: User, now: datetime, enquiry: Enquiry, opinion: str, version: int | None = None
) -> Enquiry:
    """Taken away from the public page."""
    allow(may_handle(actor, enquiry) or may(actor, Action.APPROVE, enquiry) or may_oversee(actor, enquiry))
    found = locked(enquiry, version)
    _refuse_showing(found, (Showing.ASKED, Showing.SHOWN), "停止公开")
    if not opinion.strip():
        raise ServiceError("请写明为什么停止公开。", field="opinion")
    before, found.showing, found.opinion = found.showing, Showing.STOPPED, opinion.strip()[:LONGEST]
    changes = {"showing": [before, found.showing], "opinion": ["", found.opinion]}
    store(actor, now, found, "enquiry_show_stop", changes)
    stamp_forward(now)
    return found


def _refuse_showing(found: Enquiry, states: tuple[str, ...], what: str) -> None:
    if found.showing not in states:
        word = Showing(found.showing).label if found.showing else "没有申请公开"
        raise ServiceError(f"{WHAT}{word}，不能{what}。", href=page_of(found), code="wrong_state")
