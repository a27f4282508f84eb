"""The file of a backup: a tar, read and written from front to end, perhaps sealed by a passphrase.

It begins with ``bihuan.json`` (what it is and what belongs in it) and ends with ``end.json`` (what really
went in). Between them stand ``tables/<name>.jsonl.gz``, ``evidence/<sha256>`` and ``secrets/<name>``. A
reader knows from the first block whether the file is for it, and from the last whether it is whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

from bihuan.cli import UserError
from bihuan.web.keeping.age import CUT, Opening, Sealing, Stretched, is_sealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from bihuan.web.keeping.tables import Node

FORMAT = 1
MANIFEST, END = "bihuan.json", "end.json"
TABLES, EVIDENCE, SECRETS = "tables/", "evidence/", "secrets/"
BLOCK = 1024 * 1024
FOREIGN = "“{name}”不是闭环的备份，请核对文件。"
NEWER = "“{name}”是更新版本的备份格式，请先升级本程序再恢复。"
SEALED = "“{name}”是加密的备份，请用 --passphrase-file 给出口令。"


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the backup."""

    name: str
    rows: int
    sha256: str
    """Of its lines before they were compressed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is and what belongs in it."""

    format: int
    version: str
    """Of the program that made it."""
    made_at: str
    database: str
    """sqlite or postgresql: told to people, nothing depends on it."""
    migrations: list[Node]
    tables: list[Table]
    counters: dict[str, int]
    evidence: int
    evidence_bytes: int
    apart: bool
    """Evidence stands in a folder of its own beside this file."""
    secrets: list[str]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(one.rows for one in self.tables)


@dataclass(slots=True)
class End:
    """What went in."""

    manifest_sha256: str
    evidence: int = 0
    damaged: list[str] = field(default_factory=list)
    """Sentences on evidence that the store no longer had as it was registered."""


class Packing:
    """The parts of a backup, one after the other."""

    def __init__(self, tar: tarfile.TarFile, made_at: datetime) -> None:
        self._tar, self._made_at = tar, int(made_at.timestamp())

    def add(self, name: str, data: bytes) -> None:
        """A part that is in memory."""
        self.stream(name, io.BytesIO(data), len(data))

    def stream(self, name: str, file: Readable, size: int) -> None:
        """A part of exactly so many bytes."""
        told = tarfile.TarInfo(name)
        told.size, told.mode, told.mtime = size, 0o600, self._made_at
        self._tar.addfile(told, cast("IO[bytes]", file))
        _forget(self._tar)


@contextmanager
def packing(out: IO[bytes], by: Stretched | None, made_at: datetime) -> Iterator[Packing]:
    """Write a backup; the caller keeps the order."""
    sink: Any = Sealing(out, by) if by else out
    with tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT, bufsize=BLOCK) as tar:
        yield Packing(tar, made_at)
    if by:
        sink.close()


@dataclass(slots=True)
class Part:
    """A part that is being read."""

    name: str
    size: int
    file: IO[bytes]

    def all(self, most: int = 64 * BLOCK) -> bytes:
        """All of it; ``UserError`` where it is beyond reason."""
        if self.size > most:
            raise UserError(CUT)
        return self.file.read()


@contextmanager
def unpacking(path: Path, by: Stretched | None) -> Iterator[Iterator[Part]]:
    """The parts of a backup in their order; ``UserError`` where it is none, or breaks off."""
    with path.open("rb") as file:
        sealed = is_sealed(file.read(64))
        file.seek(0)
        source: Any = file
        if sealed:
            if by is None:
                raise UserError(SEALED.format(name=path.name))
            source = Opening(file, by)
        try:
            tar = tarfile.open(fileobj=source, mode="r|", bufsize=BLOCK)  # noqa: SIM115 - closed by the generator below
        except (tarfile.TarError, EOFError, OSError) as error:
            raise UserError(FOREIGN.format(name=path.name)) from error
        try:
            yield _parts(tar)
        except (tarfile.TarError, EOFError) as error:
            raise UserError(CUT) from error


def _parts(tar: tarfile.TarFile) -> Iterator[Part]:
    with tar:
        while told := tar.next():
            file = tar.extractfile(told) if told.isreg() else None
            if file is None:
                raise UserError(CUT)
            yield Part(told.name, told.size, file)
            _forget(tar)


def _forget(tar: Any) -> None:
    """It remembers every part otherwise, a kilobyte each."""
    tar.members.clear()


def packed(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    told = {"is": "bihuan-backup", **asdict(manifest)}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def opened(path: Path, part: Part | None) -> Manifest:
    """The manifest, if this is one that we understand."""
    if part is None or part.name != MANIFEST:
        raise UserError(FOREIGN.format(name=path.name))
    try:
        told = json.loads(part.all())
        if told.pop("is") != "bihuan-backup":
            raise UserError(FOREIGN.format(name=path.name))
        if told["format"] > FORMAT:
            raise UserError(NEWER.format(name=path.name))
        nodes = [(app, name) for app, name in told.pop("migrations")]
        listed = [Table(**one) for one in told.pop("tables")]
        return Manifest(**told, migrations=nodes, tables=listed)
    except (ValueError, TypeError, KeyError) as error:
        raise UserError(FOREIGN.format(name=path.name)) from error


class Readable(Protocol):
    """Whatever gives bytes."""

    def read(self, size: int = ..., /) -> bytes: ...


class Hashing:
    """Bytes that are read once, with what they come to."""

    def __init__(self, source: Readable) -> None:
        self._source, self._sum, self.size = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self._source.read(size)
        self._sum.update(block)
        self.size += len(block)
        return block

    def hexdigest(self) -> str:
        """SHA-256 of all that was read."""
        return self._sum.hexdigest()
