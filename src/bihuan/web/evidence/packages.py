"""What goes into a package: the signed list, and the ZIP as a stream of blocks.

Nothing is held: each file is read from the store block by block, hashed again on the way, and a file that is
no longer what its hash says breaks the stream off, so that a wrong package never comes out whole.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bihuan.proof.manifest import FORMAT, MANIFEST, README, SIGNATURE
from bihuan.web.evidence import targets
from bihuan.web.evidence.looking.filetypes import types
from bihuan.web.evidence.models import Evidence, EvidenceFile, EvidenceLink, EvidenceVersion
from bihuan.web.evidence.names import safe_path, unique
from bihuan.web.evidence.store import BLOCK, Hashes, open_kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bihuan.web.accounts.models import Unit, User

TEXT = """本包由“闭环”出具，内含佐证文件和一份签了名的清单。

manifest.json    清单：每个文件的名称、大小、SHA-256 与 SM3 摘要，它证明什么，谁在什么时候上传、审核
signature.json   对清单的签名和所用公钥

怎样核验（不需要联网）：安装闭环的命令行，执行
    bihuan verify 包的文件名.zip --key 公钥指纹
公钥指纹请向出具单位索取，不要用包里自带的，否则只能证明包里前后一致，不能证明是谁出具的。
"""


class StoreBroken(Exception):  # noqa: N818 - not a fault of the program
    """A file of the store is not what its hash says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the package."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Package:
    """Everything but the bytes."""

    name: str
    made_at: datetime
    manifest: bytes
    signature: bytes
    entries: tuple[Entry, ...]


def facts(
    unit: Unit, title: str, scope: str, actor: User, now: datetime, rows: Sequence[Evidence]
) -> tuple[dict[str, Any], tuple[Entry, ...]]:
    """The manifest and the files that it lists; six queries."""
    ids = [one.pk for one in rows]
    versions = EvidenceVersion.objects.filter(evidence__in=ids).select_related(
        "made_by__person", "reviewed_by__person"
    )
    files = EvidenceFile.objects.filter(version__evidence__in=ids).select_related(
        "blob", "added_by__person", "version"
    )
    links = list(EvidenceLink.objects.filter(evidence__in=ids).order_by("id"))
    known = targets.load([(one.kind, one.target) for one in links])
    listed, entries = _files(rows, list(files.order_by("version__evidence", "version__number", "position")))
    told = [
        {
            "id": one.pk,
            "title": one.title,
            "kind": one.get_kind_display(),
            "event_date": one.event_date.isoformat() if one.event_date else None,
            "expires_on": one.expires_on.isoformat() if one.expires_on else None,
            "description": one.description,
            "proves": [_proves(link, known) for link in links if link.evidence_id == one.pk],
            "versions": [_version(version) for version in versions if version.evidence_id == one.pk],
        }
        for one in rows
    ]
    head = {
        "format": FORMAT,
        "title": title,
        "unit": unit.name,
        "scope": scope,
        "made_at": timezone.localtime(now).isoformat(timespec="seconds"),
        "made_by": actor.name,
    }
    return {**head, "evidence": told, "files": listed}, entries


def _proves(link: EvidenceLink, known: dict[targets.Key, targets.Target]) -> dict[str, Any]:
    target = known.get((link.kind, link.target))
    place = {"place": target.place, "title": target.title} if target else {}
    return {"kind": link.kind, "id": link.target, **place}


def _version(version: EvidenceVersion) -> dict[str, Any]:
    reviewed = version.reviewed_by.name if version.reviewed_by else None
    return {
        "number": version.number,
        "note": version.note,
        "uploaded_at": version.made_at.isoformat(timespec="seconds"),
        "uploaded_by": version.made_by.name,
        "handed_in_by": version.evidence.told_by,
        "review": version.get_state_display(),
        "review_reason": version.reason,
        "reviewed_by": reviewed,
        "reviewed_at": version.reviewed_at.isoformat(timespec="seconds") if version.reviewed_at else None,
    }


def _files(
    rows: Sequence[Evidence], files: Sequence[EvidenceFile]
) -> tuple[list[dict[str, Any]], tuple[Entry, ...]]:
    """Every file of every version under a path of its own, earlier versions in folders of theirs."""
    current = {one.pk: one.number for one in rows}
    titles = {one.pk: safe_path(f"{at:03} {one.title}") for at, one in enumerate(rows, 1)}
    taken: set[str] = set()
    listed, entries = [], []
    for one in files:
        owner, number = one.version.evidence_id, one.version.number
        old = "" if number == current[owner] else f"旧版{number}/"
        path = unique(f"佐证/{titles[owner]}/{old}{safe_path(one.name)}", taken)
        entries.append(Entry(path, one.blob.sha256, one.blob.size))
        listed.append(
            {
                "path": path,
                "name": one.name,
                "evidence": owner,
                "version": number,
                "type": types()[one.blob.kind].mime if one.blob.kind in types() else "",
                "size": one.blob.size,
                "sha256": one.blob.sha256,
                "sm3": one.blob.sm3,
                "uploaded_at": one.added_at.isoformat(timespec="seconds"),
                "uploaded_by": one.added_by.name,
            }
        )
    return listed, tuple(entries)


class _Sink:
    """Takes what zipfile writes until it is handed on; it cannot be turned back, so zipfile only appends."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep a copy: zipfile may reuse its buffer."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do."""

    def take(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def stream(package: Package) -> Iterator[bytes]:
    """The ZIP, block by block."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        own = {README: TEXT.encode(), MANIFEST: package.manifest, SIGNATURE: package.signature}
        for name, data in own.items():
            archive.writestr(_info(name, package.made_at), data)
        yield sink.take()
        for entry in package.entries:
            yield from _stream_one(archive, sink, entry, package.made_at)
    yield sink.take()


def _info(name: str, made_at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, timezone.localtime(made_at).timetuple()[:6])


def _stream_one(archive: zipfile.ZipFile, sink: _Sink, entry: Entry, made_at: datetime) -> Iterator[bytes]:
    hashes = Hashes()
    large = entry.size >= 2**31
    with (
        open_kept(entry.sha256) as file,
        archive.open(_info(entry.path, made_at), "w", force_zip64=large) as out,
    ):
        while block := file.read(BLOCK):
            hashes.update(block)
            out.write(block)
            yield sink.take()
        if hashes.digests()[0] != entry.sha256:
            raise StoreBroken(entry.path)
