"""The history of any object, field by field. Apps announce which kinds of objects have one, and who may read
it; this module turns the journal's entries into what a page shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bihuan.web.base.journal_words import action_word, field_word, value_word
from bihuan.zh.differences import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bihuan.web.accounts.models import User
    from bihuan.web.base.queries import Event, Key
    from bihuan.zh.differences import Piece

SHORT = 12
"""Texts up to so many letters are shown whole, old and new; longer ones with what changed in them."""
_DIGEST = 64


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose history is shown, for a user who may read it."""

    title: str
    back: str
    place: Sequence[tuple[str, str | None]]
    keys: Sequence[Key]
    """The object itself and what belongs to it."""
    labels: Mapping[Key, str] = field(default_factory=dict)
    """What belongs to it by name, so that a reader knows of which part a line tells."""


@dataclass(frozen=True, slots=True)
class HistoryKind:
    """Objects of a kind; ``find`` answers 404 to strangers, like the object's own page."""

    code: str
    word: str
    find: Callable[[User, int], Subject]


HISTORIES: dict[str, HistoryKind] = {}


def announce_history(kind: HistoryKind) -> None:
    """Once, however often the app gets ready."""
    HISTORIES.setdefault(kind.code, kind)


@dataclass(frozen=True, slots=True)
class Change:
    """A field: both values in words, and the differences where the text is long."""

    word: str
    old: str
    new: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """Who did what when, and what changed on which object."""

    at: Any
    who: str
    what: str
    about: str
    parts: list[tuple[str, list[Change]]]
    """(the object's name where it is not told by the entry, its fields)."""


def lines(events: Iterable[Event], labels: Mapping[Key, str] | None = None) -> list[Line]:
    """Entries as the page shows them."""
    return [
        Line(
            one.entry.at,
            one.entry.actor_name,
            action_word(one.entry.action),
            (labels or {}).get((one.entry.object_type, one.entry.object_id or 0), ""),
            [
                (label, _changes(told, one.entry.action, object_type))
                for object_type, label, told in one.parts
            ],
        )
        for one in events
    ]


def _changes(told: dict[str, Any], action: str, object_type: str) -> list[Change]:
    return [
        _change(name, both[0], both[1], action, object_type)
        for name, both in told.items()
        if isinstance(both, list) and len(both) == 2 and (both[0] or both[1] or both[0] != both[1])
    ]


def _change(name: str, old: Any, new: Any, action: str, object_type: str) -> Change:
    first, second = (
        _short(value_word(one, name, action=action, object_type=object_type)) for one in (old, new)
    )
    long = first and second and max(len(first), len(second)) > SHORT
    return Change(field_word(name, object_type), first, second, differences(first, second) if long else [])


def _short(text: str) -> str:
    """A digest is recognised by its first letters."""
    whole = len(text) == _DIGEST and all(char in "0123456789abcdef" for char in text)
    return f"{text[:12]}…" if whole else text
