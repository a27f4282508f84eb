"""Keys that sign packages: in the data folder, one in force, the public halves of all earlier ones kept.

``keys/evidence.json`` lists the public keys, ``keys/<id>.key`` is the private half of the one in force,
readable by the program's account alone. A private key that was rotated away is deleted: nothing is signed
with it again.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils import timezone

from bihuan.proof.manifest import Seal
from bihuan.proof.signing import SM2_USER, Algorithm, fingerprint, key_id
from bihuan.web.base.errors import ServiceError
from bihuan.web.base.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGED = "签名算法的设置改成了 {word}，请先执行 bihuan manage evidence_key rotate 换一把新的密钥。"
LOST = "签名密钥 {id} 的私钥文件不见了，请从备份恢复，或执行 bihuan manage evidence_key rotate 换一把新的。"


class PublicKey(NamedTuple):
    """A key as anybody may know it."""

    id: str
    algorithm: str
    public_key: str
    """Hexadecimal."""
    made_at: str
    retired_at: str
    """Empty for the one in force."""

    @property
    def fingerprint(self) -> str:
        """What people compare."""
        return fingerprint(bytes.fromhex(self.public_key))

    @property
    def label(self) -> str:
        """The algorithm's name."""
        return Algorithm(self.algorithm).label

    @property
    def term(self) -> str:
        """From when until when it signed, for people."""
        first, last = (_day(one) for one in (self.made_at, self.retired_at))
        return f"{first}至{last}" if last else f"{first}起，现用"


def _day(moment: str) -> str:
    """The day of a stored moment; empty for none."""
    return day_words(timezone.localdate(datetime.fromisoformat(moment))) if moment else ""


def public_keys() -> list[PublicKey]:
    """Every key there ever was, the one in force last; empty before the first package."""
    file = _folder() / "evidence.json"
    if not file.exists():
        return []
    return [PublicKey(**one) for one in json.loads(file.read_text("utf-8"))["keys"]]


def published() -> str:
    """The list as it is handed to those who verify (``bihuan verify --key``)."""
    keys = [{**one._asdict(), "fingerprint": one.fingerprint} for one in public_keys()]
    return json.dumps({"keys": keys}, ensure_ascii=False, indent=1) + "\n"


def seal(message: bytes, now: datetime) -> tuple[Seal, str]:
    """A signature by the key in force and the key's id; the first call makes the first key."""
    keys = public_keys() or [rotate(now, only_first=True)]
    key = keys[-1]
    if key.algorithm != settings.SIGNING:
        raise ServiceError(CHANGED.format(word=Algorithm(settings.SIGNING).label))
    try:
        private = bytes.fromhex((_folder() / f"{key.id}.key").read_text("ascii").strip())
    except FileNotFoundError as error:
        raise ServiceError(LOST.format(id=key.id)) from error
    public = bytes.fromhex(key.public_key)
    return Seal(key.algorithm, public, _sign(key.algorithm, private, public, message)), key.id


def rotate(now: datetime, *, only_first: bool = False) -> PublicKey:
    """A new key in force; the private half of the one before is deleted once the new list is written.

    ``only_first``: where another process has made the first key meanwhile, that one.
    """
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        old = public_keys()
        if old and only_first:
            return old[-1]
        private, public = _generate(settings.SIGNING)
        made = PublicKey(key_id(public), settings.SIGNING, public.hex(), now.isoformat(), "")
        _write(folder / f"{made.id}.key", private.hex())
        retired = [one if one.retired_at else one._replace(retired_at=now.isoformat()) for one in old]
        _write(
            folder / "evidence.json",
            json.dumps({"keys": [one._asdict() for one in [*retired, made]]}, indent=1),
        )
        for one in retired:
            (folder / f"{one.id}.key").unlink(missing_ok=True)
    return made


def _folder() -> Path:
    return Path(settings.DATA) / "keys"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(file: Path, text: str) -> None:
    """Whole or not at all, and for the program's account only."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


def _generate(algorithm: str) -> tuple[bytes, bytes]:
    """Private and public key as raw bytes."""
    if algorithm == Algorithm.SM2:
        import gmalg

        private, public = gmalg.SM2().generate_keypair()
        return full_width(private), public
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def full_width(number: bytes) -> bytes:
    """A number of SM2 with its leading zeros, which the library leaves out: one signature in 128 would be a
    byte short, and nobody could verify it.
    """
    return number.rjust(32, b"\0")


def _sign(algorithm: str, private: bytes, public: bytes, message: bytes) -> bytes:
    if algorithm == Algorithm.SM2:
        import gmalg

        first, second = gmalg.SM2(sk=private, uid=SM2_USER, pk=public).sign(message)
        return full_width(first) + full_width(second)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(message)
