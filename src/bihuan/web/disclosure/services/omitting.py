"""Leaving a finding out: asked with one of five reasons, decided by the office, never by who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse

from bihuan.web.accounts.permissions import Action, Relation, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.disclosure.kinds import PUBLICATION
from bihuan.web.disclosure.models import Omission, OmissionState
from bihuan.web.disclosure.services.common import LONGEST, locked, put_down, reasoned, refuse_frozen
from bihuan.web.disclosure.workflow import Basis
from bihuan.web.notices.queries import people_who
from bihuan.web.notices.services import notify_people

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.disclosure.models import Announcement
    from bihuan.web.inspections.models import Finding


@transaction.atomic
def omission_ask(
    *, actor: User, now: datetime, announcement: Announcement, finding: Finding, basis: str, reason: str
) -> Omission:
    """Ask that a finding is left out."""
    require(actor, Action.PUBLISH, announcement.feedback)
    held = locked(announcement)
    refuse_frozen(held)
    if basis not in tuple(Basis):
        raise ServiceError("请选择不公开的情形：五种之外的都应当公开。", field="basis")
    reason = reasoned(reason, "不公开")
    if finding.feedback_id != held.feedback_id or finding.withdrawn_at:
        raise ServiceError("这个问题不在这份台账里。", field="finding")
    try:
        with transaction.atomic():
            made = Omission.objects.create(
                announcement=held, finding=finding, basis=basis, reason=reason, asked_by=actor, asked_at=now
            )
    except IntegrityError as error:
        raise ServiceError("这个问题已经申请过不公开。", field="finding") from error
    changes = {"finding": ["", str(finding)[:80]], "basis": ["", basis], "reason": ["", reason]}
    put_down(actor, now, held, "omission_ask", changes, made)
    if held.office is not None:
        notify_people(
            people_who(held.office, Action.REVIEW, Relation.OFFICE),
            now=now,
            kind=PUBLICATION,
            text=f"{held}拟不公开问题{finding.number}，请决定是否同意。",
            link=reverse("disclosure:omissions", args=[held.pk]),
            about=made,
            key=f"omission-ask:{made.pk}",
        )
    return made


@transaction.atomic
def omission_decide(
    *, actor: User, now: datetime, omission: Omission, agreed: bool, opinion: str = ""
) -> Omission:
    """Agree or not, as the inspection office; whoever asked cannot."""
    require(actor, Action.REVIEW, omission.announcement.feedback)
    held = locked(omission.announcement)
    rows = Omission.objects.select_for_update(of=("self",)).select_related("finding")
    found: Omission = rows.get(pk=omission.pk)
    if found.state != OmissionState.ASKED:
        raise ServiceError(f"这项申请已经{found.get_state_display()}，不用再决定。")
    if found.asked_by_id in actor.stands_for():
        raise ServiceError("申请和同意不能是同一人，请由其他同志决定。", code="same_person")
    opinion = opinion.strip()[:LONGEST] if agreed else reasoned(opinion, "不同意", "opinion")
    found.state = OmissionState.GRANTED if agreed else OmissionState.REFUSED
    _decided(found, actor, now, opinion)
    changes = {"state": ["asked", found.state], "opinion": ["", opinion]}
    put_down(actor, now, held, "omission_decide", changes, found)
    notify_people(
        people_who(held.unit, Action.PUBLISH, Relation.OWN),
        now=now,
        kind=PUBLICATION,
        text=f"问题{found.finding.number}拟不公开的申请：{found.get_state_display()}。",
        link=reverse("disclosure:omissions", args=[held.pk]),
        about=found,
        key=f"omission-decide:{found.pk}",
    )
    return found


@transaction.atomic
def omission_lift(*, actor: User, now: datetime, omission: Omission) -> Omission:
    """Tell the finding after all; the unit may do so at any time before the version is sent."""
    require(actor, Action.PUBLISH, omission.announcement.feedback)
    held = locked(omission.announcement)
    refuse_frozen(held)
    found: Omission = Omission.objects.select_for_update(of=("self",)).get(pk=omission.pk)
    if found.state not in (OmissionState.ASKED, OmissionState.GRANTED):
        raise ServiceError("这个问题本来就公开，不用恢复。")
    old, found.state = found.state, OmissionState.LIFTED
    _decided(found, actor, now, found.opinion)
    put_down(actor, now, held, "omission_lift", {"state": [old, found.state]}, found)
    return found


def _decided(found: Omission, actor: User, now: datetime, opinion: str) -> None:
    found.decided_by, found.decided_at, found.opinion = actor, now, opinion
    found.save(update_fields=["state", "decided_by", "decided_at", "opinion"])
