"""Bytes come into the store: a row for a content, the name that it came with, no entry yet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import transaction

from bihuan.web.base.errors import ServiceError
from bihuan.web.evidence.looking.filetypes import types
from bihuan.web.evidence.models import Blob, BlobText, Preview, Upload
from bihuan.web.evidence.store import incoming, keep
from bihuan.web.notices.queue import enqueue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

USED = "有的文件已经用过或已过期，请重新选择。"


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
    store(uploads, 0)
    return [hold(one, now) for one in uploads]


def looked_hold(*, now: datetime, uploads: Sequence[Upload]) -> list[Held]:
    """Files of ``upload_look`` become bytes in the store, in the caller's transaction."""
    store(uploads, 0)
    return [Held(_blob(one, now), one.name, one.warnings) for one in uploads]


def hold(upload: Upload, now: datetime) -> Held:
    """A whole upload; it is taken once: who deletes its row has it."""
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


def store(uploads: Sequence[Upload], first: int) -> None:
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
