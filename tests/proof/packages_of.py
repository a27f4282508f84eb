"""Packages made by hand, right or wrong in one place."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bihuan.proof.manifest import FORMAT, MANIFEST, SIGNATURE, Seal, dump, dump_seal
from bihuan.proof.signing import key_id

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
FILES = {
    "佐证/001 会议纪要/纪要.txt": "7月3日党组会议纪要".encode(),
    "佐证/002 照片/现场.jpg": b"\xff\xd8picture",
}


def listed(path: str, data: bytes) -> dict[str, Any]:
    """The file's line of the list."""
    sm3 = hashlib.new("sm3", data).hexdigest()
    return {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "sm3": sm3}


def facts(files: dict[str, bytes]) -> dict[str, Any]:
    """A manifest."""
    head = {"format": FORMAT, "title": "市统计局佐证包", "unit": "鹿溪市统计局", "made_by": "林知夏"}
    return {**head, "made_at": "2024-06-03T17:30:00+08:00", "files": [listed(*one) for one in files.items()]}


def seal(manifest: bytes) -> bytes:
    """``signature.json`` by the test's key."""
    return dump_seal(Seal("ed25519", PUBLIC, KEY.sign(manifest)), key_id(PUBLIC))


def pack(entries: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> io.BytesIO:
    """A ZIP of these entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    made.seek(0)
    return made


def entries(files: dict[str, bytes] | None = None, **changes: Any) -> dict[str, bytes]:
    """Everything that a package holds; ``changes`` go into the manifest before it is signed."""
    files = FILES if files is None else files
    manifest = dump({**facts(files), **changes})
    return {MANIFEST: manifest, SIGNATURE: seal(manifest), **files}


def unpacked(manifest: dict[str, Any]) -> dict[str, bytes]:
    """A package with exactly this manifest, properly signed, over the usual files."""
    raw = dump(manifest)
    return {MANIFEST: raw, SIGNATURE: seal(raw), **FILES}
