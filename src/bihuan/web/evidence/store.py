"""Where bytes are: incoming files in a folder, kept ones in the store by their SHA-256.

The store is a folder or an object store (``STORAGES["evidence"]``). A file gets its place there only when it
is whole: by a hard link in a folder, by one put in an object store.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.core.files.storage import Storage

BLOCK = 1024 * 1024


def storage() -> Storage:
    """The store of kept bytes."""
    return storages["evidence"]


def address(sha256: str) -> str:
    """The name of a content in the store."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def incoming(token: UUID) -> Path:
    """The file of an upload that is on its way."""
    folder = Path(settings.DATA) / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / token.hex


class Hashes:
    """SHA-256 and SM3 of a stream; SM3 is empty where the machine's OpenSSL has none."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = hashlib.new("sm3") if "sm3" in hashlib.algorithms_available else None

    def update(self, block: bytes) -> None:
        """The next bytes."""
        self._sha256.update(block)
        if self._sm3:
            self._sm3.update(block)

    def digests(self) -> tuple[str, str]:
        """SHA-256 and SM3 as hexadecimal digits."""
        return self._sha256.hexdigest(), self._sm3.hexdigest() if self._sm3 else ""


def hashes_of(file: IO[bytes]) -> tuple[str, str, int]:
    """SHA-256, SM3 and size of an open file, a block at a time."""
    hashes, size = Hashes(), 0
    while block := file.read(BLOCK):
        hashes.update(block)
        size += len(block)
    return *hashes.digests(), size


def keep(part: Path, sha256: str) -> None:
    """Give a whole file its place in the store; bytes that stand there already stay as they are."""
    store, name = storage(), address(sha256)
    if store.exists(name) and store.size(name) == part.stat().st_size:
        return
    if isinstance(store, FileSystemStorage):
        _link(part, Path(store.path(name)))
        return
    with part.open("rb") as file:
        store.save(name, File(file))


def _link(part: Path, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.{os.getpid()}.{part.name}")
    try:
        os.link(part, draft)
    except OSError:  # another disk, or a file system without hard links
        shutil.copyfile(part, draft)
    draft.chmod(0o600)
    draft.replace(place)


def open_kept(sha256: str) -> File[bytes]:
    """The bytes, open for reading; ``FileNotFoundError`` where they are gone."""
    return storage().open(address(sha256), "rb")


def kept_names() -> Iterator[str]:
    """SHA-256 of everything in the store, in order."""
    store = storage()
    for first in sorted(store.listdir("")[0]) if _exists(store) else []:
        for second in sorted(store.listdir(first)[0]):
            yield from sorted(store.listdir(f"{first}/{second}")[1])


def _exists(store: Storage) -> bool:
    return not isinstance(store, FileSystemStorage) or Path(store.location).is_dir()


def pictures(sha256: str) -> Path:
    """The folder of a content's previews: a cache that can be made again from the bytes."""
    return Path(settings.DATA) / "previews" / sha256[:2] / sha256
