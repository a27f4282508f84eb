"""Content hashes of what is frozen: anybody can recompute them from an export. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def digest_of(facts: Any) -> str:
    """SHA-256 of the facts as canonical JSON, as hexadecimal digits."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digest_over(facts: Any, digests: Iterable[str]) -> str:
    """The same over a head and the hashes of its rows, in their order."""
    return digest_of([facts, *digests])
