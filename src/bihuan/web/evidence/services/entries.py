"""Entries: made of uploads, or of what somebody outside the house handed in; corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.evidence.models import Evidence, EvidenceLink, EvidenceVersion
from bihuan.web.evidence.names import stem_of
from bihuan.web.evidence.passages import evidence_files_found, evidence_found
from bihuan.web.evidence.queries import same_bytes
from bihuan.web.evidence.services.bringing import file, refuse_unconfirmed, take, whole_uploads
from bihuan.web.evidence.services.holding import store
from bihuan.web.evidence.services.opening import locked
from bihuan.web.evidence.targets import linked, refuse_archived, same_place
from bihuan.web.evidence.telling import called, proven_by

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.evidence.models import Upload
    from bihuan.web.evidence.services.holding import Held
    from bihuan.web.evidence.targets import Target

LONGEST = 5_000


class Facts(NamedTuple):
    """What people say of a piece of evidence."""

    title: str
    kind: str
    event_date: date | None = None
    expires_on: date | None = None
    description: str = ""


def evidence_create(
    *,
    actor: User,
    now: datetime,
    unit: Unit,
    facts: Facts,
    uploads: Sequence[Upload],
    targets: Sequence[Target] = (),
    office: Unit | None = None,
    confirmed: bool = False,
    again: bool = False,
) -> Evidence:
    """A new entry of whole files, linked to what it proves.

    ``confirmed``: the uploader has seen the warnings about personal data. ``again``: the unit has some of the
    files already, and wants a second entry nevertheless. The bytes get their place in the store before the
    transaction: a slow store holds no lock.
    """
    office_id = office.pk if office else None
    if targets:
        unit_id, office_id = same_place(targets)
        if unit_id != unit.pk:
            raise ServiceError("要证明的事项不是本单位的，请从本单位的问题页进入。")
    require(actor, Action.ADD_EVIDENCE, _Place(unit.pk, office_id))
    refuse_archived(targets)
    whole = whole_uploads(actor, unit, uploads)
    if not whole:
        raise ServiceError("请至少选一个文件。", field="file")
    refuse_unconfirmed(whole, confirmed=confirmed)
    if not again and same_bytes(unit.pk, [one.sha256 for one in whole]):
        raise ServiceError(
            "其中有文件本单位已经交过，请改为关联原有佐证；确需另存的，请勾选确认。", field="again"
        )
    facts = _checked(facts, now, stem_of(whole[0].name))
    store(whole, 0)

    def files(version: EvidenceVersion) -> list[str]:
        return take(actor, now, version, unit.pk, whole, 0)

    kept = [text for one in whole for text in one.warnings]
    return _create(actor, now, unit, office_id, facts, _Files(files, len(whole), kept), targets)


def evidence_take_over(
    *,
    actor: User,
    now: datetime,
    unit: Unit,
    facts: Facts,
    held: Sequence[Held],
    targets: Sequence[Target],
    told_by: str,
) -> Evidence:
    """A new entry of files that somebody outside the house handed in and that are held already
    (``upload_hold``); ``told_by`` says who. The actor takes them over with all that they warn of.
    """
    unit_id, office_id = same_place(targets)
    require(actor, Action.ADD_EVIDENCE, _Place(unit_id, office_id))
    refuse_archived(targets)
    if not held:
        raise ServiceError("请至少选一个文件。", field="file")
    facts = _checked(facts, now, stem_of(held[0].name))

    def files(version: EvidenceVersion) -> list[str]:
        file(actor, now, version, unit.pk, held)
        return [one.blob.sha256 for one in held]

    kept = [text for one in held for text in one.warnings]
    return _create(actor, now, unit, office_id, facts, _Files(files, len(held), kept), targets, told_by)


class _Files(NamedTuple):
    """How the files of a new entry come to its first version, how many, what they warned of."""

    bring: Callable[[EvidenceVersion], list[str]]
    """Returns their SHA-256."""
    many: int
    warnings: list[str]


@transaction.atomic
def _create(
    actor: User,
    now: datetime,
    unit: Unit,
    office_id: int | None,
    facts: Facts,
    files: _Files,
    targets: Sequence[Target],
    told_by: str = "",
) -> Evidence:
    entry = Evidence.objects.create(
        told_by=told_by[:100],
        unit=unit,
        office_id=office_id,
        created_at=now,
        created_by=actor,
        recency=-int(now.timestamp() * 1_000_000),
        link_count=len(targets),
        file_count=files.many,
        **facts._asdict(),
    )
    version = EvidenceVersion.objects.create(evidence=entry, number=1, made_at=now, made_by=actor)
    hashes = files.bring(version)
    EvidenceLink.objects.bulk_create(
        EvidenceLink(evidence=entry, kind=one.kind, target=one.id, linked_at=now, linked_by=actor)
        for one in targets
    )
    changes = {
        "title": ["", entry.title],
        "files": [[], hashes],
        "links": [[], [called(one) for one in targets]],
        "confirmed": [[], files.warnings],
        **({"told_by": ["", entry.told_by]} if told_by else {}),
    }
    journal_append(
        actor=actor,
        now=now,
        chain=unit.pk,
        action="evidence_create",
        thing=entry,
        changes=changes,
        rows=proven_by(entry, targets),
    )
    linked([one.key for one in targets])
    evidence_files_found(entry, now)
    return entry


class _Place:
    """Unit and office, before there is an entry."""

    def __init__(self, unit_id: int, office_id: int | None) -> None:
        self.unit_id, self.office_id = unit_id, office_id


def _checked(facts: Facts, now: datetime, stem: str) -> Facts:
    title = (facts.title.strip() or stem)[:200]
    if facts.event_date and facts.event_date > timezone.localdate(now):
        raise ServiceError("事情发生的日期还没有到，请核对；将来的事不能先有佐证。", field="event_date")
    if facts.event_date and facts.expires_on and facts.expires_on < facts.event_date:
        raise ServiceError("有效期早于事情发生的日期，请核对。", field="expires_on")
    if len(facts.description) > LONGEST:
        raise ServiceError(f"说明最多 {LONGEST} 字。", field="description")
    return facts._replace(title=title, description=facts.description.strip())


@transaction.atomic
def evidence_edit(
    *, actor: User, now: datetime, evidence: Evidence, facts: Facts, version: int | None = None
) -> Evidence:
    """Correct what is said of an entry; its files do not change."""
    entry = locked(actor, evidence, version)
    new = _checked(facts, now, entry.title)
    old = Facts(entry.title, entry.kind, entry.event_date, entry.expires_on, entry.description)
    if new == old:
        return entry
    for name, value in new._asdict().items():
        setattr(entry, name, value)
    entry.version += 1
    entry.save(update_fields=[*Facts._fields, "version"])
    changes = {
        name: [_plain(getattr(old, name)), _plain(getattr(new, name))]
        for name in Facts._fields
        if getattr(old, name) != getattr(new, name)
    }
    journal_append(
        actor=actor, now=now, chain=entry.unit_id, action="evidence_edit", thing=entry, changes=changes
    )
    evidence_found(entry, now)
    return entry


def _plain(value: object) -> str:
    return str(value) if value is not None else ""
