"""Requests that end with what they were asked for; told by the apps below, which know nothing of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.assistance.models import AWAITED, AssistanceRequest, Enclosure, RequestState
from bihuan.web.base.services import Told, journal_append
from bihuan.web.rectification.models import Response
from bihuan.web.rectification.workflow import ENDED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User
    from bihuan.web.inspections.models import Round

SETTLED, FINISHED, ARCHIVED = "措施已登记落实。", "整改已经了结。", "轮次已经归档。"


def requests_close(
    actor: User | None, now: datetime, rows: QuerySet[AssistanceRequest], why: str
) -> list[AssistanceRequest]:
    """Close these requests for a reason, within the caller's transaction: one journal entry a unit."""
    found = list(rows.select_for_update(of=("self",)).order_by("unit_id", "id"))
    by_unit: dict[int, list[Told]] = {}
    for one in found:
        told = {"state": [one.state, RequestState.CLOSED], "reason": ["", why]}
        by_unit.setdefault(one.unit_id, []).append(Told.of(one, told))
        one.state, one.why, one.draft = RequestState.CLOSED, why, ""
        one.version += 1
    AssistanceRequest.objects.bulk_update(found, ["state", "why", "draft", "version"], batch_size=500)
    Enclosure.objects.filter(request__in=found).delete()
    for unit, told_rows in by_unit.items():
        journal_append(
            actor=actor, now=now, chain=unit, action="assistance_close", label=f"{len(told_rows)}项协办请求",
            changes={"reason": ["", why]}, rows=told_rows,
        )  # fmt: skip
    return found


def measures_over(actor: User | None, now: datetime, measures: Sequence[int]) -> None:
    """Measures were carried out: nobody need answer any more, and what has come may still be accepted.
    Where the response itself has ended nothing can be accepted either.
    """
    rows = AssistanceRequest.objects.filter(measure__in=measures)
    ended = Response.objects.filter(measures__in=measures, state__in=[one.value for one in ENDED])
    over = rows.filter(measure__response__in=ended)
    requests_close(actor, now, over.filter(state=RequestState.ANSWERED), FINISHED)
    requests_close(actor, now, rows.filter(state__in=AWAITED), SETTLED)


def round_over(actor: User, now: datetime, round: Round) -> None:
    """The books of the round are closed: its links open nothing any more."""
    rows = AssistanceRequest.objects.filter(feedback__round=round)
    requests_close(actor, now, rows.filter(state__in=[*AWAITED, RequestState.ANSWERED]), ARCHIVED)
