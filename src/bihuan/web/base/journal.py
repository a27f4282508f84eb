"""How an entry of the journal is hashed: pure, so that anyone can recompute a chain from an export."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

ALGORITHM = "sha256"
"""Written into every entry; ``sm3`` is accepted where the machine's OpenSSL has it."""
ALGORITHMS = frozenset({ALGORITHM, "sm3"})
"""All that an entry may be sealed with: a weak one in its place is a forgery."""
START = ""
"""What stands before the first entry of a chain."""


def digest(previous: str, facts: dict[str, Any], algorithm: str = ALGORITHM) -> str:
    """Hash of an entry as hexadecimal digits: over the hash before and the facts in canonical JSON."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(algorithm, f"{previous}\n{text}".encode()).hexdigest()


def facts(
    *,
    chain: int,
    number: int,
    at: datetime,
    actor: int | None,
    actor_name: str,
    action: str,
    object_type: str,
    object_id: int | None,
    object_label: str,
    changes: dict[str, Any],
) -> dict[str, Any]:
    """What is hashed of an entry; the moment in UTC to the microsecond, as both databases keep it."""
    return {
        "chain": chain,
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "actor_name": actor_name,
        "action": action,
        "object_type": object_type,
        "object_id": object_id,
        "object_label": object_label,
        "changes": changes,
    }
