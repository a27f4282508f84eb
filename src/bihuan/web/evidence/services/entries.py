"""Entries and their versions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bihuan.web.accounts.permissions import ARCHIVED, Action, require
from bihuan.web.base.errors import ServiceError, StaleError
from bihuan.web.base.services import journal_append
from bihuan.web.evidence.looking.filetypes import types
from bihuan.web.evidence.models import (
    Blob,
    BlobText,
    Evidence,
    EvidenceFile,
    EvidenceLink,
    EvidenceVersion,
    Preview,
    ReviewState,
    Upload,
)
from bihuan.web.evidence.names import stem_of
from bihuan.web.evidence.passages import evidence_files_found, evidence_found
from bihuan.web.evidence.queries import frozen, same_bytes
from bihuan.web.evidence.store import incoming, keep
from bihuan.web.evidence.targets import linked, refuse_archived, same_place
from bihuan.web.evidence.telling import called, proven_by
from bihuan.web.notices.queue import enqueue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.evidence.targets import Target

LONGEST = 5_000
USED = "有的文件已经用过或已过期，请重新选择。"


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
    whole = _whole(actor, unit, uploads)
    if not whole:
        raise ServiceError("请至少选一个文件。", field="file")
    _refuse_unconfirmed(whole, confirmed=confirmed)
    if not again and same_bytes(unit.pk, [one.sha256 for one in whole]):
        raise ServiceError(
            "其中有文件本单位已经交过，请改为关联原有佐证；确需另存的，请勾选确认。", field="again"
        )
    facts = _checked(facts, now, stem_of(whole[0].name))
    _store(whole, 0)

    def files(version: EvidenceVersion) -> list[str]:
        return _take(actor, now, version, unit.pk, whole, 0)

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
        _file(actor, now, version, unit.pk, held)
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


def _whole(actor: User, unit: Unit, uploads: Sequence[Upload]) -> list[Upload]:
    """The actor's uploads as they stand now, each once; refused where one is gone or not whole."""
    wanted = list(dict.fromkeys(one.pk for one in uploads))
    found = {one.pk: one for one in Upload.objects.filter(pk__in=wanted, owner=actor, unit=unit)}
    if len(found) != len(wanted):
        raise ServiceError(USED, field="file")
    unfinished = next((one for one in found.values() if not one.sha256), None)
    if unfinished:
        raise ServiceError(f"“{unfinished.name}”还没有传完，请等它传完，或先去掉它。", field="file")
    return [found[pk] for pk in wanted]


def _refuse_unconfirmed(uploads: Sequence[Upload], *, confirmed: bool) -> None:
    told = [text for one in uploads for text in one.warnings]
    if told and not confirmed:
        raise ServiceError("文件里有个人信息，请先遮盖后重交；确需保留的，请勾选确认。", field="confirmed")


def _checked(facts: Facts, now: datetime, stem: str) -> Facts:
    title = (facts.title.strip() or stem)[:200]
    if facts.event_date and facts.event_date > timezone.localdate(now):
        raise ServiceError("事情发生的日期还没有到，请核对；将来的事不能先有佐证。", field="event_date")
    if facts.event_date and facts.expires_on and facts.expires_on < facts.event_date:
        raise ServiceError("有效期早于事情发生的日期，请核对。", field="expires_on")
    if len(facts.description) > LONGEST:
        raise ServiceError(f"说明最多 {LONGEST} 字。", field="description")
    return facts._replace(title=title, description=facts.description.strip())


def _store(uploads: Sequence[Upload], first: int) -> None:
    """Give the bytes their place in the store; what stands there without a row harms nobody."""
    most = settings.ENV["BIHUAN_EVIDENCE_FILES"]
    if first + len(uploads) > most:
        raise ServiceError(f"一份佐证最多 {most} 个文件，请分成几份。", field="file")
    for upload in uploads:
        try:
            keep(incoming(upload.token), upload.sha256)
        except FileNotFoundError as error:
            raise ServiceError(USED, field="file") from error
        except OSError as error:
            told = "文件存不进去，可能是磁盘已满，请联系系统管理员。"
            raise ServiceError(told, field="file") from error


def _take(
    actor: User, now: datetime, version: EvidenceVersion, unit_id: int, uploads: Sequence[Upload], first: int
) -> list[str]:
    """The uploads become files of the version. Each is taken once: who deletes its row has it."""
    _file(actor, now, version, unit_id, [_held(upload, now) for upload in uploads], first)
    return [one.sha256 for one in uploads]


def _file(
    actor: User, now: datetime, version: EvidenceVersion, unit_id: int, held: Sequence[Held], first: int = 0
) -> None:
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


class Held(NamedTuple):
    """Bytes in the store under the name that they came with; no entry has them yet."""

    blob: Blob
    name: str
    warnings: list[str]


def uploads_hold(*, now: datetime, uploads: Sequence[Upload]) -> list[Held]:
    """Whole uploads become bytes in the store, in the caller's transaction: what was handed in from outside
    waits there, is backed up and verified, until ``evidence_take_over`` makes an entry of it.
    """
    if any(not one.sha256 for one in uploads):
        raise ServiceError(USED, field="file")
    _store(uploads, 0)
    return [_held(one, now) for one in uploads]


def looked_hold(*, now: datetime, uploads: Sequence[Upload]) -> list[Held]:
    """Files of ``upload_look`` become bytes in the store, in the caller's transaction."""
    _store(uploads, 0)
    return [Held(_blob(one, now), one.name, one.warnings) for one in uploads]


def _held(upload: Upload, now: datetime) -> Held:
    taken, _ = Upload.objects.filter(pk=upload.pk).delete()
    if not taken:
        raise ServiceError(USED, field="file")
    transaction.on_commit(partial(incoming(upload.token).unlink, missing_ok=True))
    return Held(_blob(upload, now), upload.name, upload.warnings)


def _blob(upload: Upload, now: datetime) -> Blob:
    """The row of a content; a content that is known already keeps its row."""
    show = types()[upload.kind].show
    state = {"text": Preview.TEXT, "none": Preview.NONE}.get(show, Preview.WAITING)
    blob, made = Blob.objects.get_or_create(
        sha256=upload.sha256,
        defaults={
            "sm3": upload.sm3, "size": upload.size, "kind": upload.kind, "stored_at": now, "preview": state,
        },
    )  # fmt: skip
    if made and upload.text:
        BlobText.objects.create(blob=blob, text=upload.text)
    if made and state is Preview.WAITING:
        enqueue("evidence_draw", {"blob": blob.pk}, now=now, key=f"evidence_draw:{blob.sha256}")
    return blob


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


def locked(actor: User, evidence: Evidence, version: int | None) -> Evidence:
    """The entry as it stands now, if the actor may write it; StaleError where somebody was faster."""
    entry = Evidence.objects.select_for_update(of=("self",)).select_related("unit").get(pk=evidence.pk)
    require_open(actor, Action.ADD_EVIDENCE, entry)
    if version is not None and version != entry.version:
        raise StaleError("这份佐证")
    return entry


def require_open(actor: User, action: Action, entry: Evidence) -> None:
    """Return when allowed; ``ServiceError`` where only the archive of a round that it proves stands in the
    way.
    """
    require(actor, action, entry)
    if frozen(entry):
        raise ServiceError(ARCHIVED)


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
    whole = _whole(actor, evidence.unit, uploads)
    _refuse_unconfirmed(whole, confirmed=confirmed)
    _store(whole, len(kept))
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
    hashes = _take(actor, now, made, entry.unit_id, whole, len(stay))
    entry.number, entry.state = made.number, ReviewState.PENDING
    entry.file_count, entry.version = len(stay) + len(whole), entry.version + 1
    entry.save(update_fields=["number", "state", "file_count", "version"])
    changes = {"number": [made.number - 1, made.number], "files": [[], hashes], "note": ["", made.note]}
    journal_append(
        actor=actor, now=now, chain=entry.unit_id, action="evidence_supersede", thing=entry, changes=changes
    )
    evidence_files_found(entry, now)
    return entry
