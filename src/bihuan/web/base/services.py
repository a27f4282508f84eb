"""Writing the journal. Every service of every app ends with one ``journal_append`` in its own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.db import connection, transaction

from bihuan.web.base.journal import ALGORITHM, START, digest, facts
from bihuan.web.base.models import JournalAlso, JournalAnchor, JournalChain, JournalEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import Model

HOUSE = 0
"""The chain of what belongs to no unit: accounts, policy, the yearly notices."""


class Actor(Protocol):
    """Whoever writes."""

    pk: Any

    @property
    def name(self) -> str: ...


class Told(NamedTuple):
    """One of many objects that a single write changed."""

    type: str
    """``rectification.measure``."""
    id: int
    label: str
    changes: dict[str, Any]
    """As of the entry: field → ``[old, new]``."""

    @classmethod
    def of(cls, thing: Model, changes: dict[str, Any]) -> Told:
        """From a row of the database."""
        return cls(thing._meta.label_lower, thing.pk, str(thing)[:80], changes)


def journal_append(
    *,
    actor: Actor | None,
    now: datetime,
    chain: int,
    action: str,
    thing: Model | None = None,
    label: str = "",
    changes: dict[str, Any] | None = None,
    rows: Sequence[Told] = (),
) -> JournalEntry:
    """The next entry of a chain; must run inside the transaction of the write that it tells of.

    ``changes`` maps a field to ``[old, new]``; ``actor`` None is the system itself. ``rows`` are further
    objects that the same write changed: each finds the entry in its own history.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a journal entry outside its transaction could outlive the write that it tells of")
    head = _head(chain)
    told = facts(
        chain=chain,
        number=head.number + 1,
        at=now,
        actor=actor.pk if actor else None,
        actor_name=actor.name if actor else "系统",
        action=action,
        object_type=thing._meta.label_lower if thing is not None else "",
        object_id=thing.pk if thing is not None else None,
        object_label=(label or (str(thing) if thing is not None else ""))[:200],
        changes={**(changes or {}), **({"rows": [list(one) for one in rows]} if rows else {})},
    )
    sealed = digest(head.hash, told)
    entry = JournalEntry.objects.create(
        **{**told, "at": now}, algorithm=ALGORITHM, previous_hash=head.hash, hash=sealed
    )
    JournalChain.objects.filter(pk=chain).update(number=entry.number, hash=sealed)
    if rows:
        also = (JournalAlso(entry=entry, object_type=one.type, object_id=one.id) for one in rows)
        JournalAlso.objects.bulk_create(also, batch_size=1000)
    return entry


def _head(chain: int) -> JournalChain:
    """The chain's head, locked until the transaction ends (SQLite holds the whole file already)."""
    head = JournalChain.objects.select_for_update().filter(pk=chain).first()
    if head is None:
        JournalChain.objects.get_or_create(pk=chain, defaults={"number": 0, "hash": START})
        head = JournalChain.objects.select_for_update().get(pk=chain)
    return head


@transaction.atomic
def journal_anchor(*, now: datetime) -> JournalAnchor:
    """Tie the heads of all chains together under one hash, over the anchor before."""
    last = JournalAnchor.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    heads = {str(head.chain): [head.number, head.hash] for head in JournalChain.objects.order_by("chain")}
    previous = last.hash if last else START
    return JournalAnchor.objects.create(
        number=number,
        at=now,
        heads=heads,
        algorithm=ALGORITHM,
        previous_hash=previous,
        hash=digest(previous, {"number": number, "heads": heads}),
    )
