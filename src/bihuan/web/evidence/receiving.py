"""Taking in a form's files without holding them: each goes to the folder of incoming files as it arrives,
hashed on the way. Nothing larger than a block is in memory.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from bihuan.web.evidence.names import clean_name
from bihuan.web.evidence.store import Hashes, incoming

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Staged:
    """A whole file in the folder of incoming files."""

    token: uuid.UUID
    path: Path
    name: str
    size: int
    sha256: str
    sm3: str


class StagedFile(UploadedFile):  # type: ignore[type-arg]  # it takes none when it runs
    """What stands in ``request.FILES``."""

    def __init__(self, staged: Staged, field: str) -> None:
        super().__init__(name=staged.name, size=staged.size, content_type=field)
        self.staged = staged

    def close(self) -> None:
        """The handler has closed it; Django asks at the end of each request."""


def staged_files(request: HttpRequest, field: str = "file") -> list[Staged]:
    """The whole files that came in this field and that ``StagingHandler`` took in."""
    return [one.staged for one in request.FILES.getlist(field) if isinstance(one, StagedFile)]


class StagingHandler(FileUploadHandler):
    """Django's way of telling us about each block of each file. ``refused`` collects what was too large."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None, *, room: int | None = None) -> None:
        """``room``: bytes that all files of the request may take together, where that is limited."""
        super().__init__(request)
        self.refused: list[str] = []
        self._room = room
        self._file: IO[bytes] | None = None
        self._open: list[Path] = []
        self._size, self._count = 0, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins; one too many is not begun."""
        super().new_file(*args, **kwargs)
        self._count += 1
        if self._count > settings.ENV["BIHUAN_EVIDENCE_FILES"]:
            self.refused.append(f"“{clean_name(self.file_name or '')}”没有收：一次最多交这么多个文件。")
            raise SkipFile
        self._token, self._hashes, self._size = uuid.uuid4(), Hashes(), 0
        self._path = incoming(self._token)
        self._file = self._path.open("xb")
        self._open.append(self._path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next block."""
        del start
        self._size += len(raw_data)
        most = settings.ENV["BIHUAN_EVIDENCE_MB"]
        if self._size > most * MEGABYTE:
            self.refused.append(
                f"“{clean_name(self.file_name or '')}”没有收：超过了 {most} MB，请压缩或拆分后再交。"
            )
            self._drop()
            raise SkipFile
        if self._room is not None:
            self._room -= len(raw_data)
            if self._room < 0:
                self.refused.append(f"“{clean_name(self.file_name or '')}”没有收：文件合计太大，请分次提交。")
                self._drop()
                raise SkipFile
        if self._file is not None:
            self._file.write(raw_data)
            self._hashes.update(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """The whole file, None for one that was skipped."""
        del file_size
        if self._file is None:
            return None
        self._file.close()
        self._file = None
        name = clean_name(self.file_name or "")
        staged = Staged(self._token, self._path, name, self._size, *self._hashes.digests())
        return StagedFile(staged, self.content_type or "")

    def upload_interrupted(self) -> None:
        """The request broke off: nothing of it stays."""
        self._drop()
        self.drop_all()

    def drop_all(self) -> None:
        """Throw away every file of this request."""
        for path in self._open:
            path.unlink(missing_ok=True)

    def _drop(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)


def handler_of(request: HttpRequest) -> StagingHandler:
    """The handler that a view gave the request before anything of it was read."""
    first = request.upload_handlers[0]
    if not isinstance(first, StagingHandler):
        raise TypeError("the view has not said how files are taken in")
    return first
