"""What an entry proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.evidence.models import EvidenceLink
from bihuan.web.evidence.passages import evidence_found
from bihuan.web.evidence.services.opening import locked
from bihuan.web.evidence.targets import linked, load, refuse_archived
from bihuan.web.evidence.telling import called, proven_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Evidence
    from bihuan.web.evidence.targets import Key, Target

ELSEWHERE = "这份佐证属于另一个单位或另一个巡察办的轮次，请另建一份；文件相同也只存一份，不多占空间。"


@transaction.atomic
def evidence_link(*, actor: User, now: datetime, evidence: Evidence, targets: Sequence[Target]) -> Evidence:
    """Let an entry prove more; what it proves already changes nothing."""
    entry = locked(actor, evidence, None)
    held = set(entry.links.values_list("kind", "target"))
    new = [one for one in dict.fromkeys(targets) if one.key not in held]
    for one in new:
        if one.unit_id != entry.unit_id or (entry.office_id and one.office_id != entry.office_id):
            raise ServiceError(ELSEWHERE)
    refuse_archived(new)
    if not new:
        return entry
    EvidenceLink.objects.bulk_create(
        EvidenceLink(evidence=entry, kind=one.kind, target=one.id, linked_at=now, linked_by=actor)
        for one in new
    )
    entry.office_id = entry.office_id or new[0].office_id
    entry.link_count = len(held) + len(new)
    entry.save(update_fields=["office", "link_count"])
    journal_append(
        actor=actor,
        now=now,
        chain=entry.unit_id,
        action="evidence_link",
        thing=entry,
        changes={"links": [[], [called(one) for one in new]]},
        rows=proven_by(entry, new),
    )
    linked([one.key for one in new])
    evidence_found(entry, now)
    return entry


@transaction.atomic
def evidence_unlink(*, actor: User, now: datetime, evidence: Evidence, key: Key) -> Evidence:
    """Let an entry prove one thing less; the entry and its files stay."""
    entry = locked(actor, evidence, None)
    was = load([key])
    gone, _ = entry.links.filter(kind=key[0], target=key[1]).delete()
    if not gone:
        return entry
    entry.link_count = entry.links.count()
    entry.save(update_fields=["link_count"])
    found = list(was.values())
    journal_append(
        actor=actor,
        now=now,
        chain=entry.unit_id,
        action="evidence_unlink",
        thing=entry,
        changes={"links": [[called(one) for one in found] or [f"{key[0]}:{key[1]}"], []]},
        rows=proven_by(entry, found, gone=True),
    )
    linked([key])
    return entry
