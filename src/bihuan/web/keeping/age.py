"""Encryption by a passphrase in the format of age (https://age-encryption.org/v1, recipient ``scrypt``).

A format of others on purpose: whoever has the passphrase opens a backup with the program ``age`` too, when
this one is long gone. Streams are cut into sealed chunks of 64 KiB, so neither side holds more than one.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import IO, TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from bihuan.cli import UserError

if TYPE_CHECKING:
    from typing import Protocol

    class Sink(Protocol):
        def write(self, data: bytes, /) -> object: ...


VERSION = b"age-encryption.org/v1"
WORK, MOST_WORK = 17, 22
"""Binary logarithm of scrypt's cost: what we write (128 MB, half a second), and the most that we read."""
CHUNK, TAG = 64 * 1024, 16
WRONG = "口令不对，或这个备份已经损坏。"
CUT = "备份文件不完整或已经损坏，请换一份备份。"


class Stretched(NamedTuple):
    """What scrypt made of a passphrase. It takes 128 MB, so a command does it before it loads the product."""

    salt: bytes
    work: int
    key: bytes


def stretch(passphrase: str) -> Stretched:
    """For a new stream, with a salt of its own."""
    salt = secrets.token_bytes(16)
    return Stretched(salt, WORK, _stretched(passphrase, salt, WORK))


def stretch_for(source: IO[bytes], passphrase: str) -> Stretched:
    """For the stream that begins here; ``UserError`` where it is none of this kind."""
    header = _header(source)
    return Stretched(header.salt, header.work, _stretched(passphrase, header.salt, header.work))


class Sealing:
    """Writes what it is given to ``sink``, sealed; ``close`` ends the stream (the sink stays open)."""

    def __init__(self, sink: Sink, by: Stretched) -> None:
        self._sink, self._held, self._number = sink, bytearray(), 0
        key, nonce = secrets.token_bytes(16), secrets.token_bytes(16)
        stanza = b"-> scrypt %s %d\n%s\n" % (
            _text(by.salt),
            by.work,
            _text(ChaCha20Poly1305(by.key).encrypt(bytes(12), key, None)),
        )
        head = VERSION + b"\n" + stanza + b"---"
        sink.write(head + b" " + _text(_mac(key, head)) + b"\n" + nonce)
        self._cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))

    def write(self, data: bytes) -> int:
        """The next bytes; the last chunk is held back until more comes or the stream is closed."""
        self._held += data
        while len(self._held) > CHUNK:
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._sink.write(self._cipher.encrypt(_nonce(self._number, last), chunk, None))
        self._number += 1

    def close(self) -> None:
        """The last chunk, marked as such: a stream that was cut off cannot pass for a whole one."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()


class Opening:
    """Reads what was sealed; ``UserError`` for a wrong passphrase, a damaged stream or one cut off."""

    def __init__(self, source: IO[bytes], by: Stretched) -> None:
        self._source, self._held, self._number = source, bytearray(), 0
        key = _file_key(source, by)
        nonce = _exactly(source, 16)
        self._cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
        self._next = source.read(CHUNK + TAG)
        if len(self._next) < TAG:
            raise UserError(CUT)

    def read(self, size: int) -> bytes:
        """Up to so many bytes; fewer only at the end."""
        while len(self._held) < size and self._next:
            block, self._next = self._next, self._source.read(CHUNK + TAG)
            try:
                self._held += self._cipher.decrypt(_nonce(self._number, not self._next), block, None)
            except InvalidTag as error:
                raise UserError(CUT) from error
            self._number += 1
        found = bytes(self._held[:size])
        del self._held[:size]
        return found


def is_sealed(beginning: bytes) -> bool:
    """Whether a file that begins so is one of this format."""
    return beginning.startswith(VERSION + b"\n")


class _Header(NamedTuple):
    """The beginning of a stream, not yet believed."""

    salt: bytes
    work: int
    sealed: bytes
    mac: bytes
    signed: bytes


def _header(source: IO[bytes]) -> _Header:
    lines = [source.readline(200).rstrip(b"\n") for _ in range(4)]
    kind, body, end = lines[1].split(b" "), lines[2], lines[3].partition(b"--- ")[2]
    if lines[0] != VERSION or len(kind) != 4 or kind[:2] != [b"->", b"scrypt"] or not end:
        raise UserError("这个备份不是用口令加密的，请用 age 解密以后再恢复。")
    try:
        found = _Header(
            _bytes(kind[2]), int(kind[3]), _bytes(body), _bytes(end), b"\n".join(lines[:3]) + b"\n---"
        )
    except ValueError as error:
        raise UserError(WRONG) from error
    if not 1 <= found.work <= MOST_WORK:
        raise UserError(CUT)
    return found


def _file_key(source: IO[bytes], by: Stretched) -> bytes:
    """The key of the stream, from its header."""
    header = _header(source)
    try:
        key = ChaCha20Poly1305(by.key).decrypt(bytes(12), header.sealed, None)
    except (InvalidTag, ValueError) as error:
        raise UserError(WRONG) from error
    if not hmac.compare_digest(header.mac, _mac(key, header.signed)):
        raise UserError(WRONG)
    return key


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    salt = VERSION + b"/scrypt" + salt
    return Scrypt(salt=salt, length=32, n=1 << work, r=8, p=1).derive(passphrase.encode())


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _mac(key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(key, b"", b"header"), head, "sha256")


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _text(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)


def _exactly(source: IO[bytes], size: int) -> bytes:
    found = source.read(size)
    if len(found) != size:
        raise UserError(CUT)
    return found
