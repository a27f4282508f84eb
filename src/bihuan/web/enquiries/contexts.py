"""What templates are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from bihuan.web.accounts.permissions import Action, may
from bihuan.web.base.journal_words import action_word
from bihuan.web.enquiries.models import WAITING, EnquiryState, Showing
from bihuan.web.enquiries.services.finding import may_handle, may_oversee, may_prepare
from bihuan.web.enquiries.services.showing import BEGINNING
from bihuan.web.evidence.contexts import size
from bihuan.web.evidence.looking.filetypes import types

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.base.models import JournalEntry
    from bihuan.web.enquiries.models import Enquiry, EnquiryFile


def place(unit: Unit, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Where a page of the app stands."""
    return [(str(unit), None), *more]


def within(enquiry: Enquiry, word: str) -> list[tuple[str, str | None]]:
    """Where a form about an enquiry stands."""
    listed = ("群众意见", reverse("enquiries:list"))
    here = (str(enquiry), reverse("enquiries:enquiry", args=[enquiry.pk]))
    return place(enquiry.unit, listed, here, (word, None))


def line(one: Enquiry, today: date) -> dict[str, Any]:
    """A row of the list."""
    return {
        "row": one,
        "late": one.state in WAITING and one.due < today,
        "showing": f"showing_{one.showing}" if one.showing else "",
    }


def _file(one: EnquiryFile) -> dict[str, Any]:
    """A file as the page lists it."""
    return {
        "id": one.pk,
        "name": one.name,
        "word": types()[one.blob.kind].word,
        "size": size(one.blob.size),
        "warnings": one.warnings,
    }


def enquiry_page(
    user: User, one: Enquiry, trace: Sequence[JournalEntry], files: Sequence[EnquiryFile], today: date
) -> dict[str, Any]:
    """Everything about an enquiry; who wrote it is shown to those alone who deal with it."""
    handles, oversees, prepares = may_handle(user, one), may_oversee(user, one), may_prepare(user, one)
    return {
        **line(one, today),
        "one": one,
        "place": place(one.unit, ("群众意见", reverse("enquiries:list")), (str(one), None)),
        "trace": [
            {"at": told.at, "who": told.actor_name, "what": action_word(told.action)} for told in trace
        ],
        "files": [_file(file) for file in files],
        "sees_contact": handles or oversees or prepares,
        "steps": [
            (word, reverse(f"enquiries:{name}", args=[one.pk]), main)
            for name, word, main, open_ in _steps(user, one, handles, oversees, prepares)
            if open_
        ],
    }


def _steps(
    user: User, one: Enquiry, handles: bool, oversees: bool, prepares: bool
) -> list[tuple[str, str, bool, bool]]:
    """Address, button, whether it is the one to press, whether it is there."""
    held, open_ = one.state == EnquiryState.HELD, one.state == EnquiryState.OPEN
    closed, answered = one.state == EnquiryState.CLOSED, one.state == EnquiryState.ANSWERED
    asked = one.showing == Showing.ASKED
    stops = handles or oversees or may(user, Action.APPROVE, one)
    return [
        ("close", "不予答复", False, (handles or oversees) and (held or open_)),
        ("release", "转入办理", True, (handles or oversees) and held),
        ("assign", "交办", False, handles and open_),
        ("draft", "拟答复", not handles, prepares and open_),
        ("answer", "答复", True, handles and open_),
        ("reopen", "退回重新办理", False, oversees and closed),
        ("show", "申请公开", False, handles and answered and one.showing in BEGINNING),
        ("stop", "停止公开", False, stops and one.showing in (Showing.ASKED, Showing.SHOWN)),
        ("decide", "审定公开", True, asked and may(user, Action.APPROVE, one)),
    ]
