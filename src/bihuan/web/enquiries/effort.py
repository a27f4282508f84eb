"""Proof of work: a browser that wants to send computes for about a second, a robot that wants to send a
thousand times for a quarter of an hour. Nothing is asked of anybody outside, nothing is told to anybody
(docs/decisions/0016).
"""

from __future__ import annotations

import base64
import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from altcha import Payload

ALGORITHM, ROUNDS = "PBKDF2/SHA-256", 5_000
LEAST, MOST = 300, 900
"""So many tries a solution takes, drawn anew for each form: half a second on a desk, some seconds on an old
telephone.
"""
VALID = timedelta(hours=2)
LONGEST = 4_000


class Proof(NamedTuple):
    """A proof that holds; ``signature`` is what must not come twice."""

    signature: str
    until: datetime


def task(announcement: int, now: datetime) -> str:
    """What the browser has to solve, as JSON; for this announcement, for two hours."""
    from altcha import create_challenge

    made = create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=LEAST + secrets.randbelow(MOST - LEAST),
        expires_at=now + VALID,
        data={"announcement": announcement},
        hmac_secret=_secret("task"),
        hmac_key_secret=_secret("key"),
    )
    return json.dumps(made.to_dict())


def proof_in(told: str, announcement: int) -> Proof | None:
    """The proof in a form's field; None where it is none, is over, or is one for another announcement."""
    from altcha import verify_solution

    payload = _read(told)
    if payload is None:
        return None
    asked = payload.challenge.parameters
    try:
        held = verify_solution(payload, _secret("task"), hmac_key_secret=_secret("key"))
    except (ValueError, TypeError, AttributeError):  # what stands in it is of the sender's making
        return None
    if not held.verified or asked.data != {"announcement": announcement} or not asked.key_signature:
        return None
    return Proof(str(payload.challenge.signature), datetime.fromtimestamp(int(asked.expires_at or 0), UTC))


def _read(told: str) -> Payload | None:
    from altcha import Payload

    if not told or len(told) > LONGEST:
        return None
    try:
        found: Any = json.loads(base64.b64decode(told, validate=True))
        return Payload.from_dict(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _secret(use: str) -> str:
    return salted_hmac("enquiries.effort", use, algorithm="sha256").hexdigest()
