"""Bringing a backup back: everything is read and checked first, then loaded in a new place, then switched.

Until the switch the house stays as it was; what stood there before is set aside, never overwritten.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, transaction

from bihuan.cli import UserError
from bihuan.web.base.restored import RESTORED
from bihuan.web.base.services import HOUSE, journal_append
from bihuan.web.evidence.models import Blob
from bihuan.web.evidence.store import address, keep, open_kept, storage
from bihuan.web.keeping import tables
from bihuan.web.keeping.places import new_place, refuse_occupied
from bihuan.web.keeping.reading import DAMAGED, copy, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bihuan.web.keeping.age import Stretched
    from bihuan.web.keeping.archive import End, Manifest

REFUSED = "备份里的数据写不进数据库，没有恢复，原有数据没有改动：{told}"


class Orders(NamedTuple):
    """How a backup is read and restored."""

    opened_by: Stretched | None = None
    apart: Path | None = None
    """The folder in which the evidence stands, where it is not in the file."""
    replace: bool = False
    """The house has data already: set it aside."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it."""

    manifest: Manifest
    end: End
    aside: str
    """Where the data that stood there before is now, as people are told; empty where there was none."""
    keys: bool
    """The keys of the house came along."""


def backup_check(*, source: Path, orders: Orders) -> tuple[Manifest, End]:
    """Read a backup to its end and hash every part, changing nothing; ``UserError`` where one does not
    hold.
    """
    return read(source, orders.opened_by, orders.apart, None)


def backup_restore(*, now: datetime, source: Path, orders: Orders) -> Restored:
    """Make the house what the backup holds, or leave it as it was and raise ``UserError``."""
    occupied = refuse_occupied(replace=orders.replace)
    with _folder() as folder:
        manifest, end = read(source, orders.opened_by, orders.apart, folder)
        try:
            with new_place(now, occupied=occupied) as place:
                _load(manifest, folder)
                _tell_journal(now, source.name, manifest)
                with _evidence_or_nothing() as added:
                    _bring_evidence(folder, orders.apart if manifest.apart else None, end, added)
        except Error as error:
            raise UserError(REFUSED.format(told=str(error).partition("\n")[0])) from error
        keys = _bring_keys(folder / "secrets", now)
    return Restored(manifest, end, place.aside, keys)


@contextmanager
def _folder() -> Iterator[Path]:
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=data) as text:
        yield Path(text)


# --- tables -------------------------------------------------------------------------------------------------


def _load(manifest: Manifest, folder: Path) -> None:
    """The tables as they were, then whatever this program has migrated since."""
    tables.migrate_to(manifest.migrations)
    known = tables.tables(manifest.migrations)
    with transaction.atomic():
        connection.check_constraints()  # migrations leave some to be checked at each row: at the end again
        tables.empty(known.values())
        for one in manifest.tables:
            if one.name in known:
                with (folder / "tables" / one.name).open("rb") as file:
                    tables.load(known[one.name], file)
        tables.set_counters(known.values(), manifest.counters)
        connection.check_constraints()  # now, while a sentence can still be said; PostgreSQL would wait
    call_command("migrate", verbosity=0, interactive=False)
    for run in RESTORED:
        run()


@transaction.atomic
def _tell_journal(now: datetime, name: str, manifest: Manifest) -> None:
    """The restored journal goes on with how it came here."""
    changes = {"made_at": ["", manifest.made_at], "rows": [0, manifest.rows]}
    journal_append(actor=None, now=now, chain=HOUSE, action="backup_restore", label=name, changes=changes)


# --- evidence -----------------------------------------------------------------------------------------------


@contextmanager
def _evidence_or_nothing() -> Iterator[list[str]]:
    """What is noted inside as added is taken away again where something fails."""
    added: list[str] = []
    try:
        yield added
    except BaseException:
        for sha256 in added:
            storage().delete(address(sha256))
        raise


def _bring_evidence(folder: Path, apart: Path | None, end: End, added: list[str]) -> None:
    """Every content that the tables name into the store of this house."""
    lost = {told.split()[1] for told in end.damaged}
    for sha256 in Blob.objects.order_by("sha256").values_list("sha256", flat=True).iterator(chunk_size=2_000):
        if sha256 in lost or _there(sha256):
            continue
        part = folder / "evidence" / sha256
        if apart:
            _fetch(apart / sha256[:2] / sha256, part)
        if not part.exists():
            raise UserError(f"备份里没有佐证文件 {sha256}，备份不完整，请换一份备份。")
        keep(part, sha256)
        added.append(sha256)
        part.unlink()


def _there(sha256: str) -> bool:
    """Whether the store has the very bytes already; others under that name are taken away."""
    if not storage().exists(address(sha256)):
        return False
    with open_kept(sha256) as file, Path("/dev/null").open("wb") as out:
        same = copy(file, out) == sha256
    if not same:
        storage().delete(address(sha256))
    return same


def _fetch(source: Path, part: Path) -> None:
    """A copy, never a link: the store and the folder of backups must not share a file."""
    try:
        with source.open("rb") as file, part.open("wb") as out:
            found = copy(file, out)
    except FileNotFoundError as error:
        raise UserError(f"“{source}”不见了，佐证目录不完整，请换一份备份。") from error
    if found != source.name:
        raise UserError(DAMAGED.format(what=f"佐证文件 {source.name} "))


# --- keys ---------------------------------------------------------------------------------------------------


def _bring_keys(folder: Path, now: datetime) -> bool:
    """Keys that came along take the place of those here, which are set aside; whether there were any.

    The list of public keys alone (a backup that is not sealed) goes only where there is none yet.
    """
    data = Path(settings.DATA)
    found = {data / one.name.replace("~", "/"): one for one in folder.iterdir()}
    private = any(place.suffix == ".key" for place in found)
    for place, one in sorted(found.items()):
        if place.name == "secret.key" and settings.ENV["BIHUAN_SECRET_KEY"]:
            continue  # the setting is the key; a file would only mislead
        if place.exists():
            if not private or place.read_bytes() == one.read_bytes():
                continue
            place.rename(place.with_name(f"{place.name}.before_restore_{now:%Y%m%d_%H%M%S}"))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        one.chmod(0o600)
        one.replace(place)
    return private
