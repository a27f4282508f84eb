"""Further versions of an entry: old ones stay as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.accounts.permissions import Action
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.evidence.models import EvidenceFile, EvidenceVersion, ReviewState
from bihuan.web.evidence.passages import evidence_files_found
from bihuan.web.evidence.services.bringing import refuse_unconfirmed, take, whole_uploads
from bihuan.web.evidence.services.holding import store
from bihuan.web.evidence.services.opening import locked, require_open

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import User
    from bihuan.web.evidence.models import Evidence, Upload


def evidence_supersede(
    *,
    actor: User,
    now: datetime,
    evidence: Evidence,
    uploads: Sequence[Upload],
    kept: Sequence[int] = (),
    note: str = "",
    version: int | None = None,
    confirmed: bool = False,
) -> Evidence:
    """A new version: the files of the present one whose ids are ``kept``, then the uploads.

    The old version stays as it was; the review begins anew.
    """
    require_open(actor, Action.ADD_EVIDENCE, evidence)
    whole = whole_uploads(actor, evidence.unit, uploads)
    refuse_unconfirmed(whole, confirmed=confirmed)
    store(whole, len(kept))
    return _supersede(actor, now, evidence, whole, set(kept), note.strip()[:300], version)


@transaction.atomic
def _supersede(
    actor: User,
    now: datetime,
    evidence: Evidence,
    whole: Sequence[Upload],
    kept: set[int],
    note: str,
    version: int | None,
) -> Evidence:
    entry = locked(actor, evidence, version)
    files = EvidenceFile.objects.filter(version__evidence=entry, version__number=entry.number)
    old = list(files.order_by("position"))
    stay = [one for one in old if one.pk in kept]
    if not whole and len(stay) == len(old):
        raise ServiceError("新版本与现行版本完全一样，请换上新的文件，或去掉不要的。", field="file")
    if not whole and not stay:
        raise ServiceError("新版本至少要有一个文件。", field="file")
    made = EvidenceVersion.objects.create(
        evidence=entry, number=entry.number + 1, note=note, made_at=now, made_by=actor
    )
    for at, one in enumerate(stay):
        one.pk, one.version, one.position = None, made, at
        one.save(force_insert=True)
    hashes = take(actor, now, made, entry.unit_id, whole, len(stay))
    entry.number, entry.state = made.number, ReviewState.PENDING
    entry.file_count, entry.version = len(stay) + len(whole), entry.version + 1
    entry.save(update_fields=["number", "state", "file_count", "version"])
    changes = {"number": [made.number - 1, made.number], "files": [[], hashes], "note": ["", made.note]}
    journal_append(
        actor=actor, now=now, chain=entry.unit_id, action="evidence_supersede", thing=entry, changes=changes
    )
    evidence_files_found(entry, now)
    return entry
