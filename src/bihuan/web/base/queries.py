"""Reading the journal: is it whole, and what happened to an object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from bihuan.web.base.journal import ALGORITHMS, START, digest, facts
from bihuan.web.base.models import JournalAlso, JournalAnchor, JournalChain, JournalEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from django.db.models import Model, QuerySet


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the journal does not hold."""

    chain: int
    number: int
    text: str
    """One Chinese sentence."""


def journal_verify() -> list[Break]:
    """Every place where an entry was changed, taken out or put in; empty when the journal is whole."""
    found: list[Break] = []
    anchored = _anchored()
    seals: dict[tuple[int, int], str] = {}
    last: dict[int, tuple[int, str]] = {}
    for entry in JournalEntry.objects.order_by("chain", "number").iterator(chunk_size=2000):
        number, previous = last.get(entry.chain, (0, START))
        found += _entry_breaks(entry, number, previous)
        last[entry.chain] = entry.number, entry.hash
        if (entry.chain, entry.number) in anchored:  # not all: a million of them take 200 MB
            seals[entry.chain, entry.number] = entry.hash
    found += _head_breaks(last)
    found += _anchor_breaks(seals)
    return found


def _anchored() -> set[tuple[int, int]]:
    """Chain and number of every entry that an anchor ties."""
    heads = JournalAnchor.objects.values_list("heads", flat=True)
    return {(int(chain), number) for one in heads.iterator() for chain, (number, _) in one.items()}


def _entry_breaks(entry: JournalEntry, number: int, previous: str) -> Iterator[Break]:
    if entry.number != number + 1:
        yield Break(entry.chain, entry.number, f"第{number + 1}条到第{entry.number - 1}条日志不见了。")
    elif entry.previous_hash != previous:
        yield Break(entry.chain, entry.number, f"第{entry.number}条日志接不上前一条。")
    if not _sealed(entry.hash, entry.previous_hash, _facts(entry), entry.algorithm):
        yield Break(entry.chain, entry.number, f"第{entry.number}条日志的内容被改动过。")


def _sealed(seal: str, previous: str, told: dict[str, object], algorithm: str) -> bool:
    """Whether the hash is that of the facts; an algorithm that we never wrote seals nothing."""
    return algorithm in ALGORITHMS and digest(previous, told, algorithm) == seal


def _facts(entry: JournalEntry) -> dict[str, object]:
    return facts(
        chain=entry.chain,
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        actor_name=entry.actor_name,
        action=entry.action,
        object_type=entry.object_type,
        object_id=entry.object_id,
        object_label=entry.object_label,
        changes=entry.changes,
    )


def _head_breaks(last: dict[int, tuple[int, str]]) -> Iterator[Break]:
    heads = list(JournalChain.objects.all())
    for chain in sorted(last.keys() - {head.chain for head in heads}):
        yield Break(chain, last[chain][0], "这条链的链头不见了，不能确认末尾的日志是否齐全。")
    for head in heads:
        if last.get(head.chain, (0, START)) != (head.number, head.hash):
            yield Break(head.chain, head.number, f"末尾的日志不见了：应到第{head.number}条。")


def _anchor_breaks(seals: dict[tuple[int, int], str]) -> Iterator[Break]:
    previous, number = START, 0
    for anchor in JournalAnchor.objects.order_by("number"):
        told = {"number": anchor.number, "heads": anchor.heads}
        if anchor.number != number + 1:
            yield Break(0, anchor.number, f"第{number + 1}个到第{anchor.number - 1}个锚不见了。")
        elif anchor.previous_hash != previous or not _sealed(anchor.hash, previous, told, anchor.algorithm):
            yield Break(0, anchor.number, f"第{anchor.number}个锚被改动过。")
        previous, number = anchor.hash, anchor.number
        for chain, (number, seal) in anchor.heads.items():
            if number and seals.get((int(chain), number)) != seal:
                yield Break(int(chain), number, f"第{number}条日志与第{anchor.number}个锚不符。")


Key = tuple[str, int]
"""``rectification.measure`` and its id."""


def key_of(thing: Model) -> Key:
    """How the journal names an object."""
    return thing._meta.label_lower, thing.pk


@dataclass(frozen=True, slots=True)
class Event:
    """An entry as the history of some objects tells it: what changed on them, not on the others."""

    entry: JournalEntry
    parts: list[tuple[str, str, dict[str, Any]]]
    """(type, label, field → ``[old, new]``); the label is empty for the entry's own object."""


def history(things: Iterable[Model], limit: int = 50) -> Sequence[JournalEntry]:
    """What happened to any of the objects, newest first; one query."""
    return [one.entry for one in events([key_of(one) for one in things], size=limit)[0]]


def events(
    keys: Iterable[Key], *, before: int | None = None, size: int = 50
) -> tuple[list[Event], int | None]:
    """One page of what happened to any of the objects, newest first, and the number to go on from.

    One query over two indexes: entries of the objects themselves, and entries that changed many at once. As
    much work as there are entries of these objects, whatever else the journal holds.
    """
    asked = list(dict.fromkeys(keys))
    if not asked:
        return [], None
    found = list(entries_of(asked, before=before, size=size + 1))
    shown = [event_of(one, asked) for one in found[:size]]
    return shown, shown[-1].entry.pk if len(found) > size else None


def entries_of(keys: Iterable[Key], *, before: int | None = None, size: int = 50) -> QuerySet[JournalEntry]:
    """The newest entries of at least one object, for whoever asks for them together with other rows."""
    wanted: dict[str, list[int]] = {}
    for object_type, pk in dict.fromkeys(keys):
        wanted.setdefault(object_type, []).append(pk)
    own = JournalEntry.objects.filter(_any(wanted)).values_list("pk")
    many = JournalAlso.objects.filter(_any(wanted)).values_list("entry")
    rows = JournalEntry.objects.filter(pk__in=own.union(many))
    if before is not None:
        rows = rows.filter(id__lt=before)
    return rows.order_by("-id")[:size]


def changes_of(entry: JournalEntry) -> Iterator[tuple[Key, dict[str, Any]]]:
    """What an entry changed of each object: field → ``[old, new]``."""
    if entry.object_id is not None:
        yield (
            (entry.object_type, entry.object_id),
            {name: both for name, both in entry.changes.items() if name != "rows"},
        )
    for object_type, pk, _, told in entry.changes.get("rows", ()):
        yield (object_type, pk), told


def _any(wanted: dict[str, list[int]]) -> Q:
    either = Q()
    for object_type, ids in wanted.items():
        either |= Q(object_type=object_type, object_id__in=ids)
    return either


def event_of(entry: JournalEntry, keys: Collection[Key]) -> Event:
    """An entry as the history of these objects tells it."""
    changes = {name: both for name, both in entry.changes.items() if name != "rows"}
    mine = entry.object_id is None or (entry.object_type, entry.object_id) in keys
    parts = [(entry.object_type, "", changes)] if mine and changes else []
    for object_type, pk, label, told in entry.changes.get("rows", ()):
        if (object_type, pk) in keys:
            parts.append((object_type, label, told))
    return Event(entry, parts)
