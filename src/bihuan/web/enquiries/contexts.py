"""What templates are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from bihuan.web.base.journal_words import action_word
from bihuan.web.enquiries.queries import is_late
from bihuan.web.enquiries.services.finding import deals_with
from bihuan.web.enquiries.steps import steps_for
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
        "late": is_late(one, today),
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
    return {
        **line(one, today),
        "one": one,
        "place": place(one.unit, ("群众意见", reverse("enquiries:list")), (str(one), None)),
        "trace": [
            {"at": told.at, "who": told.actor_name, "what": action_word(told.action)} for told in trace
        ],
        "files": [_file(file) for file in files],
        "sees_contact": deals_with(user, one),
        "steps": [
            (step.word, reverse(f"enquiries:{step.name}", args=[one.pk]), step.main)
            for step in steps_for(user, one)
        ],
    }
