"""Requests as pages and programs read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Prefetch

from bihuan.web.accounts.permissions import Action, Relation
from bihuan.web.assistance.models import (
    AWAITED,
    AnswerFile,
    AssistanceAnswer,
    AssistanceRequest,
    Enclosure,
    RequestState,
)
from bihuan.web.base.guards import get_for_user
from bihuan.web.base.keyset import Page, page
from bihuan.web.base.models import JournalEntry

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.accounts.permissions import Account

SHOWN = 50
WHICH = {
    "answered": "待我们采纳",
    "awaited": "等对方答复",
    "late": "超过答复期限",
    "over": "已经了结",
}
"""How the list may be narrowed."""


class Trace(NamedTuple):
    """An entry of the journal about a request."""

    entry: JournalEntry
    address: str


def request_for(user: User, pk: int) -> AssistanceRequest:
    """A request with its case, or 404."""
    rows = AssistanceRequest.objects.select_related(
        "feedback__unit", "feedback__round", "measure__response", "measure__feedback", "person", "unit",
        "made_by__person",
    )  # fmt: skip
    found: AssistanceRequest = get_for_user(rows, user, pk=pk)
    return found


def requests_page(
    user: User, *, which: str, today: date, measure: int | None, token: str | None
) -> Page[AssistanceRequest]:
    """Fifty requests that the user may see, the newest first; one query."""
    rows = AssistanceRequest.objects.visible_to(user).annotate(newest=-F("id"))
    rows = rows.select_related("feedback__unit", "measure__response", "person", "unit")
    narrowed: dict[str, dict[str, Any]] = {
        "answered": {"state": RequestState.ANSWERED},
        "awaited": {"state__in": AWAITED},
        "late": {"state__in": AWAITED, "due__lt": today},
        "over": {"state__in": [RequestState.ACCEPTED, RequestState.REVOKED, RequestState.CLOSED]},
    }
    rows = rows.filter(**narrowed.get(which, {}))
    rows = rows.filter(measure=measure) if measure else rows
    return page(rows, ("newest", "id"), lambda one: (-one.pk, one.pk), token=token)


def answers_of(request: AssistanceRequest) -> list[AssistanceAnswer]:
    """What was sent, the newest first, with its files; two queries."""
    files = Prefetch("files", AnswerFile.objects.select_related("blob").order_by("position"))
    rows = request.answers.select_related("decided_by__person").prefetch_related(files)
    return list(rows.order_by("-number")[:SHOWN])


def last_answer(request: AssistanceRequest) -> AssistanceAnswer | None:
    """The newest one with its files."""
    found = answers_of(request)
    return found[0] if found else None


def enclosures_of(request: AssistanceRequest) -> list[Enclosure]:
    """Files beside the draft."""
    rows = Enclosure.objects.filter(request=request).select_related("upload").order_by("id")
    return list(rows.defer("upload__text"))


def trace_of(request: AssistanceRequest) -> list[Trace]:
    """Who opened the link and what was done, the newest first: the journal itself."""
    rows = JournalEntry.objects.filter(
        chain=request.unit_id, object_type="assistance.assistancerequest", object_id=request.pk
    )
    return [
        Trace(one, str((one.changes.get("address") or ["", ""])[1]))
        for one in rows.order_by("-number")[:SHOWN]
    ]


def file_for(user: User, pk: int) -> AnswerFile:
    """A file of an answer, where the user may see its request; or 404."""
    rows = AssistanceRequest.objects.filter(answers__files=pk)
    get_for_user(rows, user)
    return AnswerFile.objects.select_related("blob", "answer__request").get(pk=pk)


def mine(account: Account, states: tuple[str, ...]) -> QuerySet[AssistanceRequest]:
    """Requests in the person's hands, in these states, of rounds that run and units where they may act."""
    scope = account.scope()
    units = {*scope.units(Relation.OWN, Action.RECORD), *scope.units(Relation.MINE, Action.RECORD)}
    rows: QuerySet[AssistanceRequest] = AssistanceRequest.objects.filter(
        person=scope.person, unit__in=sorted(units), state__in=states, feedback__archived_at=None,
        measure__response__withdrawn_at=None,
    )  # fmt: skip
    return rows
