"""Making a package: what is in it and the signature; the bytes follow as a stream (``packages.stream``)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bihuan.proof.manifest import dump, dump_seal
from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.evidence import targets
from bihuan.web.evidence.keys import seal
from bihuan.web.evidence.models import Evidence
from bihuan.web.evidence.names import safe_path
from bihuan.web.evidence.packages import Package, facts
from bihuan.web.evidence.queries import evidence_of
from bihuan.web.evidence.store import address, storage

if TYPE_CHECKING:
    from datetime import datetime

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.evidence.targets import Target

MOST = 5_000
"""Entries of one package; a unit with more takes it response by response."""


@transaction.atomic
def package_make(
    *, actor: User, now: datetime, unit: Unit, office: int | None = None, target: Target | None = None
) -> Package:
    """All evidence of a unit that the actor sees, or that of one object and what belongs to it.

    The journal keeps the hash of the signed list, so that a package can be held against it years later.
    """
    require(actor, Action.READ, _Place(unit.pk, target.office_id if target else office))
    rows = evidence_of(targets.members(target)) if target else Evidence.objects.all()
    found = list(rows.visible_to(actor).filter(unit=unit).order_by("pk")[: MOST + 1])  # type: ignore[attr-defined]
    if not found:
        raise ServiceError("还没有佐证，没有可以打包的。")
    if len(found) > MOST:
        raise ServiceError(f"佐证超过 {MOST} 份，一个包装不下，请按问题分别打包。")
    scope = f"{target.kind}:{target.id}" if target else f"unit:{unit.pk}"
    title = f"{unit}{target.place if target else ''}佐证包"
    told, entries = facts(unit, title, scope, actor, now, found)
    missing = next((one.path for one in entries if not storage().exists(address(one.sha256))), None)
    if missing:
        raise ServiceError(
            f"“{missing}”的原件在存储里找不到，请系统管理员执行 bihuan verify --evidence 核查。"
        )
    manifest = dump(told)
    signed, key = seal(manifest, now)
    sha256 = hashlib.sha256(manifest).hexdigest()
    changes = {"manifest": ["", sha256], "key": ["", key], "files": [0, len(entries)]}
    journal_append(
        actor=actor, now=now, chain=unit.pk, action="package_make", thing=unit, label=title, changes=changes
    )
    name = safe_path(f"{title}-{timezone.localdate(now):%Y%m%d}.zip")
    return Package(name, now, manifest, dump_seal(signed, key), entries)


class _Place:
    """A unit under an office."""

    def __init__(self, unit_id: int, office_id: int | None) -> None:
        self.unit_id, self.office_id = unit_id, office_id
