"""What came by a link is accepted or sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from bihuan.web.assistance.models import AssistanceAnswer, AssistanceRequest, RequestState
from bihuan.web.assistance.services.asking import LONGEST, days_put
from bihuan.web.assistance.services.finding import found_for
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import Told, journal_append
from bihuan.web.evidence import targets
from bihuan.web.evidence.services import evidence_take_over
from bihuan.web.evidence.services.entries import Facts
from bihuan.web.evidence.services.holding import Held
from bihuan.web.rectification.services import progress_add

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Evidence

ANSWERED = (RequestState.ANSWERED,)


class Taken(NamedTuple):
    """How an answer goes into the ledger; the facts are those of the evidence, where there are files."""

    on: date
    done: str
    facts: Facts


@transaction.atomic
def assistance_accept(
    *, actor: User, now: datetime, request: AssistanceRequest, taken: Taken, version: int | None = None
) -> AssistanceRequest:
    """The answer becomes an entry of progress, its files a piece of evidence of the same measure that says
    who handed it in. Rights, states and limits are those of the two services.
    """
    found, _ = found_for(actor, request, ANSWERED, "采纳", version)
    answer = last_answer(found)
    found.progress = progress_add(actor=actor, now=now, measure=found.measure, on=taken.on, done=taken.done)
    found.evidence = _proof(actor, now, found, answer, taken.facts)
    _decide(actor, now, answer, accepted=True)
    found.state, found.draft = RequestState.ACCEPTED, ""
    found.version += 1
    found.save(update_fields=["state", "draft", "progress", "evidence", "version"])
    changes = {"state": [RequestState.ANSWERED, found.state], "number": ["", answer.number]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="assistance_accept", thing=found, changes=changes,
        rows=[Told.of(found.measure, {"answer": ["", f"{who(found)}第{answer.number}次答复"]})],
    )  # fmt: skip
    return found


def who(request: AssistanceRequest) -> str:
    """鹿溪市第二中学 陈老师."""
    return f"{request.to_unit} {request.to_name}".strip()


def last_answer(request: AssistanceRequest) -> AssistanceAnswer:
    """The one that waits."""
    found: AssistanceAnswer = request.answers.order_by("-number")[0]
    return found


def _proof(
    actor: User, now: datetime, found: AssistanceRequest, answer: AssistanceAnswer, facts: Facts
) -> Evidence | None:
    files = answer.files.select_related("blob").order_by("position")
    held = [Held(one.blob, one.name, one.warnings) for one in files]
    if not held:
        return None
    of = targets.load([("measure", found.measure_id)])
    return evidence_take_over(
        actor=actor, now=now, unit=found.unit, facts=facts, held=held, targets=list(of.values()),
        told_by=who(found),
    )  # fmt: skip


def _decide(
    actor: User, now: datetime, answer: AssistanceAnswer, *, accepted: bool, reason: str = ""
) -> None:
    answer.accepted, answer.reason = accepted, reason
    answer.decided_by, answer.decided_at = actor, now
    answer.save(update_fields=["accepted", "reason", "decided_by", "decided_at"])


@transaction.atomic
def assistance_return(
    *,
    actor: User,
    now: datetime,
    request: AssistanceRequest,
    reason: str,
    due: date,
    until: date,
    version: int | None = None,
) -> AssistanceRequest:
    """Sent back with what is to be put right; the same link lives on, with what was written in it."""
    found, _ = found_for(actor, request, ANSWERED, "退回", version)
    reason = reason.strip()[:LONGEST]
    if not reason:
        raise ServiceError("请写明要对方补正什么，以便一次补齐。", field="reason")
    answer = last_answer(found)
    days_put(actor, now, found, due, until)
    _decide(actor, now, answer, accepted=False, reason=reason)
    found.state, found.draft = RequestState.RETURNED, answer.text
    found.version += 1
    found.save(update_fields=["state", "draft", "version"])
    changes = {"state": [RequestState.ANSWERED, found.state], "reason": ["", reason]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="assistance_return", thing=found, changes=changes
    )
    return found
