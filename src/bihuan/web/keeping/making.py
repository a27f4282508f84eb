"""Making a backup while the house is at work: a snapshot of the tables first, then the evidence they name.

Evidence is content-addressed and never taken away, and its bytes stand in the store before the row that
names them: whatever the snapshot names is there, however long the copying takes. Files on their way are no
evidence yet and stay behind. Nothing larger than a block is in memory.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import secrets
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from bihuan import __version__
from bihuan.cli import UserError
from bihuan.web.base.services import HOUSE, journal_append
from bihuan.web.evidence.models import Blob
from bihuan.web.evidence.store import open_kept
from bihuan.web.keeping import archive, tables
from bihuan.web.keeping.archive import BLOCK, End, Hashing, Manifest, Packing, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.core.files import File
    from django.db import models

    from bihuan.web.keeping.age import Stretched

    Bytes = File[bytes]

OURS = re.compile(r"bihuan-\d{8}-\d{6}\.tar(\.age)?")
GONE, CHANGED = "不见了", "与登记的摘要不符"


class Orders(NamedTuple):
    """How a backup is made."""

    sealed_by: Stretched | None = None
    apart: Path | None = None
    """The folder that gathers the evidence of all backups, each content once."""
    with_secrets: bool = True
    """Keys go along where the backup is sealed; they never stand in one that is not."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it."""

    path: Path
    manifest: Manifest
    end: End


class Spooled(NamedTuple):
    """The tables of one moment, in a folder that vanishes."""

    migrations: list[tables.Node]
    tables: list[Table]
    counters: dict[str, int]
    evidence: int
    evidence_bytes: int


def backup_make(*, now: datetime, target: Path, orders: Orders) -> Made:
    """Write the backup to ``target``, which must not be there yet; whole or not at all."""
    if target.exists():
        raise UserError(f"“{target}”已经存在，请换一个文件名。")
    if orders.sealed_by and orders.apart:
        raise UserError("加密的备份要把佐证放在同一个文件里，--passphrase-file 与 --evidence 不能同时使用。")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA) as text:
        try:
            made = _written(now, draft, target, orders, Path(text))
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    _tell_journal(now, made)
    return made


def _written(now: datetime, draft: Path, target: Path, orders: Orders, folder: Path) -> Made:
    with tables.snapshot():
        spooled = _spool(folder)
    kept = _secrets(orders)
    manifest = Manifest(
        format=archive.FORMAT, version=__version__, made_at=now.isoformat(), database=connection.vendor,
        migrations=spooled.migrations, tables=spooled.tables, counters=spooled.counters,
        evidence=spooled.evidence, evidence_bytes=spooled.evidence_bytes, apart=orders.apart is not None,
        secrets=sorted(kept),
    )  # fmt: skip
    told = archive.packed(manifest)
    end = End(hashlib.sha256(told).hexdigest())
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb", buffering=BLOCK) as out:
        with archive.packing(out, orders.sealed_by, now) as parts:
            parts.add(archive.MANIFEST, told)
            for name, data in sorted(kept.items()):
                parts.add(archive.SECRETS + name, data)
            for one in manifest.tables:
                _add_file(parts, f"{archive.TABLES}{one.name}.jsonl.gz", folder / one.name)
            for sha256, size in _listed(folder):
                _copy(parts, orders.apart, sha256, size, end)
            parts.add(archive.END, json.dumps(asdict(end), ensure_ascii=False).encode())
        out.flush()
        os.fsync(out.fileno())
    return Made(target, manifest, end)


# --- tables -------------------------------------------------------------------------------------------------


def _spool(folder: Path) -> Spooled:
    nodes = tables.applied()
    found = tables.tables(nodes)
    listed = [_spool_one(folder, name, model) for name, model in sorted(found.items())]
    count = size = 0
    with (folder / "blobs").open("w", encoding="ascii") as out:
        blobs = Blob.objects.order_by("sha256").values_list("sha256", "size")
        for sha256, bytes_ in blobs.iterator(chunk_size=2_000):
            out.write(f"{sha256} {bytes_}\n")
            count, size = count + 1, size + bytes_
    return Spooled(nodes, listed, tables.counters(found.values()), count, size)


def _spool_one(folder: Path, name: str, model: type[models.Model]) -> Table:
    hashed, rows = hashlib.sha256(), -1
    with gzip.open(folder / name, "wb", compresslevel=3) as out:
        for line in tables.lines(model):
            out.write(line)
            hashed.update(line)
            rows += 1
    return Table(name, rows, hashed.hexdigest())


def _add_file(parts: Packing, name: str, path: Path) -> None:
    with path.open("rb") as file:
        parts.stream(name, file, path.stat().st_size)


# --- evidence -----------------------------------------------------------------------------------------------


def _listed(folder: Path) -> Iterator[tuple[str, int]]:
    with (folder / "blobs").open(encoding="ascii") as lines:
        for line in lines:
            sha256, _, size = line.partition(" ")
            yield sha256, int(size)


def _copy(parts: Packing, apart: Path | None, sha256: str, size: int, end: End) -> None:
    """One content, if it still is what it is named; what is damaged is told and does not keep the rest from
    being kept.
    """
    try:
        with open_kept(sha256) as file:
            whole = _set_aside(apart, sha256, file) if apart else _pack(parts, sha256, file, size)
    except FileNotFoundError:
        end.damaged.append(f"佐证文件 {sha256} {GONE}。")
        return
    if whole:
        end.evidence += 1
    else:
        end.damaged.append(f"佐证文件 {sha256} {CHANGED}。")


def _pack(parts: Packing, sha256: str, file: Bytes, size: int) -> bool:
    """Read twice: a part cannot be taken back once it is written."""
    hashing = Hashing(file)
    while hashing.read(BLOCK):
        pass
    if (hashing.hexdigest(), hashing.size) != (sha256, size):
        return False
    file.seek(0)
    parts.stream(archive.EVIDENCE + sha256, file, size)
    return True


def _set_aside(apart: Path, sha256: str, file: Bytes) -> bool:
    """Into the folder beside, unless it stands there from an earlier backup."""
    place = apart / sha256[:2] / sha256
    if place.exists():
        return True
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft, hashing = place.with_name(f".{sha256}.{secrets.token_hex(4)}"), Hashing(file)
    with draft.open("wb") as out:
        while block := hashing.read(BLOCK):
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    whole = hashing.hexdigest() == sha256
    draft.replace(place) if whole else draft.unlink()
    return whole


# --- keys ---------------------------------------------------------------------------------------------------


def _secrets(orders: Orders) -> dict[str, bytes]:
    """The list of public keys always; what must stay secret only where the backup is sealed."""
    data = Path(settings.DATA)
    wanted = [data / "keys" / "evidence.json"]
    if orders.sealed_by and orders.with_secrets:
        wanted += [data / "secret.key", *sorted((data / "keys").glob("*.key"))]
    return {one.relative_to(data).as_posix(): one.read_bytes() for one in wanted if one.is_file()}


# --- afterwards ---------------------------------------------------------------------------------------------


@transaction.atomic
def _tell_journal(now: datetime, made: Made) -> None:
    """That a copy of everything left the house stands in the journal."""
    changes = {
        "sealed": [False, made.path.suffix == ".age"],
        "rows": [0, made.manifest.rows],
        "files": [0, made.end.evidence],
    }
    journal_append(
        actor=None, now=now, chain=HOUSE, action="backup_make", label=made.path.name, changes=changes
    )


def thin_out(folder: Path, keep: int) -> list[Path]:
    """Delete the oldest of the backups that the program named itself; those deleted."""
    named = sorted(one for one in folder.iterdir() if OURS.fullmatch(one.name))
    gone = named[:-keep]
    for one in gone:
        one.unlink()
    return gone
