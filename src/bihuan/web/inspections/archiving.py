"""A finished round becomes read-only: every right but reading ends for its cases, by the permission table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, F, Q

from bihuan.web.accounts.permissions import Action, Place, Relation, require_at
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.keyset import Page, page
from bihuan.web.base.services import HOUSE, journal_append
from bihuan.web.inspections.models import Feedback, Finding, Round

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bihuan.web.accounts.models import User


ARCHIVED: list[Callable[[User, datetime, Round], None]] = []
"""What upper apps do when a round is archived, in the same transaction; they register in
``AppConfig.ready``.
"""


@transaction.atomic
def round_archive(*, actor: User, now: datetime, round: Round, reason: str = "") -> Round:
    """Close the round's books; a reason is asked for where findings are still open."""
    found = _locked(actor, round)
    if found.archived_at:
        raise ServiceError("这一轮次已经归档。")
    left = Finding.objects.filter(feedback__round=found, is_open=True).count()
    if left and not reason.strip():
        raise ServiceError(f"还有{left}个问题没有了结。请先了结，或写明带着它们归档的理由。", field="reason")
    return _set(actor, now, found, now, "round_archive", reason)


@transaction.atomic
def round_unarchive(*, actor: User, now: datetime, round: Round, reason: str) -> Round:
    """Open the books again, with a reason."""
    found = _locked(actor, round)
    if not found.archived_at:
        raise ServiceError("这一轮次没有归档。")
    if not reason.strip():
        raise ServiceError("解除归档须写明理由。", field="reason")
    return _set(actor, now, found, None, "round_unarchive", reason)


def _locked(actor: User, round: Round) -> Round:
    found = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    require_at(actor, Action.ARCHIVE, Place(office=found.office_id))
    return found


def _set(actor: User, now: datetime, found: Round, at: datetime | None, action: str, reason: str) -> Round:
    found.archived_at = at
    found.save(update_fields=["archived_at"])
    Feedback.objects.filter(round=found).update(archived_at=at)
    for follow in ARCHIVED if at else ():
        follow(actor, now, found)
    changes = {"reason": ["", reason.strip()]} if reason.strip() else {}
    chain = found.office_id or HOUSE
    journal_append(actor=actor, now=now, chain=chain, action=action, thing=found, changes=changes)
    return found


def refuse_archived(round: Round | None) -> None:
    """``ServiceError`` where nothing new may be put into the round."""
    if round is not None and round.archived_at:
        raise ServiceError(
            f"“{round}”已经归档，不能再增加台账。请另选轮次，或请巡察办先解除归档。", field="round"
        )


def rounds_page(user: User, token: str | None) -> Page[Round]:
    """Rounds of the offices in which the account may archive, the newest first; ``left`` counts what is
    open.
    """
    offices = user.scope().units(Relation.OFFICE, Action.ARCHIVE)
    rows = Round.objects.filter(office__in=offices).annotate(
        newest=-F("id"),
        units=Count("cases", distinct=True),
        findings=Count("cases__findings", filter=Q(cases__findings__withdrawn_at=None), distinct=True),
        left=Count("cases__findings", filter=Q(cases__findings__is_open=True), distinct=True),
    )
    return page(rows, ("newest", "id"), lambda one: (-one.pk, one.pk), token=token, size=20)
