"""Changing the key that signs packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from bihuan.web.base.services import HOUSE, journal_append
from bihuan.web.evidence.keys import PublicKey, public_keys, rotate

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def key_rotate(*, now: datetime) -> PublicKey:
    """A new key; the journal keeps its fingerprint, so that a list of keys can be held against it.

    Only the command line does this: whoever has the machine has the keys.
    """
    old = public_keys()
    made = rotate(now)
    before = old[-1].fingerprint if old else ""
    journal_append(
        actor=None, now=now, chain=HOUSE, action="evidence_key_rotate", label=made.id,
        changes={"fingerprint": [before, made.fingerprint]},
    )  # fmt: skip
    return made
