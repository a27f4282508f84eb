"""Secrets at rest: sealed with a key derived from the product's own, codes kept as keyed hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 O 1 I: codes are read aloud and typed."""


def _key(purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"bihuan:{purpose}".encode(), "sha256")


def seal(plain: bytes) -> str:
    """Encrypted and authenticated; opens with ``unseal`` while the product's key stays."""
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(_key("factor"))).encrypt(plain).decode()


def unseal(sealed: str) -> bytes | None:
    """What was sealed; None when the key has changed since."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(base64.urlsafe_b64encode(_key("factor"))).decrypt(sealed.encode())
    except InvalidToken:
        return None


def keyed_hash(text: str, purpose: str) -> str:
    """For what is random enough that no slow hash is needed; compared with ``hmac.compare_digest``."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def new_code(groups: int = 3, size: int = 4) -> str:
    """A random code such as 7K2M-Q9XA-3HTD (five bits a letter)."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(size)) for _ in range(groups))


def plain_code(typed: str) -> str:
    """A typed code without blanks, dashes and case."""
    return "".join(one for one in typed.upper() if one in LETTERS)
