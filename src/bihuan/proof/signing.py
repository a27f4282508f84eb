"""Signatures over a manifest: Ed25519, and SM2 with SM3 where the extra ``sm2`` is installed."""

from __future__ import annotations

import hashlib
from enum import StrEnum

SM2_USER = b"1234567812345678"
"""The signer's identity that GM/T 0009-2012 prescribes where nothing else was agreed."""
FINGERPRINT = 64
"""Hexadecimal digits of a whole fingerprint."""
SHORT = 16
"""Digits of it that name a key."""


class Algorithm(StrEnum):
    """How a package is signed."""

    ED25519 = "ed25519"
    SM2 = "sm2"

    @property
    def label(self) -> str:
        """As reports name it."""
        return {"ed25519": "Ed25519", "sm2": "SM2（SM3）"}[self.value]


class SigningUnavailable(Exception):  # noqa: N818 - it tells what is missing, nothing went wrong
    """The library for an algorithm is not installed; the text says how to install it."""


def fingerprint(public: bytes) -> str:
    """SHA-256 of the raw public key as hexadecimal digits: what people compare."""
    return hashlib.sha256(public).hexdigest()


def key_id(public: bytes) -> str:
    """The beginning of the fingerprint, which names the key in packages and file names."""
    return fingerprint(public)[:SHORT]


def spaced(text: str) -> str:
    """A fingerprint in groups of four, as it is read out over the telephone."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def holds(algorithm: Algorithm, public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is the key's over the message; False for keys and signatures that are none."""
    return (
        _ed25519(public, message, signature) if algorithm == "ed25519" else _sm2(public, message, signature)
    )


def _ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise SigningUnavailable("核验签名需要 cryptography，请先安装：pip install cryptography") from error
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _sm2(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        import gmalg
    except ImportError as error:
        raise SigningUnavailable("核验 SM2 签名需要 gmalg，请先安装：pip install 'bihuan[sm2]'") from error
    if len(public) != 65 or len(signature) != 64:
        return False
    try:
        checker = gmalg.SM2(uid=SM2_USER, pk=public)
        return bool(checker.verify(message, signature[:32], signature[32:]))
    except Exception:
        return False
