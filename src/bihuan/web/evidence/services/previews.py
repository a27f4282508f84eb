"""Pictures of files for the browser: a cache beside the store, which can be made again from the bytes."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.storage import FileSystemStorage

from bihuan.web.evidence.looking.apart import RefusedFile, draw_apart
from bihuan.web.evidence.models import Blob, Preview
from bihuan.web.evidence.store import address, open_kept, pictures, storage

if TYPE_CHECKING:
    from collections.abc import Iterator


def previews_make(blob: Blob) -> Blob:
    """Draw the pictures of a content unless they are there; in a child process, so a hostile file harms none.

    No journal entry: nothing that anybody said or did changes.
    """
    folder = pictures(blob.sha256)
    if blob.preview in {Preview.TEXT, Preview.NONE, Preview.FAILED}:
        return blob
    if blob.preview == Preview.READY and (folder / "1.webp").exists():
        return blob
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with _at_hand(blob.sha256) as path:
            blob.pages, blob.whole = draw_apart(path, blob.kind, folder)
        blob.preview = Preview.READY
    except (RefusedFile, OSError):
        blob.preview = Preview.FAILED
    Blob.objects.filter(pk=blob.pk).update(preview=blob.preview, pages=blob.pages, whole=blob.whole)
    return blob


@contextmanager
def _at_hand(sha256: str) -> Iterator[Path]:
    """The path of the bytes on this machine: that of the store, or of a copy for as long as it is needed."""
    store = storage()
    if isinstance(store, FileSystemStorage):
        yield Path(store.path(address(sha256)))
        return
    with open_kept(sha256) as file, tempfile.NamedTemporaryFile(prefix="bihuan-") as copy:
        shutil.copyfileobj(file, copy, 1024 * 1024)
        copy.flush()
        yield Path(copy.name)
