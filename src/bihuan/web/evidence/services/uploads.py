"""Files on their way. Each is whole and looked into before anything may refer to it.

Uploads are drafts and have no journal entries, with one exception: a file with a secrecy mark is refused, and
that it came stands in the journal (never its content).
"""

from __future__ import annotations

import fcntl
import os
from datetime import timedelta
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from bihuan.web.accounts.permissions import Action, require
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.services import journal_append
from bihuan.web.evidence.looking.apart import RefusedFile, look_apart
from bihuan.web.evidence.looking.filetypes import types
from bihuan.web.evidence.models import Upload
from bihuan.web.evidence.names import clean_name
from bihuan.web.evidence.queries import bytes_of
from bihuan.web.evidence.store import hashes_of, incoming

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Protocol

    from bihuan.web.accounts.models import Unit, User
    from bihuan.web.base.services import Actor
    from bihuan.web.evidence.looking.apart import Look
    from bihuan.web.evidence.receiving import Staged

    class Source(Protocol):
        def read(self, size: int, /) -> bytes: ...


MEGABYTE, GIGABYTE = 1024**2, 1024**3
BLOCK = 256 * 1024
KEPT = timedelta(hours=48)
"""How long an upload may wait for its entry."""
OPEN_AT_ONCE = 200
"""Uploads that one account may have on their way."""
BUSY = "这个文件正在由另一个窗口上传，请等它传完，或关掉那个窗口后再试。"
UNREADABLE = "“{name}”是{word}，程序读不出里面的文字，密级标志和个人信息请自行核对。"


def upload_begin(*, actor: User, now: datetime, unit: Unit, name: str, size: int) -> Upload:
    """Announce a file of so many bytes; its parts follow by ``upload_append``."""
    _require(actor, unit)
    name = clean_name(name)
    _refuse_size(unit, name, size)
    if Upload.objects.filter(owner=actor).count() >= OPEN_AT_ONCE:
        raise ServiceError("没有用上的文件太多了，请先完成或放弃已经上传的。", field="file")
    upload = Upload.objects.create(owner=actor, unit=unit, name=name, size=size, created_at=now)
    incoming(upload.token).touch(mode=0o600)
    return upload


def _require(actor: User, unit: Unit) -> None:
    require(actor, Action.ADD_EVIDENCE, _Place(unit.pk))


class _Place:
    """A unit, before there is an entry."""

    office_id = None

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id


def _refuse_size(unit: Unit, name: str, size: int) -> None:
    env = settings.ENV
    if size <= 0:
        raise ServiceError(f"“{name}”没有收：文件是空的，请确认交的是写好并已保存的文件。", field="file")
    if size > env["BIHUAN_EVIDENCE_MB"] * MEGABYTE:
        most = env["BIHUAN_EVIDENCE_MB"]
        raise ServiceError(f"“{name}”没有收：超过了 {most} MB，请压缩或拆分后再交。", field="file")
    waiting = Upload.objects.filter(unit=unit).aggregate(sum=Sum("size"))["sum"] or 0
    if bytes_of(unit.pk) + waiting + size > env["BIHUAN_EVIDENCE_QUOTA_GB"] * GIGABYTE:
        most = env["BIHUAN_EVIDENCE_QUOTA_GB"]
        raise ServiceError(
            f"“{name}”没有收：本单位的佐证合计已接近 {most} GB 的上限，请联系系统管理员。", field="file"
        )


def upload_append(*, actor: User, now: datetime, upload: Upload, offset: int, source: Source) -> Upload:
    """The next part, from ``offset``; what arrived before a break is kept, and the next part goes on there.

    An offset that is not the end is refused: the client asks how far it came and goes on from there.
    """
    del now
    _require(actor, upload.unit)
    with incoming(upload.token).open("r+b") as file:
        _lock(file)
        upload.refresh_from_db(fields=["received", "sha256"])
        if upload.sha256:
            raise ServiceError("这个文件已经传完，不能再续传。")
        if offset != upload.received:
            raise ServiceError(f"续传的位置不对：已收到 {upload.received} 字节，请从那里接着传。")
        file.truncate(offset)
        file.seek(offset)
        try:
            _copy(source, file, upload.size - offset)
        finally:
            upload.received = file.tell()
            Upload.objects.filter(pk=upload.pk).update(received=upload.received)
    return upload


def _lock(file: IO[bytes]) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise ServiceError(BUSY) from error


def _copy(source: Source, file: IO[bytes], left: int) -> None:
    while block := source.read(BLOCK):
        left -= len(block)
        if left < 0:
            raise ServiceError("收到的比文件原来的大小还多，文件在上传途中改变了，请重新上传。")
        file.write(block)
    file.flush()


def upload_finish(*, actor: User, now: datetime, upload: Upload) -> Upload:
    """All parts are here: hash the file and look into it. A file that is refused is thrown away."""
    _require(actor, upload.unit)
    if upload.sha256:
        return upload
    path = incoming(upload.token)
    if upload.received != upload.size or path.stat().st_size != upload.size:
        raise ServiceError(f"“{upload.name}”还没有传完：应有 {upload.size} 字节，收到 {upload.received}。")
    with path.open("rb") as file:
        sha256, sm3, _ = hashes_of(file)
        os.fsync(file.fileno())
    return _accept(actor, now, upload, sha256, sm3)


def upload_receive(*, actor: User, now: datetime, unit: Unit, staged: Staged) -> Upload:
    """A whole file of a plain form."""
    try:
        _require(actor, unit)
    except Exception:
        staged.path.unlink(missing_ok=True)
        raise
    return upload_hand_in(teller=actor, owner=actor, now=now, unit=unit, staged=staged)


def upload_hand_in(*, teller: Actor, owner: User, now: datetime, unit: Unit, staged: Staged) -> Upload:
    """A whole file that ``teller``, perhaps nobody with an account, hands to ``owner``. The caller has looked
    at the rights; limits, looking into the file and the journal of a refused mark are the same for everybody.
    """
    try:
        _refuse_size(unit, staged.name, staged.size)
    except Exception:
        staged.path.unlink(missing_ok=True)
        raise
    upload = Upload.objects.create(
        token=staged.token,
        owner=owner,
        unit=unit,
        name=staged.name,
        size=staged.size,
        received=staged.size,
        created_at=now,
    )
    with staged.path.open("rb") as file:
        os.fsync(file.fileno())
    return _accept(teller, now, upload, staged.sha256, staged.sm3)


def upload_look(
    *, teller: Actor, now: datetime, unit: Unit, staged: Staged, types: Sequence[str] = ()
) -> Upload:
    """A whole file that the same request keeps (``looked_hold``) or throws away: nobody owns it, so no row is
    made. Limits, the look and the journal of a refused mark are those of every file.
    """
    try:
        _refuse_size(unit, staged.name, staged.size)
    except Exception:
        staged.path.unlink(missing_ok=True)
        raise
    upload = Upload(token=staged.token, unit=unit, name=staged.name, size=staged.size, received=staged.size)
    _look(teller, now, upload, staged.sha256, staged.sm3, types)
    return upload


def _accept(actor: Actor, now: datetime, upload: Upload, sha256: str, sm3: str) -> Upload:
    _look(actor, now, upload, sha256, sm3)
    upload.save(update_fields=["sha256", "sm3", "kind", "warnings", "text", "notes"])
    return upload


def _look(
    actor: Actor, now: datetime, upload: Upload, sha256: str, sm3: str, types: Sequence[str] = ()
) -> None:
    """Look into a whole file in a process of its own; what is refused leaves nothing behind."""
    try:
        look = look_apart(incoming(upload.token), upload.name, types)
    except RefusedFile as error:
        upload_throw_away(upload)
        if error.mark:
            _tell_journal(actor, now, upload, sha256, error.mark)
        raise ServiceError(str(error), field="file") from error
    upload.sha256, upload.sm3, upload.kind = sha256, sm3, look.kind
    upload.warnings, upload.text = list(look.warnings), look.text
    upload.notes = _notes(upload, look)


def _notes(upload: Upload, look: Look) -> list[str]:
    found = types()[look.kind]
    unread = not found.reads or (look.kind == "pdf" and not look.text.strip())
    word = "扫描件" if found.reads else found.word
    return [UNREADABLE.format(name=upload.name, word=word)] if unread else []


@transaction.atomic
def _tell_journal(actor: Actor, now: datetime, upload: Upload, sha256: str, mark: str) -> None:
    changes = {"mark": ["", mark], "sha256": ["", sha256]}
    journal_append(
        actor=actor,
        now=now,
        chain=upload.unit_id,
        action="upload_refused",
        label=upload.name,
        changes=changes,
    )


def upload_discard(*, actor: User, now: datetime, upload: Upload) -> None:
    """Throw a file away that no entry has taken."""
    del now
    if upload.owner_id != actor.pk:
        raise ServiceError("只能放弃自己上传的文件。")
    upload_throw_away(upload)


def upload_throw_away(upload: Upload) -> None:
    incoming(upload.token).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()


def uploads_sweep(*, now: datetime) -> int:
    """Throw away uploads that have waited too long, and incoming files that no upload knows; how many."""
    stale = list(Upload.objects.filter(created_at__lt=now - KEPT).defer("text"))
    for upload in stale:
        upload_throw_away(upload)
    known = {token.hex for token in Upload.objects.values_list("token", flat=True)}
    edge = (now - KEPT).timestamp()
    folder = incoming(_ANY).parent
    lost = [one for one in folder.iterdir() if one.name not in known and one.stat().st_mtime < edge]
    for one in lost:
        one.unlink(missing_ok=True)
    return len(stale) + len(lost)


_ANY = Upload._meta.get_field("token").get_default()
