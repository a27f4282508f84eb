"""What the apps above have to be found, announced in their ``AppConfig.ready``; none of it is known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from bihuan.web.accounts.models import User


class Entry(NamedTuple):
    """One object as it is to be found."""

    bundle: str
    """Entries that are written anew together: ``case:12``."""
    kind: str
    object: int
    unit: int
    office: int | None
    round: int | None
    on: date | None
    """The day by which it is sorted and narrowed."""
    state: str
    place: str
    """Where it stands, for people: 问题3."""
    view: str
    view_id: int
    anchor: str
    """The address: name and argument of the view, the place on its page."""
    title: str
    text: str


class Live(NamedTuple):
    """How a hit is looked at again before it is shown."""

    code: str
    rows: Callable[[User], QuerySet[Any]]
    """The objects of the kind that an account may read now."""


class Kind(NamedTuple):
    """Objects of one sort; ``number`` orders those of the same day and must never change."""

    code: str
    number: int
    word: str
    states: tuple[str, ...] = ()
    """The states to narrow by; empty where it has none."""
    live: Callable[[User], QuerySet[Any]] | None = None
    """The objects that an account may read now: every hit is asked for among them. None where the passages
    are written in the very transaction that could change who may.
    """


class Source(NamedTuple):
    """Something whose entries can all be told again."""

    code: str
    """What stands before the colon of its bundles."""
    batch: Callable[[int], tuple[list[Entry], int | None]]
    """The entries of what comes next behind this id, locked until the transaction ends, and the last id among
    it; None behind the end.
    """


KINDS: dict[str, Kind] = {}
ROUNDS: list[Callable[[User], Sequence[tuple[int, str]]]] = []
"""Who knows the rounds that an account may choose from, as (id, name), the newest first."""
SOURCES: dict[str, Source] = {}


def register(source: Source, *kinds: Kind) -> None:
    """Make a source and its kinds known; a second time changes nothing."""
    SOURCES.setdefault(source.code, source)
    for kind in kinds:
        known = KINDS.setdefault(kind.code, kind)
        if known != kind or sum(one.number == kind.number for one in KINDS.values()) > 1:
            raise ValueError(f"two kinds of passages are {kind.code} or {kind.number}")


def live_kinds(code: str) -> list[Live]:
    """Of one kind, or of all where the code is empty: those whose hits are looked at again."""
    return [Live(one.code, one.live) for one in kinds() if one.live and code in ("", one.code)]


def kinds() -> list[Kind]:
    """In their order."""
    return sorted(KINDS.values(), key=lambda one: one.number)
