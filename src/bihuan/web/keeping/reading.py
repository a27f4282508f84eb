"""Reading a backup into a folder, every part against its hash, before anything is done with it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bihuan.cli import UserError
from bihuan.web.keeping import archive, tables
from bihuan.web.keeping.age import CUT
from bihuan.web.keeping.archive import BLOCK, EVIDENCE, SECRETS, TABLES, End, Hashing, Manifest, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bihuan.web.keeping.age import Stretched

DAMAGED = "备份里的{what}与摘要不符，备份已经损坏，请换一份备份。"
APART = "这个备份的佐证存在另外的目录里，请用 --evidence 写明那个目录。"


def read(source: Path, by: Stretched | None, apart: Path | None, folder: Path | None) -> tuple[Manifest, End]:
    """The whole backup into the folder (None: only hashed); ``UserError`` where it is not ours, is of a newer
    version, or a part of it does not hold.
    """
    for name in ("tables", "evidence", "secrets"):
        if folder:
            (folder / name).mkdir()
    with archive.unpacking(source, by) as parts:
        manifest = archive.opened(source, next(parts, None))
        tables.refuse_unknown(manifest.migrations)
        if manifest.apart and apart is None:
            raise UserError(APART)
        return manifest, _Reader(manifest, folder).read(parts)


class _Reader:
    """Knows what is still to come."""

    def __init__(self, manifest: Manifest, folder: Path | None) -> None:
        self._manifest, self._folder = manifest, folder
        self._tables = {f"{TABLES}{one.name}.jsonl.gz": one for one in manifest.tables}
        self._secrets = {SECRETS + name for name in manifest.secrets}
        self._evidence = 0

    def read(self, parts: Iterator[Part]) -> End:
        """Every part up to the end."""
        for part in parts:
            if part.name == archive.END:
                return self._end(part)
            if part.name in self._tables:
                self._table(part)
            elif part.name in self._secrets:
                self._secret(part)
            elif part.name.startswith(EVIDENCE):
                self._content(part)
            else:
                raise UserError(CUT)
        raise UserError(CUT)

    def _end(self, part: Part) -> End:
        told = End(**json.loads(part.all()))
        same = told.manifest_sha256 == hashlib.sha256(archive.packed(self._manifest)).hexdigest()
        counted = self._manifest.apart or told.evidence == self._evidence
        if self._tables or self._secrets or not same or not counted:
            raise UserError(CUT)
        return told

    def _table(self, part: Part) -> None:
        table = self._tables.pop(part.name)
        hashed, rows = hashlib.sha256(), -1
        with _out(self._folder and self._folder / "tables" / table.name) as out:
            try:
                with gzip.open(part.file) as file:
                    for line in file:
                        hashed.update(line)
                        out.write(line)
                        rows += 1
            except (OSError, EOFError, zlib.error) as error:
                raise UserError(DAMAGED.format(what=f"数据表 {table.name} ")) from error
        if (hashed.hexdigest(), rows) != (table.sha256, table.rows):
            raise UserError(DAMAGED.format(what=f"数据表 {table.name} "))

    def _secret(self, part: Part) -> None:
        self._secrets.remove(part.name)
        data = part.all()
        if self._folder:
            place = self._folder / "secrets" / part.name.removeprefix(SECRETS).replace("/", "~")
            place.write_bytes(data)

    def _content(self, part: Part) -> None:
        name = part.name.removeprefix(EVIDENCE)
        draft = self._folder and self._folder / ".content"
        with _out(draft) as out:
            found = copy(part.file, out)
        if found != name:
            raise UserError(DAMAGED.format(what=f"佐证文件 {name} "))
        if draft and self._folder:
            draft.replace(self._folder / "evidence" / name)
        self._evidence += 1


def copy(source: archive.Readable, out: IO[bytes]) -> str:
    """Copy to the end; the SHA-256 of what was copied."""
    hashing = Hashing(source)
    shutil.copyfileobj(hashing, out, BLOCK)
    return hashing.hexdigest()


@contextmanager
def _out(path: Path | None) -> Iterator[IO[bytes]]:
    with Path(path or os.devnull).open("wb") as out:
        yield out
