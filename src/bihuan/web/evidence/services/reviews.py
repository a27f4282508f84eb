"""What the office says of a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from bihuan.web.accounts.permissions import Action
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.services import journal_append
from bihuan.web.evidence.kinds import REVIEWED
from bihuan.web.evidence.models import Evidence, EvidenceVersion, ReviewState
from bihuan.web.evidence.passages import evidence_found
from bihuan.web.evidence.services.opening import require_open
from bihuan.web.notices.services import notify_people

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User

LONGEST = 1_000


@transaction.atomic
def evidence_review(
    *, actor: User, now: datetime, evidence: Evidence, number: int, accepted: bool, reason: str = ""
) -> EvidenceVersion:
    """Accept or reject the version that the reviewer saw; a rejection needs its reason.

    Whoever uploaded a version never reviews it. What was said may be said anew until there is a new version.
    """
    entry = Evidence.objects.select_for_update().get(pk=evidence.pk)
    require_open(actor, Action.REVIEW_EVIDENCE, entry)
    reason = reason.strip()[:LONGEST]
    if not accepted and not reason:
        raise ServiceError("不认可的，请写明理由和要补什么，以便对方一次补齐。", field="reason")
    if number != entry.number:
        raise StaleError("这份佐证")
    version = EvidenceVersion.objects.select_related("made_by").get(evidence=entry, number=number)
    if version.made_by_id == actor.pk:
        raise ServiceError("自己上传的佐证不能由自己审核，请由其他同志审核。", code="same_person")
    state = ReviewState.ACCEPTED if accepted else ReviewState.REJECTED
    if (version.state, version.reason) == (state, reason):
        return version
    changes = {
        "state": [version.state, state],
        "reason": [version.reason, reason],
        "number": [number, number],
    }
    version.state, version.reason = state, reason
    version.reviewed_at, version.reviewed_by = now, actor
    version.save(update_fields=["state", "reason", "reviewed_at", "reviewed_by"])
    entry.state = state
    entry.save(update_fields=["state"])
    evidence_found(entry, now)
    journal_append(
        actor=actor, now=now, chain=entry.unit_id, action="evidence_review", thing=entry, changes=changes
    )
    notify_people(
        [version.made_by.person_id],
        now=now,
        kind=REVIEWED,
        text=f"佐证“{entry.title}”{state.label}{f'：{reason}' if reason else ''}",
        link=reverse("evidence:entry", args=[entry.pk]),
        about=entry,
        key=f"evidence_review:{version.pk}:{now.timestamp()}",
    )
    return version
