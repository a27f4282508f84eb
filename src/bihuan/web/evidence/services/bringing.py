"""An actor's uploads become the files of a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.web.base.errors import ServiceError
from bihuan.web.evidence.models import EvidenceFile, Upload
from bihuan.web.evidence.services.holding import USED, hold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.evidence.models import EvidenceVersion
    from bihuan.web.evidence.services.holding import Held


def whole_uploads(actor: User, unit: Unit, uploads: Sequence[Upload]) -> list[Upload]:
    """The actor's uploads as they stand now, each once; refused where one is gone or not whole."""
    wanted = list(dict.fromkeys(one.pk for one in uploads))
    found = {one.pk: one for one in Upload.objects.filter(pk__in=wanted, owner=actor, unit=unit)}
    if len(found) != len(wanted):
        raise ServiceError(USED, field="file")
    unfinished = next((one for one in found.values() if not one.sha256), None)
    if unfinished:
        raise ServiceError(f"“{unfinished.name}”还没有传完，请等它传完，或先去掉它。", field="file")
    return [found[pk] for pk in wanted]


def refuse_unconfirmed(uploads: Sequence[Upload], *, confirmed: bool) -> None:
    """``ServiceError`` where a file warns of personal data and the uploader has not said that he saw it."""
    told = [text for one in uploads for text in one.warnings]
    if told and not confirmed:
        raise ServiceError("文件里有个人信息，请先遮盖后重交；确需保留的，请勾选确认。", field="confirmed")


def take(
    actor: User, now: datetime, version: EvidenceVersion, unit_id: int, uploads: Sequence[Upload], first: int
) -> list[str]:
    """The uploads become files of the version; their SHA-256."""
    file(actor, now, version, unit_id, [hold(upload, now) for upload in uploads], first)
    return [one.sha256 for one in uploads]


def file(
    actor: User, now: datetime, version: EvidenceVersion, unit_id: int, held: Sequence[Held], first: int = 0
) -> None:
    """What is held becomes files of the version, from the position ``first`` on."""
    EvidenceFile.objects.bulk_create(
        EvidenceFile(
            version=version,
            unit_id=unit_id,
            blob=one.blob,
            position=at,
            name=one.name,
            warnings=one.warnings,
            added_at=now,
            added_by=actor,
        )
        for at, one in enumerate(held, first)
    )
