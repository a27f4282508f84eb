"""The list inside a package: which files, their hashes, what they prove, who made it when."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

FORMAT = "bihuan-evidence/1"
MANIFEST, SIGNATURE, README = "manifest.json", "signature.json", "说明.txt"
OWN = (MANIFEST, SIGNATURE, README)
"""Entries of every package beside the files that it lists."""
LONGEST = 64 * 1024 * 1024
"""Bytes of a manifest that are read at all: some 100,000 files."""
_HEX = re.compile(r"[0-9a-f]{64}")


class ManifestError(Exception):
    """The manifest or the signature is no such thing; the text is one Chinese sentence."""


class Listed(NamedTuple):
    """One file of the list."""

    path: str
    size: int
    sha256: str
    sm3: str
    """Empty where the machine that stored the file knew no SM3."""


class Manifest(NamedTuple):
    """What is read of a manifest; ``facts`` is the whole of it."""

    files: tuple[Listed, ...]
    facts: dict[str, Any]

    def text(self, name: str) -> str:
        """A word of the head (``unit``, ``made_at``), empty where it is no word."""
        found = self.facts.get(name)
        return found if isinstance(found, str) else ""


class Seal(NamedTuple):
    """What ``signature.json`` holds."""

    algorithm: str
    public: bytes
    signature: bytes


def dump(facts: dict[str, Any]) -> bytes:
    """The bytes that are signed: readable JSON, keys in the order given."""
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(data: bytes) -> Manifest:
    """The manifest; ManifestError where it is damaged or of another format."""
    facts = _object(data, MANIFEST)
    if facts.get("format") != FORMAT:
        raise ManifestError(
            f"清单的格式是“{str(facts.get('format'))[:40]}”，本程序只认 {FORMAT}，请升级后再核验。"
        )
    rows = facts.get("files")
    if not isinstance(rows, list):
        raise ManifestError("清单里没有文件目录，这个包不完整，请向出具单位重新索取。")
    return Manifest(tuple(_listed(row) for row in rows), facts)


def _listed(row: object) -> Listed:
    if not isinstance(row, dict):
        raise ManifestError("清单里有看不懂的一项，这个包不完整，请向出具单位重新索取。")
    path, size, sha256, sm3 = (row.get(name) for name in ("path", "size", "sha256", "sm3"))
    good = isinstance(path, str) and path and path not in OWN
    good = good and isinstance(size, int) and not isinstance(size, bool) and size >= 0
    good = good and isinstance(sha256, str) and bool(_HEX.fullmatch(sha256))
    if not good or not isinstance(sm3, str) or not (sm3 == "" or _HEX.fullmatch(sm3)):
        raise ManifestError(f"清单里“{str(path)[:60]}”这一项不完整，请向出具单位重新索取。")
    return Listed(str(path), int(size or 0), str(sha256), sm3)


def dump_seal(seal: Seal, key_id: str) -> bytes:
    """``signature.json``."""
    told = {
        "over": MANIFEST,
        "algorithm": seal.algorithm,
        "key_id": key_id,
        "public_key": seal.public.hex(),
        "signature": seal.signature.hex(),
    }
    return (json.dumps(told, indent=1) + "\n").encode()


def read_seal(data: bytes) -> Seal:
    """The signature; ManifestError where it is damaged or of an unknown kind."""
    told = _object(data, SIGNATURE)
    try:
        algorithm = str(told["algorithm"])
        public, signature = bytes.fromhex(told["public_key"]), bytes.fromhex(told["signature"])
    except (KeyError, TypeError, ValueError) as error:
        raise ManifestError("签名文件不完整，请向出具单位重新索取。") from error
    if algorithm not in {"ed25519", "sm2"}:
        raise ManifestError(f"签名算法“{algorithm[:20]}”不认识，请升级后再核验。")
    return Seal(algorithm, public, signature)


def _object(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise ManifestError(f"{name} 已损坏，读不出来，请向出具单位重新索取。") from error
    if not isinstance(found, dict):
        raise ManifestError(f"{name} 已损坏，读不出来，请向出具单位重新索取。")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that stands twice could be read in two ways."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("duplicate key")
    return dict(pairs)
