"""One-time codes by time (RFC 6238: HMAC-SHA-1, 30 seconds, six digits). Pure."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from datetime import datetime

SECONDS = 30
DIGITS = 6
DRIFT = 1
"""Steps that a phone's clock may be early or late."""


def code(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a time step (RFC 4226, 5.3)."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 0x0F
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def step_at(now: datetime) -> int:
    """The time step of a moment."""
    return int(now.timestamp()) // SECONDS


def matching_step(secret: bytes, typed: str, now: datetime, last: int) -> int | None:
    """The step whose code was typed, later than ``last`` (a code is good once); None when there is none."""
    typed = "".join(typed.split())
    middle = step_at(now)
    for step in range(middle - DRIFT, middle + DRIFT + 1):
        if step > last and hmac.compare_digest(code(secret, step).encode(), typed.encode()):
            return step
    return None


def spelled(secret: bytes) -> str:
    """The secret as people type it into an app: base32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, account: str, issuer: str) -> str:
    """The ``otpauth:`` address that a QR code holds."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?" + urlencode({"secret": spelled(secret), "issuer": issuer})
