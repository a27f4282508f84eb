"""Answering a diagnostic by a reason: asked for by whoever edits, agreed to by somebody else, for a term."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, Relation, may, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.diagnosis.kinds import WAIVER
from bihuan.web.diagnosis.models import Diagnostic, Waiver, WaiverState
from bihuan.web.inspections.models import Feedback, Finding
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User

LONGEST_TERM = timedelta(days=366)
LEAST = 10
DECIDERS = (Action.APPROVE, Action.REVIEW)
Key = tuple[int | None, str, str]


def key_of(one: Diagnostic | Waiver) -> Key:
    """What stays the same when diagnostics are written anew: finding, rule, quote."""
    return one.finding_id, one.code, one.quote


def waivers_in_force(feedback: Feedback, today: date) -> QuerySet[Waiver]:
    """Answers of a case that hold today, as far as their keys need it."""
    rows = Waiver.objects.filter(feedback=feedback, state=WaiverState.GRANTED, until__gte=today)
    return rows.only("finding_id", "code", "quote")


def waived(feedback: Feedback, today: date) -> set[Key]:
    """Keys of what is answered and in force today; one query."""
    return {key_of(one) for one in waivers_in_force(feedback, today)}


def unanswered(diagnostics: Iterable[Diagnostic], answered: set[Key]) -> list[Diagnostic]:
    """Error-level diagnostics that no waiver answers."""
    return [one for one in diagnostics if one.severity == "error" and key_of(one) not in answered]


@transaction.atomic
def answered_write(case: int, today: date) -> None:
    """Count anew which errors of the case an answer covers today; boards only read it. The case is locked: of
    two answers agreed to at once the second counts both.
    """
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=case)
    found = list(Diagnostic.objects.filter(feedback=feedback).only("finding_id", "severity", "code", "quote"))
    errors = unanswered(found, waived(feedback, today))
    answered = sum(one.severity == "error" for one in found) - len(errors)
    findings_weigh(feedback, found, errors)
    if answered != feedback.answered:
        feedback.answered = answered
        feedback.save(update_fields=["answered"])


def findings_weigh(feedback: Feedback, found: Iterable[Diagnostic], errors: Iterable[Diagnostic]) -> None:
    """How many errors that nothing answers, and how many warnings, weigh on each finding, so that a list need
    not count: the row of a finding and the head of its case say the same.
    """
    failing = Counter(one.finding_id for one in errors)
    doubted = Counter(one.finding_id for one in found if one.severity == "warning")
    changed = []
    for finding in Finding.objects.filter(feedback=feedback).only("error_count", "warning_count"):
        now = failing[finding.pk], doubted[finding.pk]
        if (finding.error_count, finding.warning_count) != now:
            finding.error_count, finding.warning_count = now
            changed.append(finding)
    Finding.objects.bulk_update(changed, ["error_count", "warning_count"], batch_size=200)


def answers_expire(today: date) -> None:
    """Errors whose answers have ended count again; only cases with answers are looked at."""
    for case in Feedback.objects.filter(answered__gt=0).order_by("pk").values_list("pk", flat=True):
        answered_write(case, today)


def may_decide(user: User, feedback: Feedback) -> bool:
    """Whether the user may agree to waivers of this case."""
    return any(may(user, right, feedback) for right in DECIDERS)


@transaction.atomic
def waiver_ask(*, actor: User, now: datetime, diagnostic: Diagnostic, reason: str, until: date) -> Waiver:
    """Say why a diagnostic may stand; it counts once somebody else has agreed."""
    case = diagnostic.feedback
    require(actor, Action.EDIT, case)
    reason = reason.strip()
    if len(reason) < LEAST:
        raise ServiceError(f"请写明为什么可以这样写、凭什么核对，至少{LEAST}个字。", field="reason")
    if not timezone.localdate(now) < until <= timezone.localdate(now) + LONGEST_TERM:
        raise ServiceError("有效期要在今天以后、一年以内；到期后仍须说明的，重新提出。", field="until")
    if Waiver.objects.filter(
        Q(state=WaiverState.PENDING) | Q(state=WaiverState.GRANTED, until__gte=timezone.localdate(now)),
        feedback=case,
        finding=diagnostic.finding_id,
        code=diagnostic.code,
        quote=diagnostic.quote,
    ).exists():
        page = reverse("diagnosis:waivers", args=[case.pk])
        raise ServiceError("这条体检意见已经作过说明，不必重复提出。", href=page)
    made = Waiver.objects.create(
        feedback=case,
        unit_id=case.unit_id,
        finding_id=diagnostic.finding_id,
        code=diagnostic.code,
        quote=diagnostic.quote,
        reason=reason,
        until=until,
        asked_by=actor,
        asked_at=now,
    )
    changes = {"reason": ["", reason], "until": ["", until.isoformat()], "code": ["", made.code]}
    journal_append(actor=actor, now=now, chain=case.unit_id, action="waiver_ask", thing=made, changes=changes)
    notify_people(
        people_who(case.unit, Action.APPROVE, Relation.OWN),
        now=now,
        kind=WAIVER,
        text=f"{actor.name}说明体检意见（{made.code}），请审批：{reason}",
        link=reverse("diagnosis:answer", args=[made.pk]),
        about=made,
        key=f"waiver:{made.pk}",
    )
    return made


@transaction.atomic
def waiver_decide(*, actor: User, now: datetime, waiver: Waiver, granted: bool, opinion: str = "") -> Waiver:
    """Agree to the reason, or not; never by whoever gave it."""
    found = Waiver.objects.select_for_update(of=("self",)).select_related("feedback").get(pk=waiver.pk)
    if not may_decide(actor, found.feedback):
        require(actor, Action.APPROVE, found.feedback)
    if found.state != WaiverState.PENDING:
        raise ServiceError("这条说明已经有人批过了，请看现在的结果。")
    if found.asked_by_id in actor.stands_for():
        raise ServiceError("自己提出的说明不能由自己同意，请由其他同志审批。", code="same_person")
    opinion = opinion.strip()
    if not granted and not opinion:
        raise ServiceError("不同意的，请写明理由，以便对方改正。", field="opinion")
    found.state = WaiverState.GRANTED if granted else WaiverState.REFUSED
    found.decided_by, found.decided_at, found.opinion = actor, now, opinion
    found.save(update_fields=["state", "decided_by", "decided_at", "opinion"])
    answered_write(found.feedback_id, timezone.localdate(now))
    changes = {"state": [WaiverState.PENDING, found.state], "opinion": ["", opinion]}
    journal_append(
        actor=actor, now=now, chain=found.unit_id, action="waiver_decide", thing=found, changes=changes
    )
    notify_people(
        [found.asked_by.person_id],
        now=now,
        kind=WAIVER,
        text=f"体检说明{found.get_state_display()}（{found.code}）。{opinion}",
        link=reverse("diagnosis:waivers", args=[found.feedback_id]),
        about=found,
        key=f"waiver_decide:{found.pk}",
    )
    return found


def waivers_for(user: User) -> QuerySet[Waiver]:
    """Those that wait for a decision of the user's, the oldest first."""
    scope = user.scope()
    mine = Q(unit__in=scope.units(Relation.OWN, Action.APPROVE))
    mine |= Q(feedback__office__in=scope.units(Relation.OFFICE, Action.REVIEW))
    rows = Waiver.objects.filter(mine, state=WaiverState.PENDING).exclude(asked_by__in=user.stands_for())
    return rows.select_related("feedback__unit", "finding", "asked_by__person").order_by("id")
