"""Enquiries as pages read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.http import Http404

from bihuan.web.accounts.models import Person
from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.base.keyset import Page, page
from bihuan.web.base.models import JournalEntry
from bihuan.web.enquiries.models import WAITING, Enquiry, EnquiryFile, EnquiryState, Showing

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Scope

SHOWN = 50
WHICH = {
    "open": "待答复",
    "late": "超过答复期限",
    "held": "待核看",
    "asked": "待批准公开",
    "answered": "已答复",
    "closed": "不予答复",
}
"""How the list may be narrowed."""


def seen_by(scope: Scope) -> QuerySet[Enquiry]:
    """What the roles show: a held one, which may be anything, only to those who can let it in."""
    clause = scope.visible("unit_id", "office_id")
    rows: QuerySet[Enquiry] = Enquiry.objects.filter(clause) if clause is not None else Enquiry.objects.none()
    handled = scope.clause("unit_id", "office_id", Action.PUBLISH)
    overseen = scope.clause("unit_id", "office_id", Action.REVIEW)
    either = [one for one in (handled, overseen) if one is not None]
    held = Q(state=EnquiryState.HELD)
    return (
        rows.filter(~held | (either[0] if len(either) == 1 else either[0] | either[1]))
        if either
        else rows.exclude(held)
    )


def enquiry_for(user: User, pk: int) -> Enquiry:
    """One of them with its announcement, or 404; one query."""
    near = (
        "announcement__feedback__round",
        "unit",
        "office",
        "person",
        "done_by__person",
        "asked_by__person",
    )
    found = seen_by(user.scope()).select_related(*near).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def enquiries_page(user: User, *, which: str, today: date, token: str | None) -> Page[Enquiry]:
    """Fifty of them, the newest first; one query."""
    rows = seen_by(user.scope()).annotate(newest=-F("id")).select_related("unit", "person", "announcement")
    narrowed: dict[str, dict[str, Any]] = {
        "open": {"state": EnquiryState.OPEN},
        "late": {"state__in": WAITING, "due__lt": today},
        "held": {"state": EnquiryState.HELD},
        "asked": {"showing": Showing.ASKED},
        "answered": {"state": EnquiryState.ANSWERED},
        "closed": {"state": EnquiryState.CLOSED},
    }
    rows = rows.filter(**narrowed.get(which, {}))
    return page(rows, ("newest", "id"), lambda one: (-one.pk, one.pk), token=token)


def is_late(one: Enquiry, today: date) -> bool:
    """Whether somebody still waits for an answer that should have been given."""
    return one.state in WAITING and one.due < today


def trace_of(enquiry: Enquiry) -> list[JournalEntry]:
    """What was done, the newest first: the journal itself; one query."""
    rows = JournalEntry.objects.filter(
        chain=enquiry.unit_id, object_type="enquiries.enquiry", object_id=enquiry.pk
    )
    return list(rows.order_by("-number")[:SHOWN])


def files_of(enquiry: Enquiry) -> list[EnquiryFile]:
    """What came with it; one query."""
    rows = EnquiryFile.objects.filter(enquiry=enquiry).select_related("blob")
    return list(rows.order_by("position"))


def file_for(user: User, pk: int) -> tuple[Enquiry, EnquiryFile]:
    """A file with its enquiry, or 404; two queries."""
    found = EnquiryFile.objects.filter(pk=pk).select_related("blob").first()
    if found is None:
        raise Http404
    return enquiry_for(user, found.enquiry_id), found


def people_of(enquiry: Enquiry) -> list[tuple[int, str]]:
    """Who of the unit may be asked to prepare an answer; one query."""
    rows = Person.objects.filter(unit=enquiry.unit_id, left_on=None).order_by("name", "pk")
    return [
        (pk, f"{name}　{post}" if post else name) for pk, name, post in rows.values_list("pk", "name", "post")
    ]


def by_code(code_hash: str) -> Enquiry | None:
    """The one that a receipt opens; one query."""
    rows = Enquiry.objects.select_related("unit")
    return rows.filter(code_hash=code_hash).first() if code_hash else None


def waiting(scope: Scope) -> QuerySet[Enquiry]:
    """What waits for the account: in its own hands, or in nobody's where it answers for the unit."""
    handled = scope.units(Relation.OWN, Action.PUBLISH)
    mine = Q(person=scope.person) if scope.person is not None else Q(pk__in=())
    held = Q(person=None, unit__in=handled) if handled else Q(pk__in=())
    rows: QuerySet[Enquiry] = Enquiry.objects.filter(mine | held, state__in=WAITING)
    return rows
