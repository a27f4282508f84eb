"""The receipt: sixteen characters that open one enquiry. Kept as a hash; random enough that no slow one is
needed.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Nothing that is confused when it is copied by hand."""
LENGTH, PART = 16, 4


def new() -> tuple[str, str]:
    """The code as it is shown, ``ABCD-EFGH-JKMN-PQRS``, and its hash."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(code[at : at + PART] for at in range(0, LENGTH, PART)), digest_of(code)


def digest_of(code: str) -> str:
    """The hash of a code without its hyphens."""
    return sha256(code.encode()).hexdigest()


def hash_in(typed: str) -> str:
    """The hash of a code however it was typed; empty where it cannot be one."""
    code = "".join(one for one in typed.upper() if one not in "- 　\t")
    whole = len(code) == LENGTH and all(one in LETTERS for one in code)
    return digest_of(code) if whole else ""
