"""Asking somebody outside the house, and everything about the link."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from bihuan.web.assistance import links
from bihuan.web.assistance.models import AWAITED, AssistanceRequest, RequestState
from bihuan.web.assistance.services.finding import RUNNING, found_for, require_asking
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import Told, journal_append
from bihuan.web.rectification.models import MeasureState
from bihuan.web.rectification.services.locking import case_touched, locked_measure
from bihuan.web.rectification.services.working import require_begun

if TYPE_CHECKING:
    from datetime import date, datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.rectification.models import Measure

LONGEST, SHORTEST = 2_000, 5
MOST_DAYS = 180
"""A link that opens for longer is forgotten by whoever gave it."""
MOST_RUNNING = 20
"""Requests of one measure that wait at a time."""


class Question(NamedTuple):
    """What is asked of whom."""

    to_unit: str
    to_name: str
    question: str
    shown: str
    due: date
    until: date


class Issued(NamedTuple):
    """A request with what is told once and kept nowhere."""

    request: AssistanceRequest
    token: str
    code: str
    """Empty where the link opens without one."""


@transaction.atomic
def assistance_ask(
    *, actor: User, now: datetime, measure: Measure, asked: Question, with_code: bool = False
) -> Issued:
    """A request with its link. Nothing of the measure is shown but the words in ``asked.shown``."""
    case, response, found = locked_measure(measure)
    require_asking(actor, found)
    require_begun(response, found, "请外部协办")
    if found.state != MeasureState.OPEN:
        raise ServiceError("这项措施已经登记落实，不用再请外部协办。")
    asked = _checked(asked)
    _refuse_days(asked.due, asked.until, now)
    if AssistanceRequest.objects.filter(measure=found, state__in=RUNNING).count() >= MOST_RUNNING:
        raise ServiceError(f"这项措施同时最多{MOST_RUNNING}项协办请求，请先办完或撤回原来的。")
    token, token_hash = links.new_token()
    code, code_hash = links.new_code() if with_code else ("", "")
    made = AssistanceRequest.objects.create(
        feedback=case,
        unit_id=case.unit_id,
        measure=found,
        token_hash=token_hash,
        code_hash=code_hash,
        person=actor.person,
        made_by=actor,
        made_at=now,
        **asked._asdict(),
    )
    told = {
        "to": ["", f"{made.to_unit}{made.to_name}"], "question": ["", made.question],
        "due": ["", made.due.isoformat()], "until": ["", made.until.isoformat()], "code": [False, with_code],
    }  # fmt: skip
    journal_append(
        actor=actor, now=now, chain=case.unit_id, action="assistance_ask", thing=made, changes=told,
        rows=[Told.of(found, {"question": ["", f"{made.to_unit}{made.to_name}：{made.question}"]})],
    )  # fmt: skip
    case_touched(case)
    return Issued(made, token, code)


def _checked(asked: Question) -> Question:
    to_unit, to_name = (" ".join(one.split()) for one in (asked.to_unit, asked.to_name))
    question, shown = asked.question.strip(), asked.shown.strip()
    if not to_unit:
        raise ServiceError("请写明请哪个单位协办。", field="to_unit")
    if not to_name:
        raise ServiceError("请写明请谁填报，以便日志里写清是谁答复的。", field="to_name")
    if len(question) < SHORTEST:
        raise ServiceError("请写明要对方办什么、答复什么。", field="question")
    if len(question) > LONGEST or len(shown) > LONGEST:
        raise ServiceError(f"每栏最多{LONGEST}字，请写得简要些。", field="question")
    return asked._replace(to_unit=to_unit[:60], to_name=to_name[:30], question=question, shown=shown)


def _refuse_days(due: date, until: date, now: datetime) -> None:
    today = timezone.localdate(now)
    if due < today:
        raise ServiceError("答复期限已经过去，请改为今天或以后。", field="due")
    if until < due:
        raise ServiceError("链接有效至不能早于答复期限，否则对方来不及答复。", field="until")
    if until > today + timedelta(MOST_DAYS):
        raise ServiceError(f"链接最长有效{MOST_DAYS}天；更久的，到时再延长。", field="until")


@transaction.atomic
def assistance_renew(
    *, actor: User, now: datetime, request: AssistanceRequest, with_code: bool = False
) -> Issued:
    """Another link in the place of one that was lost or came into wrong hands; the old one is dead."""
    found, _ = found_for(actor, request, AWAITED, "换链接")
    token, found.token_hash = links.new_token()
    code, found.code_hash = links.new_code() if with_code else ("", "")
    found.version += 1
    found.save(update_fields=["token_hash", "code_hash", "version"])
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="assistance_renew", thing=found,
        changes={"code": [None, with_code]},
    )  # fmt: skip
    return Issued(found, token, code)


@transaction.atomic
def assistance_extend(
    *, actor: User, now: datetime, request: AssistanceRequest, due: date, until: date
) -> AssistanceRequest:
    """Later days, also for a link that has expired; what the other side had typed is still there."""
    found, _ = found_for(actor, request, AWAITED, "延长")
    days_put(actor, now, found, due, until)
    return found


def days_put(actor: User, now: datetime, found: AssistanceRequest, due: date, until: date) -> None:
    """The new days with their journal entry; nothing where they are the old ones."""
    if (found.due, found.until) == (due, until):
        return
    _refuse_days(due, until, now)
    both = {
        "due": [found.due.isoformat(), due.isoformat()],
        "until": [found.until.isoformat(), until.isoformat()],
    }
    found.due, found.until = due, until
    found.version += 1
    found.save(update_fields=["due", "until", "version"])
    changes = {name: pair for name, pair in both.items() if pair[0] != pair[1]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="assistance_extend", thing=found, changes=changes
    )


@transaction.atomic
def assistance_revoke(
    *, actor: User, now: datetime, request: AssistanceRequest, reason: str
) -> AssistanceRequest:
    """The link opens nothing any more; what came before stays with its request."""
    found, _ = found_for(actor, request, RUNNING, "撤回")
    reason = reason.strip()[:LONGEST]
    if not reason:
        raise ServiceError("请写明为什么撤回，如：对方已另行来函答复。", field="reason")
    before, found.state, found.why, found.draft = found.state, RequestState.REVOKED, reason, ""
    found.version += 1
    found.save(update_fields=["state", "why", "draft", "version"])
    found.enclosures.all().delete()  # the files go with the other uploads that nobody finished
    changes = {"state": [before, found.state], "reason": ["", reason]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="assistance_revoke", thing=found, changes=changes
    )
    return found
