"""Does a package hold what its signed list says, no more and no less."""

from __future__ import annotations

import hashlib
from typing import IO, TYPE_CHECKING, NamedTuple

from bihuan.proof.archive import ArchiveError, blocks, open_archive
from bihuan.proof.manifest import (
    LONGEST,
    MANIFEST,
    OWN,
    SIGNATURE,
    Listed,
    Manifest,
    ManifestError,
    Seal,
    read_manifest,
    read_seal,
)
from bihuan.proof.signing import Algorithm, fingerprint, holds
from bihuan.report.zips import ZIP_ERRORS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from zipfile import ZipFile, ZipInfo


class Verdict(NamedTuple):
    """What verifying found."""

    manifest: Manifest
    seal: Seal
    fingerprint: str
    trusted: bool | None
    """Whether the key is one that was given; None when none was."""
    problems: tuple[str, ...]
    """Chinese sentences, empty when all holds."""


def verify(file: IO[bytes], known: Collection[str] = ()) -> Verdict:
    """Hold a package against its list; ArchiveError or ManifestError where it cannot be read at all.

    ``known`` holds fingerprints (or their first 16 digits and more) of keys that are trusted.
    """
    archive = open_archive(file)
    raw = _own(archive, MANIFEST)
    manifest, seal = read_manifest(raw), read_seal(_own(archive, SIGNATURE))
    mark = fingerprint(seal.public)
    trusted = any(mark.startswith(one) for one in known) if known else None
    problems = [*_seal_problems(seal, raw, mark, trusted), *_file_problems(archive, manifest)]
    return Verdict(manifest, seal, mark, trusted, tuple(problems))


def _own(archive: ZipFile, name: str) -> bytes:
    found = [info for info in archive.infolist() if info.filename == name]
    if len(found) != 1:
        raise ManifestError(f"包里没有 {name}，这不是闭环的证据包，或包已不完整。")
    if found[0].file_size > LONGEST:
        raise ManifestError(f"{name} 大得不正常，为安全起见不读取。")
    try:
        data = b"".join(blocks(archive, found[0], LONGEST))
    except ZIP_ERRORS as error:
        raise ArchiveError(f"{name} 已损坏，请重新下载后再核验。") from error
    if len(data) > LONGEST:
        raise ManifestError(f"{name} 大得不正常，为安全起见不读取。")
    return data


def _seal_problems(seal: Seal, raw: bytes, mark: str, trusted: bool | None) -> Iterator[str]:
    if not holds(Algorithm(seal.algorithm), seal.public, raw, seal.signature):
        yield "签名与清单不符：清单在签名以后被改动过，或签名不是由所附公钥作出的。"
    if trusted is False:
        yield f"签名用的公钥不是您给出的那一把，包里公钥的指纹开头是 {mark[:16]}。"


def _file_problems(archive: ZipFile, manifest: Manifest) -> Iterator[str]:
    entries: dict[str, ZipInfo] = {}
    for info in archive.infolist():
        if info.filename in entries:
            yield f"“{shown(info.filename)}”在包里出现了两次，无法断定以哪个为准。"
        entries[info.filename] = info
    seen: set[str] = set()
    for one in manifest.files:
        if one.path in seen:
            yield f"“{shown(one.path)}”在清单里列了两次。"
            continue
        seen.add(one.path)
        info_or_none = entries.get(one.path)
        if info_or_none is None:
            yield f"缺少文件“{shown(one.path)}”。"
        elif problem := _compare(archive, info_or_none, one):
            yield problem
    for name in entries:
        if name not in seen and name not in OWN:
            yield f"“{shown(name)}”不在清单里，是后来加进包的。"


def _compare(archive: ZipFile, info: ZipInfo, one: Listed) -> str:
    """What is wrong with a file, nothing when it is the one on the list."""
    if info.file_size != one.size:
        return f"“{shown(one.path)}”的大小与清单不符：清单写 {one.size} 字节，包里是 {info.file_size} 字节。"
    sha256, sm3, size = hashlib.sha256(), _sm3(one), 0
    try:
        for block in blocks(archive, info, one.size):
            size += len(block)
            sha256.update(block)
            if sm3:
                sm3.update(block)
    except ZIP_ERRORS:
        return f"“{shown(one.path)}”已损坏，解不出来。"
    if size != one.size or sha256.hexdigest() != one.sha256:
        return f"“{shown(one.path)}”的内容被改动过：SHA-256 与清单不符。"
    if sm3 and sm3.hexdigest() != one.sm3:
        return f"“{shown(one.path)}”的 SM3 与清单不符。"
    return ""


def _sm3(one: Listed) -> hashlib._Hash | None:
    """A second hash where the list has one and this machine's OpenSSL knows it."""
    if not one.sm3 or "sm3" not in hashlib.algorithms_available:
        return None
    return hashlib.new("sm3")


def shown(name: str) -> str:
    """A name from outside as it may stand in a report: no control characters, not endless."""
    text = "".join(char if char.isprintable() else "?" for char in name)
    return text if len(text) <= 120 else f"{text[:117]}…"
